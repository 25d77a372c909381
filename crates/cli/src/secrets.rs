//! Secrets come from a file, a descriptor, a command or a prompt, never from an argument.

use std::{io::Read, path::Path, process::Stdio};

use zeroize::Zeroizing;

use crate::failure::{Failure, Result};

/// Most bytes of a secret: more is a wrong file.
const LARGEST: u64 = 1 << 20;

/// The bytes of a secret file.
pub(crate) fn bytes(what: &str, path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    let mut content = Zeroizing::new(Vec::new());
    std::fs::File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut content))
        .map_err(|error| Failure::file(what, path, &error))?;
    if u64::try_from(content.len()).unwrap_or(u64::MAX) > LARGEST {
        return Err(Failure::Said(format!(
            "{what} {} is too large to be one",
            path.display()
        )));
    }
    Ok(content)
}

/// The text of a secret file.
pub(crate) fn text(what: &str, path: &Path) -> Result<Zeroizing<String>> {
    let content = bytes(what, path)?;
    std::str::from_utf8(&content)
        .map(|text| Zeroizing::new(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()))
        .map_err(|_| Failure::Said(format!("{what} {} is not text in UTF-8", path.display())))
}

/// The first line of a secret file, without its end. Blanks within it count.
pub(crate) fn line(what: &str, path: &Path) -> Result<Zeroizing<String>> {
    let text = text(what, path)?;
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(Failure::Said(format!("{what} {} is empty", path.display())));
    }
    Ok(Zeroizing::new(line.to_owned()))
}

/// Asks at the terminal; what is typed is not shown. `option` says what to give where nobody is there.
pub(crate) fn ask(question: &str, option: &str) -> Result<Zeroizing<String>> {
    rpassword::prompt_password(format!("{question}: "))
        .map(Zeroizing::new)
        .map_err(|_| Failure::Usage(format!("there is no terminal to ask at: give {option}")))
}

/// Asks twice for something new.
pub(crate) fn ask_new(question: &str, option: &str) -> Result<Zeroizing<String>> {
    let first = ask(question, option)?;
    let again = ask(&format!("{question}, again"), option)?;
    if *first == *again {
        Ok(first)
    } else {
        Err(Failure::Said(
            "the two differ; nothing was changed".to_owned(),
        ))
    }
}

/// A secret from a file, else from the terminal.
pub(crate) fn line_or_ask(
    path: Option<&Path>,
    what: &str,
    question: &str,
    option: &str,
) -> Result<Zeroizing<String>> {
    match path {
        Some(path) => line(what, path),
        None => ask(question, option),
    }
}

/// What a command prints.
pub(crate) fn printed_by(command: &str) -> Result<Zeroizing<Vec<u8>>> {
    let output = std::process::Command::new("sh")
        .arg("-c")
        .arg(command)
        .stdin(Stdio::inherit())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::Said(format!("the key command cannot be started: {error}")))?;
    let printed = Zeroizing::new(output.stdout);
    if !output.status.success() {
        return Err(Failure::Said(format!(
            "the key command failed ({})",
            output.status
        )));
    }
    if printed.is_empty() {
        return Err(Failure::Said("the key command printed nothing".to_owned()));
    }
    Ok(printed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_the_first_line_as_it_stands() {
        let folder = std::env::temp_dir().join(format!("secret-file-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("passphrase");
        std::fs::write(&path, "\u{feff} six words \r\nand a remark\n").unwrap();
        assert_eq!(*line("the file", &path).unwrap(), " six words ");
        std::fs::write(&path, "\n").unwrap();
        assert!(
            line("the file", &path)
                .unwrap_err()
                .to_string()
                .ends_with("is empty")
        );
        std::fs::write(&path, [0xff, 0xfe]).unwrap();
        assert!(line("the file", &path).is_err());
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(
            line("the file", &path)
                .unwrap_err()
                .to_string()
                .contains("no such file")
        );
    }

    #[test]
    fn a_key_command_must_succeed_and_print() {
        assert_eq!(printed_by("printf key").unwrap().as_slice(), b"key");
        assert!(printed_by("exit 3").is_err());
        assert!(printed_by("true").is_err());
    }
}
