//! A view is made of what was visible, not of what a closure carries in.
use access::Visible;

fn smuggle(view: Visible<()>, hidden: String) -> Visible<String> {
    view.map(move |()| hidden)
}

fn main() {}
