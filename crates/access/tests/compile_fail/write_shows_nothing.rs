//! A permit to write shows nothing.
use access::{Permit, Visible, Write};

fn show(permit: &Permit<Write>) -> Visible<&'static str> {
    Visible::new(permit, "a name")
}

fn main() {}
