//! The program as people and scripts use it: whole ways through it, and every way it refuses.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what fails in a helper fails the test"
)]

mod refusals;
mod server;
mod way_through;
mod without_register;

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use testkit::TempFolder;

const PASSPHRASE: &str = "seven quiet herons by the old mill";
const PASSWORD: &str = "Winter-Harbour-Lantern-77";

/// What a run of the program gave.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
    bytes: Vec<u8>,
}

impl Run {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
            bytes: output.stdout,
        }
    }

    /// It went well.
    #[track_caller]
    fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "{}\n{}", self.out, self.err);
        self
    }

    /// It ended with this number and said this in one sentence, without a word on standard output.
    #[track_caller]
    fn refused(self, code: i32, says: &str) {
        assert_eq!(self.code, Some(code), "{}\n{}", self.out, self.err);
        assert!(
            self.err.contains(says),
            "{says:?} is not said in {:?}",
            self.err
        );
        assert!(!self.err.contains("panicked"), "{}", self.err);
        if code == 1 {
            let last = self.err.trim_end().lines().last().unwrap_or_default();
            assert!(last.starts_with("unforgotten: "), "{last:?}");
        }
        assert_eq!(self.out, "");
    }

    /// Every line of standard output as an object.
    #[track_caller]
    fn objects(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| {
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{line:?}: {error}"))
            })
            .collect()
    }

    #[track_caller]
    fn object(&self) -> Value {
        let objects = self.objects();
        assert_eq!(objects.len(), 1, "{}", self.out);
        objects.into_iter().next().unwrap()
    }
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_unforgotten"));
    command
        .env_remove("UNFORGOTTEN_DATA")
        .env("UNFORGOTTEN_LOG", "error")
        .stdin(Stdio::null());
    command
}

/// A folder with a register, its passphrase and its administrator's password.
struct Desk {
    folder: TempFolder,
}

impl Desk {
    /// The folder without a register.
    fn empty() -> Self {
        let desk = Self {
            folder: TempFolder::new(),
        };
        desk.write("passphrase", PASSPHRASE);
        desk.write("password", PASSWORD);
        desk
    }

    /// With one.
    fn begun() -> Self {
        let desk = Self::empty();
        desk.plain(&[
            "init",
            "--admin",
            "warden",
            "--password-file",
            &desk.text("password"),
        ])
        .done();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    fn write(&self, name: &str, content: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::File::create(&path)
            .unwrap()
            .write_all(content.as_bytes())
            .unwrap();
        path
    }

    fn register(&self) -> PathBuf {
        self.path("register")
    }

    /// Runs a command on the register.
    fn plain(&self, arguments: &[&str]) -> Run {
        self.on(&self.register(), arguments)
    }

    /// Runs a command on a register elsewhere.
    fn on(&self, register: &Path, arguments: &[&str]) -> Run {
        let output = program()
            .args(arguments)
            .arg("--data")
            .arg(register)
            .arg("--passphrase-file")
            .arg(self.path("passphrase"))
            .output()
            .unwrap();
        Run::of(output)
    }

    /// Runs a command with `--json`, which must go well.
    #[track_caller]
    fn json(&self, arguments: &[&str]) -> Run {
        let mut all = arguments.to_vec();
        all.push("--json");
        self.plain(&all).done()
    }

    /// The digest and counts of everything that is stored, as `backup` reports them.
    fn entries(&self) -> Value {
        self.json(&["audit", "verify"]).object()["entries"].clone()
    }
}

/// A small list of invented people: three sound rows, one without a name.
const LIST: &str = "\
id,name,name in own script,sex,date of birth,occupation,country,date of arrest,place,charge,status
1,Alena Kalina,Алена Каліна,female,1984-03-02,schoolteacher,XV,2022-12-01,\"Colony 33, Tumzha\",\"Art. 130, incitement\",in prison
2,Rashid Sarvati,رشيد سرواتي,male,1990,poet,XV,2024-05,Northgate remand,\"Art. 207, false news\",in prison
3,Maro Telavi,,male,1979-05,printer,XV,2023-01-09,Old Harbour prison,Art. 293,in prison
4,,,male,,,XV,,,,
";

#[test]
fn every_command_explains_itself_in_plain_words() {
    let help = Run::of(program().arg("--help").output().unwrap()).done();
    let commands: Vec<&str> = help
        .out
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.strip_prefix("  "))
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    for needed in [
        "demo", "init", "serve", "import", "find", "gate", "brief", "audit", "backup", "restore",
        "export", "check",
    ] {
        assert!(
            commands.contains(&needed),
            "{needed} is not among {commands:?}"
        );
    }
    for command in &commands {
        let help = Run::of(program().args([command, "--help"]).output().unwrap()).done();
        assert!(help.out.contains("Usage: unforgotten"), "{}", help.out);
        assert_eq!(help.err, "");
    }
    // The child that parses lists is nobody's command.
    assert!(!help.out.contains("parse-list"));
}

#[test]
fn names_and_routes_need_no_register() {
    let shown = Run::of(
        program()
            .args(["names", "show", "Алена Каліна", "--json"])
            .output()
            .unwrap(),
    )
    .done()
    .object();
    assert_eq!(shown["name"], "Алена Каліна");
    assert_eq!(shown["words"][0]["script"], "Cyrl");
    assert!(!shown["keys"].as_array().unwrap().is_empty());
    let routes = Run::of(program().args(["routes", "--json"]).output().unwrap())
        .done()
        .object();
    assert!(
        routes
            .as_array()
            .unwrap()
            .iter()
            .any(|route| route["path"] == "/health")
    );
    let described = Run::of(program().arg("openapi").output().unwrap()).done();
    let described: Value = serde_json::from_str(&described.out).unwrap();
    assert!(described["openapi"].as_str().unwrap().starts_with('3'));
}
