//! Erasing a file: two officers, a plain question, and a receipt that does not promise too much.

use std::sync::Arc;

use access::Lift;
use axum::http::StatusCode;
use desk::{
    DeskError, Person,
    erasure::{Erasure, NotErased, Receipt},
};
use kernel::FileId;

use super::{may, record, said, shown};
use crate::{
    pages::{ConfirmPage, ErasureReceipt, Place},
    paths,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

/// Keyrings of backups are thrown away after so many days, unless the desk's receipt says otherwise.
const BACKUP_DAYS: i32 = 35;

async fn asked(visit: &Visit) -> Result<Person, Fail> {
    let file: FileId = visit.id("file")?;
    let person = visit
        .house()?
        .person(visit.caller()?, file)
        .await?
        .into_inner();
    if !may::<Lift>(visit.caller()?, person.compartment, "name") {
        return Err(Fail::Absent);
    }
    Ok(person)
}

async fn form(visit: &Visit, person: &Person, error: Option<String>) -> Result<ConfirmPage, Fail> {
    let t = visit.texts;
    let waiting = visit
        .house()?
        .erasures_asked(visit.caller()?)
        .await?
        .into_iter()
        .find(|asked| asked.file == person.file);
    let mut page = ConfirmPage::erase(
        visit.layout("title-erase", Some(Place::People)),
        shown::line(t, &person.line),
        paths::erase(person.file),
        &shown::reference(person.file),
        visit.today().plus(BACKUP_DAYS),
    );
    if let Some(asked) = waiting {
        let names = record::member_names(visit).await?;
        page.consequences.insert(
            0,
            t.msg_args(
                "erase-asked-by",
                &[
                    ("name", names.of(visit, asked.by).as_str().into()),
                    ("reason", asked.reason.as_str().into()),
                ],
            ),
        );
        for field in &mut page.form.fields {
            if field.name == "reason" {
                field.value.clone_from(&asked.reason);
            }
        }
    } else {
        page.consequences.insert(0, t.msg("erase-second-officer"));
    }
    page.form.error = error;
    Ok(page)
}

/// Asks before anything.
pub(crate) async fn page_of(visit: Arc<Visit>) -> Answer {
    let person = asked(&visit).await?;
    page(&form(&visit, &person, None).await?)
}

fn not_erased(word: NotErased) -> &'static str {
    match word {
        NotErased::Exports => "erasure-keeps-exports",
        NotErased::Printed => "erasure-keeps-printed",
        NotErased::Shared => "erasure-keeps-shared",
        NotErased::OtherCompartments => "erasure-keeps-other-compartments",
        NotErased::Ciphertext => "erasure-keeps-ciphertext",
        NotErased::Trace => "erasure-keeps-trace",
        NotErased::EngineLog => "erasure-keeps-engine-log",
    }
}

async fn receipt(visit: &Visit, receipt: &Receipt) -> Answer {
    let t = visit.texts;
    let names = record::member_names(visit).await?;
    page(&ErasureReceipt {
        layout: visit.layout("title-erase", Some(Place::People)),
        reference: shown::reference(receipt.file),
        erased: receipt.at,
        by: format!(
            "{} · {}",
            names.of(visit, receipt.asked_by),
            names.of(visit, receipt.confirmed_by)
        ),
        reason: receipt.reason.clone(),
        entries: receipt.entries,
        last_backup: receipt.final_day,
        copies: receipt
            .not_erased
            .iter()
            .map(|word| t.msg(not_erased(*word)))
            .collect(),
        leaf_href: paths::ledger(),
        label: kernel::Label::AmberStrict,
    })
}

/// The first officer asks, the second one erases.
pub(crate) async fn erase(visit: Arc<Visit>) -> Answer {
    let person = asked(&visit).await?;
    if visit.field("reference").trim().to_uppercase() != shown::reference(person.file) {
        let says = visit.texts.msg("refused-reference");
        return page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &form(&visit, &person, Some(says)).await?,
        );
    }
    match visit
        .house()?
        .erase(visit.caller()?, person.file, visit.field("reason"))
        .await
    {
        Ok(Erasure::Asked(_)) => Ok(go_to(&paths::person(person.file))),
        Ok(Erasure::Erased(done)) => receipt(&visit, &done).await,
        Err(DeskError::Refused(id, arguments)) => {
            let says = said::refusal(visit.texts, id, &arguments);
            page_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &form(&visit, &person, Some(says)).await?,
            )
        }
        Err(error) => Err(error.into()),
    }
}
