//! A permit to read is no permit to write.
use access::{Actor, Permit, Read, Resource, Write, permit};

fn store(_: &Permit<Write>) {}

fn attempt(actor: &Actor, resource: &Resource) {
    if let Ok(reading) = permit::<Read>(actor, resource) {
        store(&reading);
    }
}

fn main() {}
