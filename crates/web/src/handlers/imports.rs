//! Lists in: upload, what the columns mean, a rehearsal, the import itself, its result, and undoing it.

mod columns;
mod jobs;
mod meanings;
mod results;

use std::sync::Arc;

use access::Import;
use kernel::CompartmentId;
use lists::{Mapping, ReadOptions};

use super::{compartments_for, may, said};
use crate::{
    pages::{Choice, Control, Field, Form, ImportLine, Imports, Place, UploadPage},
    paths,
    visit::{Answer, Fail, Visit, go_to, page, page_with},
};

pub(crate) use columns::{
    column, column_page, mapping, mapping_page, profile, read_again, use_profile, words, words_page,
};
pub(crate) use jobs::Jobs;
pub(crate) use results::{
    carry_out, feedback, progress, rehearsal, report_csv, report_json, undo, undo_page,
};

/// The kinds of files that are offered to be chosen.
const KINDS: &str = ".csv,.tsv,.txt,.xlsx,.ods,.json,.jsonl,.html,.htm,.docx";

fn may_import(visit: &Visit) -> Result<Vec<(CompartmentId, String)>, Fail> {
    let caller = visit.caller()?;
    let places: Vec<_> = compartments_for(caller, "source")
        .into_iter()
        .filter(|(id, _)| may::<Import>(caller, *id, "source"))
        .collect();
    if places.is_empty() {
        Err(Fail::Absent)
    } else {
        Ok(places)
    }
}

/// All imports.
pub(crate) async fn list(visit: Arc<Visit>) -> Answer {
    may_import(&visit)?;
    let t = visit.texts;
    let imports = visit.house()?.imports(visit.caller()?).await?;
    page(&Imports {
        layout: visit.layout("title-imports", Some(Place::Imports)),
        imports: imports
            .iter()
            .map(|line| ImportLine {
                source: line.report.source.clone(),
                day: line.created.day(),
                by: line.by.clone(),
                state: results::state_word(t, line.state),
                counts: results::counts(&line.report),
                href: paths::import(line.batch),
            })
            .collect(),
        may_add: true,
    })
}

async fn upload_form(visit: &Visit, error: Option<String>) -> Result<UploadPage, Fail> {
    let t = visit.texts;
    let places = may_import(visit)?;
    let known = visit.house()?.imports(visit.caller()?).await?;
    let mut sources: Vec<String> = known
        .iter()
        .map(|line| line.report.source.clone())
        .filter(|name| !name.is_empty())
        .collect();
    sources.sort();
    sources.dedup();
    let mut fields = vec![
        Field::new(
            "file",
            &t.msg("field-import-file"),
            Control::File(KINDS.to_owned()),
        )
        .required(),
    ];
    if !sources.is_empty() {
        let mut choices = vec![Choice::new("", &t.msg("choice-nothing")).chosen()];
        choices.extend(sources.iter().map(|name| Choice::new(name, name)));
        fields.push(Field::new(
            "source",
            &t.msg("field-import-source"),
            Control::Choice(choices),
        ));
    }
    fields.push(Field::new(
        "new_source",
        &t.msg("field-import-new-source"),
        Control::Line,
    ));
    let choices = places
        .iter()
        .enumerate()
        .map(|(position, (id, title))| Choice {
            value: id.to_string(),
            text: title.clone(),
            chosen: position == 0,
        })
        .collect();
    fields.push(
        Field::new(
            "compartment",
            &t.msg("field-compartment"),
            Control::Choice(choices),
        )
        .required(),
    );
    let mut form =
        Form::new(paths::new_import(), fields, &t.msg("import-upload")).cancel(paths::imports());
    form.error = error;
    Ok(UploadPage {
        layout: visit.layout("title-import", Some(Place::Imports)),
        form,
    })
}

/// The form for a list.
pub(crate) async fn new(visit: Arc<Visit>) -> Answer {
    page(&upload_form(&visit, None).await?)
}

/// Takes a list and looks at it; a mapping that was used for its source before is used again.
pub(crate) async fn upload(visit: Arc<Visit>) -> Answer {
    let t = visit.texts;
    let places = may_import(&visit)?;
    let sent = visit.upload().await?;
    let field = |name: &str| {
        sent.pairs
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.trim())
    };
    let compartment: CompartmentId = field("compartment").parse().map_err(|_| Fail::Absent)?;
    if !places.iter().any(|(id, _)| *id == compartment) {
        return Err(Fail::Absent);
    }
    let source = match (field("new_source"), field("source")) {
        ("", "") => None,
        ("", known) => Some(known.to_owned()),
        (new, _) => Some(new.chars().take(200).collect()),
    };
    let (Some((file, _)), Some(source)) = (sent.file, source) else {
        let says = t.msg("refused-import-incomplete");
        return page_with(jobs::UNUSABLE, &upload_form(&visit, Some(says)).await?);
    };
    let caller = visit.caller()?;
    let kept = visit
        .house()?
        .profile(caller, compartment, &source)
        .await?
        .and_then(|kept| serde_json::from_value::<Mapping>(kept).ok());
    let options = kept
        .as_ref()
        .map_or_else(ReadOptions::default, |kept| kept.reading.clone());
    let look = match jobs::look_at(&visit, file.path(), &source, options).await? {
        Ok(look) => look,
        Err(error) => {
            let says = said::list_error(t, &error);
            return page_with(jobs::UNUSABLE, &upload_form(&visit, Some(says)).await?);
        }
    };
    let mut bytes = [0_u8; 16];
    visit.site.randomness.fill(&mut bytes);
    let id: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let now = visit.site.now();
    let job = jobs::Job::new(caller, file, (source, compartment), (look, kept), now);
    visit.site.imports.keep(id.clone(), Arc::new(job), now)?;
    Ok(go_to(&paths::import_mapping(id)))
}
