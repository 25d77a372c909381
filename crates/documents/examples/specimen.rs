//! Sets the specimen briefs, writes them into a folder and says how long it took.
//!
//! `cargo run --release -p documents --example specimen -- FOLDER`
#![expect(
    clippy::print_stdout,
    reason = "a harness for people at a terminal, with invented people only"
)]

use std::{env, error::Error, fs, path::PathBuf, time::Instant};

use documents::{FontFolder, Fonts, brief};

#[path = "../tests/common/mod.rs"]
mod common;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("name a folder to write to")?);
    fs::create_dir_all(&folder)?;
    let fonts = Fonts::new(vec![FontFolder::new("/usr/share/fonts")]);
    let mut latin = common::english(1);
    latin.people = vec![common::full_person(6)];
    latin.not_today.clear();
    let mut bare = common::bare_brief();
    bare.people = vec![common::bare_person(common::own_name("Lina Marovec", "sl"))];
    for (name, document) in [
        ("latin-1", latin),
        ("english-1", common::english(1)),
        ("english-7", common::english(7)),
        ("english-20", common::english(20)),
        ("arabic-3", common::arabic()),
        ("bare-1", bare),
    ] {
        let start = Instant::now();
        let pdf = brief::render_pdf(&document, &fonts)?;
        let cold = start.elapsed();
        let start = Instant::now();
        let again = brief::render_pdf(&document, &fonts)?;
        println!(
            "{name}: {} ms, again {} ms, {} kB, the same bytes: {}, {} kB of fonts read so far",
            cold.as_millis(),
            start.elapsed().as_millis(),
            pdf.len() / 1000,
            pdf == again,
            fonts.bytes_read() / 1000,
        );
        fs::write(folder.join(format!("{name}.pdf")), pdf)?;
    }
    Ok(())
}
