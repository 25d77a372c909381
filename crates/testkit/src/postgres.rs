//! A private PostgreSQL for tests: started by the first process that needs it, shared by the others,
//! stopped a while after the last one. It listens on a socket in its own folder and nowhere else.
//!
//! `fsync` and `synchronous_commit` are as they are in service, and texts are ordered by a locale
//! that is not the bytewise one, because services have those too.

use std::{
    fs::File,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::OnceLock,
};

/// How long the server stays after the last test that used it, in seconds.
const LINGERS: u32 = 20;

struct Server {
    folder: PathBuf,
    programs: PathBuf,
    /// Whether we are root, under which PostgreSQL refuses to run.
    root: bool,
    /// Held shared for as long as this process lives: the server is in use.
    #[expect(dead_code, reason = "held, not read")]
    in_use: File,
}

static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();

fn server() -> Result<&'static Server, String> {
    SERVER.get_or_init(start).as_ref().map_err(Clone::clone)
}

/// The folder with PostgreSQL's programs: on the path, or where Debian puts the newest version.
fn programs() -> Result<PathBuf, String> {
    let on_path = std::env::var_os("PATH")
        .into_iter()
        .flat_map(|path| std::env::split_paths(&path).collect::<Vec<_>>())
        .filter_map(|folder| std::fs::canonicalize(folder.join("initdb")).ok())
        .filter_map(|program| program.parent().map(Path::to_path_buf));
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    debian.sort();
    debian
        .into_iter()
        .rev()
        .chain(on_path)
        .find(|folder| {
            folder.join("initdb").exists()
                && folder.join("pg_ctl").exists()
                && folder.join("psql").exists()
        })
        .ok_or_else(|| {
            "PostgreSQL is not installed: initdb, pg_ctl and psql were not found".to_owned()
        })
}

fn said(what: &str, output: &Output) -> String {
    format!(
        "{what} failed: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

impl Server {
    /// One of PostgreSQL's programs, as a user that may run it.
    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        let mut command = if self.root {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        command
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .env("LC_ALL", "C.UTF-8");
        command
    }

    fn run(&self, name: &str, arguments: &[&str]) -> Result<(), String> {
        let output = self
            .program(name)
            .args(arguments)
            .output()
            .map_err(|error| format!("{name}: {error}"))?;
        if output.status.success() {
            Ok(())
        } else {
            Err(said(name, &output))
        }
    }

    fn sql(&self, sql: &str) -> Result<(), String> {
        let socket = self.folder.display().to_string();
        self.run(
            "psql",
            &[
                "-X",
                "-q",
                "-h",
                &socket,
                "-U",
                "postgres",
                "-d",
                "postgres",
                "-v",
                "ON_ERROR_STOP=1",
                "-c",
                sql,
            ],
        )
    }

    fn make(&self) -> Result<(), String> {
        let data = self.folder.join("data");
        let _ = self.run(
            "pg_ctl",
            &["-D", &data.display().to_string(), "-m", "immediate", "stop"],
        );
        let _ = std::fs::remove_dir_all(&data);
        let data = data.display().to_string();
        let common = [
            "-D",
            &data,
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--auth=trust",
            "--locale=C.UTF-8",
        ];
        let mut natural = common.to_vec();
        natural.extend(["--locale-provider=icu", "--icu-locale=en"]);
        self.run("initdb", &natural).or_else(|_| {
            let _ = std::fs::remove_dir_all(&data);
            self.run("initdb", &common)
        })?;
        let log = self.folder.join("log").display().to_string();
        let options = format!(
            "-c listen_addresses='' -c unix_socket_directories='{}' -c max_connections=300 -c shared_buffers=64MB",
            self.folder.display()
        );
        // The server must not hold our pipes open: whoever reads them would wait for its end.
        let status = self
            .program("pg_ctl")
            .args([
                "-D", &data, "-w", "-t", "60", "-l", &log, "-o", &options, "start",
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .map_err(|error| format!("pg_ctl: {error}"))?;
        if !status.success() {
            let log = std::fs::read_to_string(&log).unwrap_or_default();
            return Err(format!("PostgreSQL does not start: {log}"));
        }
        self.watch()
    }

    /// Leaves somebody behind who stops the server once nobody holds the lock of its users.
    fn watch(&self) -> Result<(), String> {
        let stop = if self.root {
            "runuser -u postgres -- "
        } else {
            ""
        };
        let script = format!(
            "command -v flock >/dev/null || exit 1\n\
             while sleep {LINGERS}; do\n\
               [ -e '{folder}/data/postmaster.pid' ] || exit 0\n\
               flock -n -x '{folder}/users.lock' {stop}'{programs}/pg_ctl' -D '{folder}/data' -m fast stop && exit 0\n\
             done",
            folder = self.folder.display(),
            programs = self.programs.display(),
        );
        Command::new("setsid")
            .args(["sh", "-c", &script])
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map(drop)
            .map_err(|error| format!("setsid: {error}"))
    }
}

fn start() -> Result<Server, String> {
    let words =
        |error: std::io::Error| format!("the folder of the test database cannot be made: {error}");
    let programs = programs()?;
    let user = std::fs::metadata("/proc/self").map_err(words)?.uid();
    let root = user == 0;
    let folder = std::env::temp_dir().join(format!("unforgotten-postgres-{user}"));
    std::fs::create_dir_all(&folder).map_err(words)?;
    if root {
        let id = Command::new("id")
            .args(["-u", "postgres"])
            .output()
            .map_err(words)?;
        let owner = String::from_utf8_lossy(&id.stdout)
            .trim()
            .parse()
            .map_err(|_| "there is no user postgres".to_owned())?;
        std::os::unix::fs::chown(&folder, Some(owner), None).map_err(words)?;
    }
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700)).map_err(words)?;
    let open = |name: &str| {
        File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(folder.join(name))
            .map_err(words)
    };
    let in_use = open("users.lock")?;
    in_use.lock_shared().map_err(words)?;
    let starting = open("start.lock")?;
    starting.lock().map_err(words)?;
    let server = Server {
        folder,
        programs,
        root,
        in_use,
    };
    if server.sql("SELECT 1").is_err() {
        server.make()?;
    }
    drop(starting);
    Ok(server)
}

/// Makes an empty database and gives its address.
pub(crate) fn database(name: &str) -> Result<String, String> {
    let server = server()?;
    drop_database(name);
    server.sql(&format!("CREATE DATABASE {name}"))?;
    Ok(format!(
        "postgres://postgres@localhost/{name}?host={}",
        server.folder.display()
    ))
}

/// Removes a database, whoever is still connected.
pub(crate) fn drop_database(name: &str) {
    if let Ok(server) = server() {
        let _ = server.sql(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    }
}
