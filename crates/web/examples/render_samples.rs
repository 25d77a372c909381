//! Writes every page with invented people, in every language: `render_samples FOLDER`.

use std::{error::Error, fs, path::Path};

use web::{
    pages::{ICON, STYLE_SHEET, samples},
    paths,
    text::Locale,
};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("render_samples FOLDER")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    fs::write(folder.join("style.css"), STYLE_SHEET)?;
    fs::write(folder.join("mark.svg"), ICON)?;
    for locale in Locale::ALL {
        for sample in samples::all(locale) {
            let html = sample
                .page
                .dyn_render()?
                .replace(&paths::style(), "style.css")
                .replace(&paths::icon(), "mark.svg");
            fs::write(
                folder.join(format!("{}.{}.html", sample.name, locale.code())),
                html,
            )?;
        }
    }
    Ok(())
}
