//! The ledger, who opened what, and what somebody could open.

use std::sync::Arc;

use access::{INSTALLATION, Manage, Read};
use desk::audit::{Covered, LedgerLeaf, NewestCheckpoint};
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

fn checkpoint(visit: &Visit, newest: &NewestCheckpoint) -> Checkpoint {
    let age = visit.site.now().milliseconds() - newest.signed.milliseconds();
    Checkpoint {
        leaves: newest.size,
        root: newest.root.clone(),
        signed: newest.signed,
        minutes: age.max(0) / 60_000,
        witnesses: Vec::new(),
    }
}

fn leaf_line(visit: &Visit, names: &record::Names, leaf: &LedgerLeaf) -> LeafLine {
    let t = visit.texts;
    let number = leaf.number;
    match &leaf.covered {
        Covered::Entry {
            entry,
            version,
            kind,
            by,
            at,
        } => LeafLine {
            number,
            when: Some(*at),
            day: at.day(),
            who: Some(names.of(visit, *by)),
            what: super::entries::kind_name(t, kind),
            href: Some(paths::leaf(format!("{entry}-{version}"))),
        },
        Covered::Event { word, by, at } => LeafLine {
            number,
            when: Some(*at),
            day: at.day(),
            who: Some(names.of(visit, *by)),
            what: said::message_or(t, &format!("event-{}", word.replace('_', "-")), || {
                t.msg("leaf-kind-event")
            }),
            href: None,
        },
        Covered::Closed { day } => LeafLine {
            number,
            when: None,
            day: *day,
            who: None,
            what: t.msg(&format!("leaf-kind-{}", leaf.kind)),
            href: None,
        },
    }
}

/// The newest checkpoint, and the newest leaves under it. Verifying everything is a command: it reads
/// every entry.
pub(crate) async fn list(visit: Arc<Visit>) -> Answer {
    let before = visit.query("before").and_then(|number| number.parse().ok());
    let view = visit.house()?.ledger(visit.caller()?, before).await?;
    let names = record::member_names(&visit).await?;
    page(&LedgerPage {
        layout: visit.layout("title-ledger", Some(Place::Ledger)),
        checkpoint: view
            .checkpoint
            .as_ref()
            .map(|newest| checkpoint(&visit, newest)),
        note: view.checkpoint.map(|newest| newest.note),
        key: view.key,
        waiting: u64::try_from(view.waiting).unwrap_or(u64::MAX),
        pager: Pager {
            shown: u32::try_from(view.leaves.len()).unwrap_or(0),
            total: None,
            first_href: before.map(|_| paths::ledger()),
            next_href: view
                .next
                .map(|number| format!("{}?before={number}", paths::ledger())),
        },
        leaves: view
            .leaves
            .iter()
            .map(|leaf| leaf_line(&visit, &names, leaf))
            .collect(),
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
        when: Some(entry.inner.recorded_at),
        day: entry.inner.recorded_at.day(),
        who: Some(names.of(&visit, entry.inner.by)),
        what: super::entries::kind_name(t, entry.kind()),
        href: None,
    };
    let (hash, holds, path, signed) = match &proof {
        Ok(proof) => (
            proof.leaf_hash.clone(),
            Some(proof.check().is_ok()),
            proof.inclusion.proof.clone(),
            Some(checkpoint(&visit, &house.checkpoint(&proof.checkpoint)?)),
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
