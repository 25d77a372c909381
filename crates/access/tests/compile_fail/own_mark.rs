//! Nobody invents a mark of their own.
use access::{Action, Mark};

enum Everything {}

impl Mark for Everything {
    const ACTION: Action = Action::Read;
}

fn main() {}
