//! What the house does by itself: backups at their hours, tried again and given up in the open, and
//! sweeping. On both engines.
#![expect(clippy::unwrap_used, reason = "what fails in a helper fails the test")]

use desk::housekeeping::{Backups, Housekeeping, Kept};
use testkit::{TestHouse, engines};

async fn everything_due(test: &TestHouse, asked: &Housekeeping) -> Vec<Kept> {
    let mut kept = Vec::new();
    while let Some(done) = test.house.keep_house_once(asked).await.unwrap() {
        kept.push(done);
    }
    kept
}

fn pairs(folder: &std::path::Path) -> usize {
    std::fs::read_dir(folder)
        .unwrap()
        .filter(|file| {
            file.as_ref()
                .unwrap()
                .path()
                .extension()
                .is_some_and(|ending| ending == "keyring")
        })
        .count()
}

#[tokio::test]
async fn backups_come_at_their_hours_and_old_keyrings_go() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let folder = place.folder.path().join("backups");
        std::fs::create_dir(&folder).unwrap();
        let asked = Housekeeping {
            backups: Some(Backups {
                folder: folder.clone(),
                every_hours: 24,
            }),
        };
        let kept = everything_due(&test, &asked).await;
        assert!(kept.contains(&Kept::BackedUp(0)), "{kept:?}");
        assert_eq!(pairs(&folder), 1);
        test.clock.advance(23 * 3_600);
        let kept = everything_due(&test, &asked).await;
        assert!(
            kept.iter().all(|done| matches!(done, Kept::Swept(_))),
            "{kept:?}"
        );
        test.clock.advance(2 * 3_600);
        assert!(
            everything_due(&test, &asked)
                .await
                .contains(&Kept::BackedUp(0))
        );
        assert_eq!(pairs(&folder), 2);
        // Long after, the next backup removes the keyrings of both: their erasures are final then.
        test.clock.advance(200 * 86_400);
        assert!(
            everything_due(&test, &asked)
                .await
                .contains(&Kept::BackedUp(2))
        );
        assert_eq!(pairs(&folder), 1);
        // Nobody asks any more: what waits is dropped, and nothing is planned again.
        test.clock.advance(25 * 3_600);
        let kept = everything_due(&test, &Housekeeping::default()).await;
        assert!(kept.contains(&Kept::Dropped), "{kept:?}");
        assert_eq!(pairs(&folder), 1);
    }
}

#[tokio::test]
async fn a_backup_that_fails_is_tried_again_given_up_in_the_open_and_made_the_next_day() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let folder = place.folder.path().join("not there yet");
        let asked = Housekeeping {
            backups: Some(Backups {
                folder: folder.clone(),
                every_hours: 24,
            }),
        };
        let failed = |kept: &[Kept]| {
            kept.iter()
                .filter(|done| matches!(done, Kept::Failed("backup", _)))
                .count()
        };
        let mut failures = failed(&everything_due(&test, &asked).await);
        assert_eq!(failures, 1, "once at a time");
        assert_eq!(
            failed(&everything_due(&test, &asked).await),
            0,
            "not at once"
        );
        for _ in 0..40 {
            test.clock.advance(10 * 60);
            failures += failed(&everything_due(&test, &asked).await);
        }
        assert_eq!(failures, 5);
        let given_up = test.house.failed_work().await.unwrap();
        assert_eq!(given_up.len(), 1);
        assert_eq!(given_up.first().unwrap().0, "backup");
        std::fs::create_dir(&folder).unwrap();
        test.clock.advance(24 * 3_600);
        assert!(
            everything_due(&test, &asked)
                .await
                .contains(&Kept::BackedUp(0))
        );
    }
}

#[tokio::test]
async fn what_has_ended_is_swept_out_and_what_lives_stays() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let now = test.house.now();
        let mut transaction = test.house.register().write().await.unwrap();
        for (key, at) in [("old", now.plus_days(-3)), ("new", now)] {
            transaction
                .keep_answer(test.officer, key, [7; 32], "{}", at)
                .await
                .unwrap();
        }
        transaction.commit().await.unwrap();
        let kept = everything_due(&test, &Housekeeping::default()).await;
        assert_eq!(kept, [Kept::Swept(1)]);
        let mut transaction = test.house.register().read().await.unwrap();
        assert!(
            transaction
                .repeated(test.officer, "old")
                .await
                .unwrap()
                .is_none()
        );
        assert!(
            transaction
                .repeated(test.officer, "new")
                .await
                .unwrap()
                .is_some()
        );
    }
}

#[tokio::test]
async fn two_programs_of_one_register_do_a_thing_once() {
    for place in engines() {
        let test = TestHouse::begin(&place).await;
        let other = test.open_elsewhere(&place.place).await.unwrap();
        let asked = Housekeeping::default();
        let first = test.house.keep_house_once(&asked).await.unwrap();
        assert_eq!(first, Some(Kept::Swept(0)));
        assert_eq!(other.keep_house_once(&asked).await.unwrap(), None);
        other.close().await;
    }
}
