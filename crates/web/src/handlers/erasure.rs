//! Erasing a file: two officers, a plain question, and a receipt that does not promise too much.

use std::sync::Arc;

use access::{INSTALLATION, Lift, Manage};
use axum::http::StatusCode;
use desk::{
    DeskError, Person,
    backup::MOST_KEYRING_DAYS,
    erasure::{Erasure, NotErased, Receipt},
};
use kernel::FileId;

use super::{may, record, said, shown};
use crate::{
    pages::{ConfirmPage, Control, ErasureReceipt, Field, Form, FormPage, Place},
    paths,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

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
    let days = visit.house()?.keyring_days().await?;
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
        visit.today().plus(days),
    );
    page.honest.push(t.count("erase-backup-days", days));
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
        NotErased::ListKeys => "erasure-keeps-list-keys",
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

fn days_form(visit: &Visit, days: &str, error: Option<String>) -> Result<FormPage, Fail> {
    let t = visit.texts;
    if !may::<Manage>(visit.caller()?, INSTALLATION, "backup") {
        return Err(Fail::Absent);
    }
    let field = Field::new(
        "days",
        &t.msg("field-backup-days"),
        Control::Number {
            least: 1,
            most: i64::from(MOST_KEYRING_DAYS),
        },
    )
    .help(&t.count("help-backup-days", MOST_KEYRING_DAYS))
    .value(days)
    .required();
    let mut form = Form::new(
        paths::backup_days(),
        vec![field],
        &t.msg("backup-days-submit"),
    )
    .cancel(paths::ledger());
    form.error = error;
    Ok(FormPage {
        layout: visit.layout("title-backups", Some(Place::Ledger)),
        heading: t.msg("backup-days-heading"),
        intro: vec![t.msg("backup-days-intro"), t.msg("backup-days-honest")],
        form,
    })
}

/// How long the keys in backups can bring an erased file back.
pub(crate) async fn days_page(visit: Arc<Visit>) -> Answer {
    let days = visit.house()?.keyring_days().await?;
    page(&days_form(&visit, &days.to_string(), None)?)
}

/// Sets it.
pub(crate) async fn days(visit: Arc<Visit>) -> Answer {
    let text = visit.field("days").trim();
    let set = match text.parse() {
        Ok(days) => visit.house()?.set_keyring_days(visit.caller()?, days).await,
        Err(_) => Err(DeskError::refused("refused-keyring-days")),
    };
    match set {
        Ok(()) => Ok(go_to(&paths::backup_days())),
        Err(DeskError::Refused(id, arguments)) => page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &days_form(
                &visit,
                text,
                Some(said::refusal(visit.texts, id, &arguments)),
            )?,
        ),
        Err(error) => Err(error.into()),
    }
}
