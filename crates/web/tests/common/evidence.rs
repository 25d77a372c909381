//! Evidence through the pages, with scripts off (O2b): sent, read, looked at, taken out; and a message
//! that lands on the right person after a look.

use super::common::{Served, served};
use axum::http::{StatusCode, header};
use kernel::FileId;
use testkit::name;

const MAIL: &str = "From: Sister <sister@example.invalid>\r\nTo: desk@example.invalid\r\nSubject: moved <b>at night</b>\r\nDate: Tue, 3 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nYesterday Zoya Ardent was moved to Kestrelholm with Iosif Brand.\r\n<script>steal()</script>\r\n--b\r\nContent-Type: text/plain; name=list.txt\r\nContent-Disposition: attachment; filename=list.txt\r\n\r\nmedicine refused since Monday\r\n--b--\r\n";

fn picture() -> Vec<u8> {
    let chunk = |kind: &[u8], content: &[u8]| -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&length[..], kind, content, &[0; 4]].concat()
    };
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
        chunk(b"tEXt", b"Author\0Reader Seven"),
        chunk(b"IDAT", b"x"),
        chunk(b"IEND", b""),
    ]
    .concat()
}

async fn person(served: &Served) -> FileId {
    let officer = served.test.caller(served.test.officer).await;
    served
        .test
        .open(&officer, served.test.a, &[name("Zoya Ardent", "official")])
        .await
}

