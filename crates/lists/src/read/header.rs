//! Which row of a table is its header.

/// A row as the search sees it.
pub(super) struct Candidate<'a> {
    pub(super) cells: Vec<&'a str>,
}

/// The place of the header among the first rows; nothing when the table seems to have none.
///
/// Title rows above a header fill few cells, a header fills most of them with short different
/// texts without dates or long numbers, and a table that starts with data has such things at once.
pub(super) fn find(rows: &[Candidate<'_>]) -> Option<usize> {
    let filled = |row: &Candidate<'_>| row.cells.iter().filter(|c| !c.trim().is_empty()).count();
    let mut counts: Vec<usize> = rows.iter().map(filled).filter(|count| *count > 0).collect();
    counts.sort_unstable();
    let usual = counts.get(counts.len() / 2).copied()?;
    for (place, row) in rows.iter().enumerate() {
        let count = filled(row);
        if count == 0 {
            continue;
        }
        if usual > 1 && (count < 2 || count * 10 < usual * 5) {
            continue;
        }
        return looks_like_header(row).then_some(place);
    }
    None
}

fn looks_like_header(row: &Candidate<'_>) -> bool {
    let texts: Vec<&str> = row
        .cells
        .iter()
        .map(|c| c.trim())
        .filter(|c| !c.is_empty())
        .collect();
    let mut different = texts.clone();
    different.sort_unstable();
    different.dedup();
    if texts.is_empty() || different.len() * 10 < texts.len() * 8 {
        return false;
    }
    let doubtful = texts
        .iter()
        .filter(|text| {
            let characters = text.chars().count();
            let digits = text.chars().filter(|c| c.is_numeric()).count();
            characters > 60 || digits >= 4 || (digits > 0 && digits * 2 >= characters)
        })
        .count();
    doubtful * 5 <= texts.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(rows: &[&[&str]]) -> Option<usize> {
        let rows: Vec<_> = rows
            .iter()
            .map(|cells| Candidate {
                cells: cells.to_vec(),
            })
            .collect();
        find(&rows)
    }

    #[test]
    fn titles_above_are_passed_over_and_data_is_no_header() {
        assert_eq!(
            place(&[
                &["List of persons held, 1 November 2026", "", "", ""],
                &["", "", "Person", ""],
                &["No.", "Name", "Born", "City"],
                &["1", "Ana", "1990", "Nadir"],
            ]),
            Some(2)
        );
        assert_eq!(place(&[&["id", "name"], &["1", "Ana"]]), Some(0));
        assert_eq!(
            place(&[
                &["00001", "2019", "Ana Vel", "born 1990"],
                &["00002", "2020", "B", "c"]
            ]),
            None
        );
        assert_eq!(place(&[]), None);
    }
}
