//! Fonts from folders, found by name and read when a text needs them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, OnceLock, PoisonError},
};

use typst::{foundations::Bytes, text::Font};

use crate::{DocumentError, typefaces::Typeface};

/// How deep folders are searched. Debian keeps fonts two levels below `/usr/share/fonts`.
const DEEPEST_FOLDER: usize = 4;

/// A folder with font files in it or below it, such as `/usr/share/fonts`. A folder that is not
/// there counts as empty: what is missing is named when a text needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFolder(PathBuf);

impl FontFolder {
    /// Names a folder; nothing is read.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }
}

/// The fonts of an installation. Making one costs nothing; the first document lists the folders,
/// and each typeface is read when the first text needs it and kept. A text in Latin letters reads
/// 3 MB, one with a Chinese name 26 MB more. Meant to be made once and shared.
pub struct Fonts {
    folders: Vec<FontFolder>,
    /// File name to place; names only, no file is opened for it.
    places: OnceLock<BTreeMap<String, PathBuf>>,
    loaded: Mutex<Loaded>,
}

/// What has been read so far.
#[derive(Default)]
struct Loaded {
    /// Whole files: the five Han families share one.
    files: BTreeMap<&'static str, Bytes>,
    families: BTreeMap<&'static str, Vec<Font>>,
}

impl Fonts {
    /// Names the folders to look in; where a file is in several, the first one counts.
    #[must_use]
    pub fn new(folders: Vec<FontFolder>) -> Self {
        Self {
            folders,
            places: OnceLock::new(),
            loaded: Mutex::new(Loaded::default()),
        }
    }

    /// The bytes of font files read so far.
    #[must_use]
    pub fn bytes_read(&self) -> usize {
        let loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        loaded.files.values().map(|bytes| bytes.len()).sum()
    }

    /// All cuts of one typeface.
    ///
    /// # Errors
    /// `FontMissing`, `FontUnreadable`, `FontDamaged`.
    pub(crate) fn load(&self, typeface: &'static Typeface) -> Result<Vec<Font>, DocumentError> {
        // Nothing below leaves the maps half written, so a poisoned lock is as good as another.
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fonts) = loaded.families.get(typeface.family) {
            return Ok(fonts.clone());
        }
        let places = self.places.get_or_init(|| self.list());
        let mut fonts = Vec::new();
        for (file, face) in typeface.files {
            let path = places.get(*file).ok_or(DocumentError::FontMissing {
                family: typeface.family,
                file,
                package: typeface.package,
            })?;
            let bytes = match loaded.files.get(file) {
                Some(bytes) => bytes.clone(),
                None => {
                    let bytes = fs::read(path).map(Bytes::new).map_err(|source| {
                        DocumentError::FontUnreadable {
                            path: path.clone(),
                            source,
                        }
                    })?;
                    loaded.files.insert(file, bytes.clone());
                    bytes
                }
            };
            let font = Font::new(bytes, *face)
                .filter(|font| font.info().family == typeface.family)
                .ok_or_else(|| DocumentError::FontDamaged {
                    path: path.clone(),
                    family: typeface.family,
                })?;
            fonts.push(font);
        }
        loaded.families.insert(typeface.family, fonts.clone());
        Ok(fonts)
    }

    /// File names of all folders.
    fn list(&self) -> BTreeMap<String, PathBuf> {
        let mut places = BTreeMap::new();
        for FontFolder(folder) in &self.folders {
            list_into(folder, DEEPEST_FOLDER, &mut places);
        }
        places
    }
}

/// Adds the files of a folder and of those below it. Folders that cannot be read hold nothing.
fn list_into(folder: &Path, depth: usize, places: &mut BTreeMap<String, PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    // Sorted, so that the same machine always picks the same file.
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let is_font = path.extension().is_some_and(|extension| {
            extension == "ttf" || extension == "ttc" || extension == "otf"
        });
        if is_font {
            if let Some(name) = path.file_name().and_then(|name| name.to_str()) {
                places.entry(name.to_owned()).or_insert(path);
            }
        } else if depth > 0 && path.is_dir() {
            list_into(&path, depth - 1, places);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typefaces;

    #[test]
    fn a_missing_typeface_names_its_package() {
        let fonts = Fonts::new(vec![FontFolder::new("/nonexistent")]);
        let error = fonts.load(&typefaces::SERIF).err().unwrap().to_string();
        assert!(error.contains("Noto Serif"), "{error}");
        assert!(error.contains("fonts-noto-core"), "{error}");
        let han = fonts
            .load(typefaces::han_face("zh", ""))
            .err()
            .unwrap()
            .to_string();
        assert!(han.contains("fonts-noto-cjk"), "{han}");
    }

    #[test]
    fn a_damaged_font_is_an_error() {
        let folder = std::env::temp_dir().join(format!("damaged-font-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("NotoSerif-Regular.ttf"), b"not a font").unwrap();
        let fonts = Fonts::new(vec![FontFolder::new(&folder)]);
        let error = fonts.load(&typefaces::SERIF).err().unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert!(
            matches!(error, DocumentError::FontDamaged { .. }),
            "{error}"
        );
    }
}
