//! How a process ends. SQLCipher as it is delivered takes its memory down when the process exits, whether or
//! not a thread still reads; `.cargo/config.toml` builds it without that. A command that went well, and a test,
//! would otherwise end by a signal now and then.

use store::{Place, Register};
use testkit::{FakeClock, SeededRandomness, TempFolder};

use std::process::Command;
use std::sync::Arc;

const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const FOLDER: &str = "UNFORGOTTEN_ENDING_FOLDER";
const TIMES: usize = 12;

/// Run by the other test, in a process of its own.
#[test]
#[ignore = "ends its process in the middle; started by the test below"]
fn leave_while_threads_read() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let folder = std::path::PathBuf::from(folder);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .unwrap();
    for number in 0..8 {
        let folder = folder.join(number.to_string());
        runtime.spawn(async move {
            std::fs::create_dir_all(&folder).unwrap();
            let register = Register::create(
                &Place::Folder(folder),
                KEY,
                [5; 16],
                "Test",
                "{}",
                Arc::new(FakeClock::moving(FakeClock::BEGINNING, 1)),
                Arc::new(SeededRandomness::new(number)),
            )
            .await
            .unwrap();
            loop {
                register.keep_time().await.unwrap();
            }
        });
    }
    std::thread::sleep(std::time::Duration::from_millis(40));
    std::process::exit(0);
}

#[test]
fn a_process_may_end_while_threads_still_read() {
    for _ in 0..TIMES {
        let folder = TempFolder::new();
        let ended = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "leave_while_threads_read", "--ignored"])
            .env(FOLDER, folder.path())
            .output()
            .unwrap();
        assert!(
            ended.status.success(),
            "{}: {}",
            ended.status,
            String::from_utf8_lossy(&ended.stderr)
        );
    }
}
