//! The server: starts fast, starts locked without a key, ends when it is asked to.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::{Desk, program};

struct Server {
    child: Child,
    address: String,
    said: String,
    started: Duration,
}

impl Server {
    fn start(desk: &Desk, with_key: bool) -> Self {
        let mut command = program();
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(desk.register());
        if with_key {
            command
                .arg("--passphrase-file")
                .arg(desk.path("passphrase"));
        }
        let begun = Instant::now();
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let said = lines.next().unwrap().unwrap();
        let started = begun.elapsed();
        let address = said
            .split("http://")
            .nth(1)
            .unwrap()
            .split('/')
            .next()
            .unwrap()
            .to_owned();
        // Goes on reading, so that the server never waits for somebody to listen.
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            child,
            address,
            said,
            started,
        }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.address
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn end(mut self, signal: &str) -> Option<i32> {
        Command::new("kill")
            .args([signal, &self.child.id().to_string()])
            .status()
            .unwrap();
        self.child.wait().unwrap().code()
    }
}

#[test]
fn without_a_key_it_serves_locked_and_ends_politely() {
    let desk = Desk::begun();
    let server = Server::start(&desk, false);
    assert!(server.said.contains("locked"), "{}", server.said);
    assert!(
        server.started < Duration::from_secs(10),
        "{:?}",
        server.started
    );
    assert!(
        server.get("/health").starts_with("HTTP/1.1 200"),
        "{}",
        server.get("/health")
    );
    assert!(!server.get("/people").starts_with("HTTP/1.1 200"));
    assert_eq!(server.end("-TERM"), Some(0));
}

#[test]
fn with_a_key_it_serves_open() {
    let desk = Desk::begun();
    let server = Server::start(&desk, true);
    assert!(server.said.contains("(open)"), "{}", server.said);
    assert!(server.get("/health").starts_with("HTTP/1.1 200"));
    assert_eq!(server.end("-INT"), Some(0));
    desk.plain(&["audit", "verify"]).done();
}

#[test]
fn plain_http_never_leaves_the_machine() {
    let desk = Desk::begun();
    desk.plain(&["serve", "--listen", "0.0.0.0:0"])
        .refused(1, "is not an address of this machine");
}
