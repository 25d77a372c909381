//! The list of people to save, as it stands with its filters: CSV, XLSX, JSON, FollowTheMoney.

use std::sync::Arc;

use desk::exports::{ListFormat, write_list};

use super::{
    house,
    people::{asked, filter_words},
};
use crate::visit::{Answer, Fail, Visit};

/// What stands above a saved list beside its label and day: by whom, when, by which filter.
fn banner(visit: &Visit) -> Result<String, Fail> {
    let t = visit.texts;
    let said = t.msg_args(
        "export-banner",
        &[
            ("name", visit.caller()?.display_name.as_str().into()),
            ("when", visit.site.now().to_string().as_str().into()),
            ("filter", filter_words(visit).as_str().into()),
        ],
    );
    // The marks that part directions on a page are noise in a cell.
    Ok(said.replace(['\u{2068}', '\u{2069}'], ""))
}

async fn list(visit: Arc<Visit>, format: ListFormat) -> Answer {
    let mut people = Vec::new();
    let house_of_visit = visit.house()?;
    house_of_visit
        .export_people(visit.caller()?, &asked(&visit), &mut |person| {
            people.push(person);
            Ok(())
        })
        .await?;
    let banner = banner(&visit)?;
    let day = house_of_visit.now().day();
    let bytes = tokio::task::spawn_blocking(move || write_list(format, &banner, day, people))
        .await
        .map_err(|_| Fail::Inside)??;
    house::download(
        format.media_type(),
        // Whoever looks at the folder sees the name.
        &format!("list.{}", format.extension()),
        bytes,
    )
}

pub(crate) async fn csv(visit: Arc<Visit>) -> Answer {
    list(visit, ListFormat::Csv).await
}

pub(crate) async fn xlsx(visit: Arc<Visit>) -> Answer {
    list(visit, ListFormat::Xlsx).await
}

pub(crate) async fn json(visit: Arc<Visit>) -> Answer {
    list(visit, ListFormat::Json).await
}

pub(crate) async fn follow_the_money(visit: Arc<Visit>) -> Answer {
    list(visit, ListFormat::FollowTheMoney).await
}

/// One row of CSV by RFC 4180, no cell of it a formula.
pub(crate) fn row(cells: impl IntoIterator<Item = String>) -> String {
    let quoted: Vec<String> = cells
        .into_iter()
        .map(|cell| format!("\"{}\"", lists::csv_safe(&cell).replace('"', "\"\"")))
        .collect();
    format!("{}\r\n", quoted.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(
            row(["a\"b".to_owned(), "=x".to_owned()]),
            "\"a\"\"b\",\"'=x\"\r\n"
        );
    }
}
