//! The ledger, who opened what, and what somebody could open.

use std::sync::Arc;

use access::{INSTALLATION, Manage, Read};
use kernel::{EntryId, FileId, UserId};

use super::{may, record, said, shown};
use crate::{
    pages::{
        Checkpoint, ExposedFile, ExposurePage, LeafLine, LeafPage, LedgerPage, Opening,
        OpeningsPage, Pager, PersonLine, Place, Written,
    },
    paths,
    visit::{Answer, Fail, Visit, page},
};

fn reads_audit(visit: &Visit) -> Result<(), Fail> {
    let caller = visit.caller()?;
    if may::<Read>(caller, INSTALLATION, "audit") || may::<Manage>(caller, INSTALLATION, "audit") {
        Ok(())
    } else {
        Err(Fail::Absent)
    }
}

/// Size and root of a signed checkpoint: its second and third line.
fn checkpoint(note: &str, signed: kernel::Instant) -> Option<Checkpoint> {
    let mut lines = note.lines().skip(1);
    let leaves = lines.next()?.parse().ok()?;
    let root = lines.next()?.to_owned();
    Some(Checkpoint {
        leaves,
        root,
        signed,
        witnesses: Vec::new(),
    })
}

/// What stands under the newest checkpoint. Verifying everything is a command: it reads every entry.
pub(crate) async fn list(visit: Arc<Visit>) -> Answer {
    reads_audit(&visit)?;
    let house = visit.house()?;
    let mut transaction = house
        .register()
        .read()
        .await
        .map_err(desk::DeskError::from)?;
    let newest = transaction
        .checkpoint()
        .await
        .map_err(desk::DeskError::from)?;
    let waiting = transaction
        .waiting_leaves(1_000)
        .await
        .map_err(desk::DeskError::from)?
        .len();
    drop(transaction);
    page(&LedgerPage {
        layout: visit.layout("title-ledger", Some(Place::Ledger)),
        checkpoint: newest.and_then(|(_, note)| checkpoint(&note, visit.site.now())),
        waiting: u64::try_from(waiting).unwrap_or(u64::MAX),
        leaves: Vec::new(),
        pager: Pager::default(),
    })
}

/// The proof of one version of an entry that the reader may read; its address is `ENTRY-VERSION`.
pub(crate) async fn leaf(visit: Arc<Visit>) -> Answer {
    reads_audit(&visit)?;
    let t = visit.texts;
    let (entry, _) = visit.param("leaf").rsplit_once('-').ok_or(Fail::Absent)?;
    let id: EntryId = entry.parse().map_err(|_| Fail::Absent)?;
    let house = visit.house()?;
    let caller = visit.caller()?;
    let entry = house.entry(caller, id).await?;
    let proof = house.prove(id).await;
    let names = record::member_names(&visit).await?;
    let line = LeafLine {
        number: proof.as_ref().map_or(0, |proof| proof.inclusion.index),
        when: entry.inner.recorded_at,
        who: names.of(&visit, entry.inner.by),
        what: super::entries::kind_name(t, entry.kind()),
        person: None,
        href: paths::leaf(visit.param("leaf")),
    };
    let (hash, holds, path, signed) = match &proof {
        Ok(proof) => (
            proof.leaf_hash.clone(),
            Some(proof.check().is_ok()),
            proof.inclusion.proof.clone(),
            checkpoint(&proof.checkpoint, entry.inner.recorded_at),
        ),
        // Not yet numbered: the sequencer is at work.
        Err(_) => (String::new(), None, Vec::new(), None),
    };
    page(&LeafPage {
        layout: visit.layout("title-leaf", Some(Place::Ledger)),
        leaf: line,
        hash,
        holds,
        path,
        checkpoint: signed,
    })
}

/// How a file was opened, in words.
fn way(visit: &Visit, way: &str) -> String {
    said::message_or(visit.texts, &format!("opened-{way}"), || way.to_owned())
}

/// Who opened a person's file.
pub(crate) async fn openings(visit: Arc<Visit>) -> Answer {
    let file: FileId = visit.id("file")?;
    let house = visit.house()?;
    let caller = visit.caller()?;
    let openings = house.openings_of(caller, file).await?;
    let person = house.person(caller, file).await?;
    page(&OpeningsPage {
        layout: visit.layout("title-openings", Some(Place::People)),
        person: shown::line(visit.texts, &person.line),
        openings: openings
            .iter()
            .map(|opening| Opening {
                who: opening.display_name.clone(),
                when: opening.at,
                how: way(&visit, opening.way),
            })
            .collect(),
        pager: Pager {
            shown: u32::try_from(openings.len()).unwrap_or(0),
            ..Pager::default()
        },
    })
}

/// What a member could open, and did open.
pub(crate) async fn exposure(visit: Arc<Visit>) -> Answer {
    let user: UserId = visit.id("user")?;
    let house = visit.house()?;
    let caller = visit.caller()?;
    let exposure = house.exposure(caller, user).await?;
    let names = record::member_names(&visit).await?;
    let mut files: Vec<ExposedFile> = Vec::new();
    for opened in &exposure.opened {
        let reference = shown::reference(opened.file);
        if let Some(known) = files.iter_mut().find(|known| known.reference == reference) {
            known.times += 1;
            continue;
        }
        files.push(ExposedFile {
            person: opened.name.as_ref().map(|name| PersonLine {
                name: Written::unknown(name),
                reading: None,
                href: paths::person(opened.file),
            }),
            reference,
            compartment: String::new(),
            opened: Some(opened.at),
            times: 1,
        });
    }
    let did = u64::try_from(files.len()).unwrap_or(u64::MAX);
    page(&ExposurePage {
        layout: visit.layout("title-exposure", Some(Place::Members)),
        name: names.of(&visit, user),
        since: exposure
            .opened
            .last()
            .map_or_else(|| visit.today(), |opened| opened.at.day()),
        could: u64::try_from(exposure.files).unwrap_or(0),
        did,
        pager: Pager {
            shown: u32::try_from(files.len()).unwrap_or(0),
            ..Pager::default()
        },
        files,
    })
}
