//! A served house, asked without a network: requests go straight into the router.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
    response::Response,
};
use kernel::UserId;
use sealing::{Argon2Cost, TotpSecret};
use store::Place;
use testkit::{PASSWORD, TempFolder, TestHouse};
use tower::ServiceExt;
use web::{DocumentRenderer, Parts, Site, Transport, router};

/// Sets no type: says how many people a brief has.
pub(crate) struct Counting;

impl DocumentRenderer for Counting {
    fn brief_pdf(
        &self,
        brief: &access::Visible<desk::bilaterals::Brief>,
        locale: &str,
    ) -> Result<Vec<u8>, String> {
        Ok(format!("%PDF {} {locale}", brief.people.len()).into_bytes())
    }
}

pub(crate) const HOST: &str = "127.0.0.1:8080";

pub(crate) struct Served {
    pub(crate) test: TestHouse,
    pub(crate) house: Arc<desk::House>,
    pub(crate) router: Router,
    _folder: TempFolder,
}

/// The process that reads lists and papers, which Cargo builds beside the tests.
fn parser() -> lists::ChildProgram {
    let test = std::env::current_exe().unwrap();
    let built = test.parent().and_then(std::path::Path::parent).unwrap();
    lists::ChildProgram::unforgotten(&built.join("examples/web_parser_child"))
}

fn parts(test: &TestHouse) -> Parts {
    Parts {
        place: test.place.clone(),
        cost: Argon2Cost::cheapest(),
        transport: Transport::Loopback,
        practice: false,
        clock: test.as_clock(),
        randomness: test.as_randomness(),
        documents: Arc::new(Counting),
        parser: parser(),
    }
}

/// A house with members, open and served.
pub(crate) async fn served() -> Served {
    let folder = TempFolder::new();
    let place = Place::Folder(folder.path().to_path_buf());
    let test = TestHouse::begin_at(&place).await;
    let house = Arc::new(test.open_elsewhere(&place).await.unwrap());
    let router = router(&Site::open(parts(&test), Arc::clone(&house)));
    Served {
        test,
        house,
        router,
        _folder: folder,
    }
}

/// The same, locked.
pub(crate) async fn locked() -> Served {
    let mut served = served().await;
    served.router = router(&Site::closed(parts(&served.test)).await.unwrap());
    served
}

/// What came back.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) fn location(&self) -> &str {
        self.headers
            .get(header::LOCATION)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The value of a cookie that was set.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.headers
            .get_all(header::SET_COOKIE)
            .iter()
            .find_map(|value| {
                let (known, rest) = value.to_str().unwrap().split_once('=')?;
                (known == name).then(|| rest.split(';').next().unwrap_or_default().to_owned())
            })
    }

    /// The value of a hidden field.
    pub(crate) fn hidden(&self, name: &str) -> String {
        self.text
            .split(&format!("name=\"{name}\" value=\""))
            .nth(1)
            .map(|rest| rest.split('"').next().unwrap_or_default().to_owned())
            .unwrap_or_default()
    }
}

impl Served {
    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let response: Response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 64 << 20).await.unwrap();
        Reply {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub(crate) async fn get(&self, path: &str, cookies: &str) -> Reply {
        let request = Request::get(path)
            .header(header::HOST, HOST)
            .header(header::COOKIE, cookies);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, cookies: &str, fields: &[(&str, &str)]) -> Reply {
        self.post_from(path, cookies, fields, Some(&format!("http://{HOST}")))
            .await
    }

    pub(crate) async fn post_from(
        &self,
        path: &str,
        cookies: &str,
        fields: &[(&str, &str)],
        origin: Option<&str>,
    ) -> Reply {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let mut request = Request::post(path)
            .header(header::HOST, HOST)
            .header(header::COOKIE, cookies)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Sends a form with one file in the field `file`.
    pub(crate) async fn send_file(
        &self,
        path: &str,
        cookies: &str,
        csrf: &str,
        name: &str,
        content: &[u8],
    ) -> Reply {
        self.post_parts(path, cookies, &[("csrf", csrf)], "file", &[(name, content)])
            .await
    }

    /// Sends a form with files in the field `files`: name, content.
    pub(crate) async fn post_files(
        &self,
        path: &str,
        cookies: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &[u8])],
    ) -> Reply {
        self.post_parts(path, cookies, fields, "files", files).await
    }

    async fn post_parts(
        &self,
        path: &str,
        cookies: &str,
        fields: &[(&str, &str)],
        field: &str,
        files: &[(&str, &[u8])],
    ) -> Reply {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend_from_slice(
                format!(
                    "--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
                .as_bytes(),
            );
        }
        for (name, content) in files {
            body.extend_from_slice(
                format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                    .as_bytes(),
            );
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--edge--\r\n");
        let request = Request::post(path)
            .header(header::HOST, HOST)
            .header(header::COOKIE, cookies)
            .header(header::ORIGIN, format!("http://{HOST}"))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Logs a member in through the pages; returns the cookie of the full session, and of the half one.
    pub(crate) async fn log_in(&self, user: UserId, login: &str) -> (String, String) {
        let admin = self.test.caller(self.test.administrator).await;
        let (secret, _) = self.house.give_factor(&admin, user).await.unwrap();
        let page = self.get("/log-in", "").await;
        let entrance = format!(
            "unforgotten-entrance={}",
            page.cookie("unforgotten-entrance").unwrap()
        );
        let sent = [
            ("csrf", page.hidden("csrf")),
            ("name", login.to_owned()),
            ("password", PASSWORD.to_owned()),
        ];
        let sent: Vec<(&str, &str)> = sent
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let first = self.post("/log-in", &entrance, &sent).await;
        assert_eq!(
            (first.status, first.location()),
            (StatusCode::SEE_OTHER, "/log-in/code"),
            "{}",
            first.text
        );
        let half = format!("unforgotten={}", first.cookie("unforgotten").unwrap());
        let page = self.get("/log-in/code", &half).await;
        let now = u64::try_from(self.house.now().seconds()).unwrap();
        let code = TotpSecret::parse(&secret).unwrap().code_at(now);
        let second = self
            .post(
                "/log-in/code",
                &half,
                &[("csrf", &page.hidden("csrf")), ("code", code.as_str())],
            )
            .await;
        assert_eq!(
            (second.status, second.location()),
            (StatusCode::SEE_OTHER, "/"),
            "{}",
            second.text
        );
        (
            format!("unforgotten={}", second.cookie("unforgotten").unwrap()),
            half,
        )
    }
}

/// An address of the table with made-up ids.
pub(crate) fn address(path: &str) -> String {
    path.split('/')
        .map(|part| match part.strip_prefix('{') {
            Some("kind}") => "note".to_owned(),
            Some("act}") => "raise_privately".to_owned(),
            Some(_) => "01900000-0000-7000-8000-0000000000ff".to_owned(),
            None => part.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("/")
}