/// The addresses in a page that begin so.
fn links(text: &str, beginning: &str) -> Vec<String> {
    text.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.starts_with(beginning))
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn o2b_files_are_sent_read_looked_at_and_taken_out() {
    let served = served().await;
    let file = person(&served).await;
    let (officer, _) = served.log_in(served.test.officer, "vera").await;
    let (documenter, _) = served.log_in(served.test.documenter, "dunya").await;
    let all = format!("/people/{file}/evidence");
    let page = served.get(&all, &officer).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(page.text.contains("multiple"), "several files at once");
    let csrf = page.hidden("csrf");
    let files: [(&str, &[u8]); 2] = [("moved.eml", MAIL.as_bytes()), ("cell.png", &picture())];
    let fields = [
        ("csrf", csrf.as_str()),
        ("came_from", "her sister"),
        ("language", ""),
    ];
    // Whoever may not write here learns nothing, and a form from elsewhere keeps nothing.
    let strange = served.post_files(&all, &documenter, &fields, &files).await;
    assert_eq!(strange.status, StatusCode::NOT_FOUND);
    let forged = [("csrf", "guessed"), ("came_from", "x")];
    let forged = served.post_files(&all, &officer, &forged, &files).await;
    assert!(forged.status.is_client_error());
    let sent = served.post_files(&all, &officer, &fields, &files).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    assert!(sent.location().starts_with(&format!("{all}?kept=")));
    let page = served.get(sent.location(), &officer).await;
    // Each file ends in one line of what became of it.
    let notice = page.text.split("role=\"status\"").nth(1).unwrap();
    let notice = notice.split("</div>").next().unwrap();
    assert_eq!(notice.matches("<li>").count(), 2, "{notice}");
    for word in ["moved.eml — ", "one thing came attached", "cell.png — "] {
        assert!(notice.contains(word), "{word}: {notice}");
    }
    assert!(page.text.contains("webkitdirectory"), "a folder");
    for word in ["moved.eml", "cell.png", "list.txt"] {
        assert!(page.text.contains(word), "{word}");
    }
    assert!(page.text.len() < 40_000);
    let pieces = links(&page.text, &format!("{all}/"));
    let mut pictures = 0;
    for piece in pieces.iter().collect::<std::collections::BTreeSet<_>>() {
        let page = served.get(piece, &officer).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(!page.text.contains("<script"), "{}", page.text);
        assert!(page.text.len() < 40_000);
        assert_eq!(
            served.get(piece, &documenter).await.status,
            StatusCode::NOT_FOUND
        );
        if page.text.contains("Kestrelholm") {
            assert!(
                page.text.contains("&#60;b&#62;at night")
                    || page.text.contains("&lt;b&gt;at night")
            );
            assert!(
                page.text.contains("From"),
                "what the file says about itself"
            );
            let original = served.get(&format!("{piece}/original"), &officer).await;
            assert_eq!(original.text, MAIL);
            let head =
                |name: header::HeaderName| original.headers.get(name).unwrap().to_str().unwrap();
            assert!(
                head(header::CONTENT_DISPOSITION).starts_with("attachment; filename=\"evidence-")
            );
            assert!(!head(header::CONTENT_DISPOSITION).contains("moved"));
            assert_eq!(head(header::CONTENT_TYPE), "application/octet-stream");
            assert_eq!(head(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
            assert_eq!(head(header::CONTENT_LENGTH), MAIL.len().to_string());
            let strange = served.get(&format!("{piece}/original"), &documenter).await;
            assert_eq!(strange.status, StatusCode::NOT_FOUND);
            let none = served.get(&format!("{piece}/copy"), &officer).await;
            assert_eq!(none.status, StatusCode::NOT_FOUND);
        }
        if page.text.contains("image/png") {
            pictures += 1;
            assert!(page.text.contains("Reader Seven"));
            let copy = served.get(&format!("{piece}/copy"), &officer).await;
            assert_eq!(copy.status, StatusCode::OK);
            assert!(copy.text.contains("IDAT") && !copy.text.contains("Reader Seven"));
        }
        // The custody log grows by hand.
        let log = format!("{piece}/custody");
        let fields = [
            ("csrf", csrf.as_str()),
            ("on", "2026-11-20"),
            ("to", "counsel of the family"),
            ("means", "in_person"),
            ("version", "1"),
        ];
        let added = served.post(&log, &officer, &fields).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
        let again = served.get(piece, &officer).await;
        assert!(again.text.contains("counsel of the family"));
        assert!(again.text.contains("her sister"));
        let nobody = [
            ("csrf", csrf.as_str()),
            ("on", "2026-11-20"),
            ("version", "2"),
        ];
        let refused = served.post(&log, &officer, &nobody).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(pictures, 1);
    // The person's page leads here, and the search finds a word of the message.
    let page = served.get(&format!("/people/{file}"), &officer).await;
    assert!(page.text.contains(&all), "{}", page.text);
    let found = served
        .post(
            "/people/search",
            &officer,
            &[("csrf", &csrf), ("q", "Kestrelholm")],
        )
        .await;
    assert_eq!(found.status, StatusCode::OK);
    let nothing = served
        .post_files(&all, &officer, &[("csrf", &csrf)], &[])
        .await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(served.house.verify().await.unwrap().is_clean());
}

#[tokio::test]
async fn a_message_without_a_person_lands_on_the_right_one_after_a_look() {
    let served = served().await;
    let file = person(&served).await;
    let documenter = served.test.caller(served.test.documenter).await;
    let hidden = served
        .test
        .open(
            &documenter,
            served.test.b,
            &[name("Iosif Brand", "official")],
        )
        .await;
    let (officer, _) = served.log_in(served.test.officer, "vera").await;
    let (second, _) = served.log_in(served.test.second_officer, "iosif").await;
    let page = served.get("/evidence/new", &officer).await;
    let csrf = page.hidden("csrf");
    let sent = served
        .post_files(
            "/evidence/new",
            &officer,
            &[("csrf", &csrf)],
            &[("moved.eml", MAIL.as_bytes())],
        )
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let look = sent.location().to_owned();
    let page = served.get(&look, &officer).await;
    assert!(page.text.contains(&file.to_string()), "{}", page.text);
    assert!(
        !page.text.contains(&hidden.to_string()),
        "within what one may read"
    );
    assert!(page.text.contains("list.txt"));
    // It waits for whoever sent it, and for nobody else.
    assert_eq!(
        served.get(&look, &second).await.status,
        StatusCode::NOT_FOUND
    );
    let nobody = served
        .post(&look, &officer, &[("csrf", &csrf), ("do", "keep")])
        .await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    let strange = hidden.to_string();
    let strange = [
        ("csrf", csrf.as_str()),
        ("do", "keep"),
        ("person", strange.as_str()),
    ];
    assert_eq!(
        served.post(&look, &officer, &strange).await.status,
        StatusCode::NOT_FOUND
    );
    let searched = served
        .post(
            &look,
            &officer,
            &[("csrf", &csrf), ("do", "search"), ("look_for", "Ardent")],
        )
        .await;
    assert!(searched.text.contains(&file.to_string()));
    let chosen = file.to_string();
    let kept = served
        .post(
            &look,
            &officer,
            &[
                ("csrf", &csrf),
                ("do", "keep"),
                ("person", &chosen),
                ("title", "Her sister writes"),
            ],
        )
        .await;
    let wanted = format!("/people/{file}/evidence?kept=");
    assert!(kept.location().starts_with(&wanted), "{}", kept.text);
    let page = served.get(kept.location(), &officer).await;
    assert!(page.text.contains("Her sister writes"));
    assert_eq!(
        served.get(&look, &officer).await.status,
        StatusCode::NOT_FOUND
    );
}
