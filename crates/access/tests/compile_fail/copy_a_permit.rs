//! A permit is asked for again, not copied.
use access::{Permit, Write};

fn twice(permit: Permit<Write>) -> (Permit<Write>, Permit<Write>) {
    (permit.clone(), permit)
}

fn main() {}
