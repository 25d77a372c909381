//! Which kind of file it is, by what stands in it and never by its name.

use super::super::recognise;

/// A kind of file, as far as its reader or its cleaner differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Page,
    Pdf,
    Mail,
    /// An OLE compound file whose content is not known yet.
    Compound,
    Outlook,
    /// An archive whose content is not known yet.
    Archive,
    Word,
    OpenText,
    Sheet,
    Slides,
    OpenOther,
    Jpeg,
    Png,
    WebP,
    Tiff,
    Heif,
    Gif,
    Sound,
    Film,
    /// A compressed file or an archive that is no document: it is not unpacked.
    Packed,
    Unknown,
}

impl Kind {
    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Page => "text/html",
            Self::Pdf => "application/pdf",
            Self::Mail => "message/rfc822",
            Self::Outlook => "application/vnd.ms-outlook",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Sheet => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Slides => {
                "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            }
            Self::OpenText => "application/vnd.oasis.opendocument.text",
            Self::OpenOther => "application/vnd.oasis.opendocument",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Tiff => "image/tiff",
            Self::Heif => "image/heic",
            Self::Gif => "image/gif",
            Self::Sound => "audio/unknown",
            Self::Film => "video/unknown",
            Self::Archive | Self::Packed => "application/zip",
            Self::Compound | Self::Unknown => "application/octet-stream",
        }
    }
}

/// The kind of a file by its first bytes.
pub(super) fn of(bytes: &[u8]) -> Kind {
    const SIGNS: [(&[u8], Kind); 20] = [
        (b"PK\x03\x04", Kind::Archive),
        (b"PK\x05\x06", Kind::Archive),
        (b"\xd0\xcf\x11\xe0", Kind::Compound),
        (b"%PDF", Kind::Pdf),
        (b"\x89PNG\r\n\x1a\n", Kind::Png),
        (b"\xff\xd8\xff", Kind::Jpeg),
        (b"GIF8", Kind::Gif),
        (b"II*\0", Kind::Tiff),
        (b"MM\0*", Kind::Tiff),
        (b"OggS", Kind::Sound),
        (b"ID3", Kind::Sound),
        (b"fLaC", Kind::Sound),
        (b"\x1a\x45\xdf\xa3", Kind::Film),
        (b"\x7fELF", Kind::Unknown),
        (b"MZ\x90", Kind::Unknown),
        (b"\x1f\x8b", Kind::Packed),
        (b"BZh", Kind::Packed),
        (b"\xfd7zXZ", Kind::Packed),
        (b"7z\xbc\xaf", Kind::Packed),
        (b"Rar!", Kind::Packed),
    ];
    if let Some((_, kind)) = SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign)) {
        return *kind;
    }
    match (bytes.get(..4), bytes.get(8..12)) {
        (Some(b"RIFF"), Some(b"WEBP")) => return Kind::WebP,
        (Some(b"RIFF"), Some(b"WAVE")) => return Kind::Sound,
        (Some(b"RIFF"), _) => return Kind::Film,
        _ => {}
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return match bytes.get(8..12) {
            Some(b"heic" | b"heix" | b"mif1" | b"msf1" | b"avif") => Kind::Heif,
            Some(b"M4A " | b"M4B ") => Kind::Sound,
            _ => Kind::Film,
        };
    }
    let head = bytes.get(..bytes.len().min(4_096)).unwrap_or_default();
    // A PDF may begin late: readers look for it in the first kilobyte.
    if let Some(start) = head.get(..head.len().min(1_024))
        && memchr::memmem::find(start, b"%PDF-").is_some()
    {
        return Kind::Pdf;
    }
    if recognise::is_mail(head) {
        return Kind::Mail;
    }
    if is_binary(head) {
        return Kind::Unknown;
    }
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let start = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    let page = ["<!doctype html", "<html", "<head", "<body"];
    if page.iter().any(|sign| start.starts_with(sign))
        || (start.starts_with('<') && page.iter().any(|sign| text.contains(sign)))
    {
        return Kind::Page;
    }
    Kind::Text
}

/// Whether these bytes are no text in any encoding: other control characters than text has, and not
/// the pattern of zeros that two-byte letters make.
fn is_binary(head: &[u8]) -> bool {
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return false;
    }
    let zeros = |first: usize| {
        head.iter()
            .skip(first)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 {
        // Letters of one plane have their zeros all on the same side.
        let half = head.len() / 2;
        return !(even * 10 >= half * 4 && odd == 0 || odd * 10 >= half * 4 && even == 0);
    }
    let strange = head
        .iter()
        .filter(|byte| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c))
        .count();
    strange * 100 > head.len()
}
