//! A view cannot be filled without a permit.
use access::Visible;

fn main() {
    let _forged = Visible("a name");
}
