//! A permit has no public parts.
use access::{Permit, Read};
use kernel::{CompartmentId, KindWord, UserId};

fn main() {
    let _forged: Permit<Read> = Permit {
        user: UserId::from_bytes([0; 16]),
        compartment: CompartmentId::from_bytes([0; 16]),
        kind: KindWord::new("wish"),
    };
}
