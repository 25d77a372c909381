//! The description of the JSON interface, made from the same table as the router.

use utoipa::{
    OpenApi,
    openapi::{
        Content, InfoBuilder, Object, Ref, RefOr, Required, Response, ResponsesBuilder,
        path::{
            HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItemBuilder,
            PathsBuilder,
        },
        request_body::RequestBodyBuilder,
        security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
    },
};

use crate::{
    handlers::api,
    routes::{Access, Method, ROUTES, Route},
};

#[derive(OpenApi)]
#[openapi(components(schemas(
    api::LogIn,
    api::Token,
    api::PersonRow,
    api::PeopleReply,
    api::Find,
    api::FindReply,
    api::ReasonReply,
    api::VerdictReply,
    api::EntryReply,
    api::PersonReply,
    api::EntriesReply,
    api::DraftRequest,
    api::Written,
    api::Withdrawal,
    api::MeetingRow,
    api::MeetingsReply,
    api::CandidateReply,
    api::MeetingReply,
    api::BriefPersonReply,
    api::FactReply,
    api::BriefReply,
)))]
struct Schemas;

/// What a route takes and gives, by its name: schema of the body, schema and status of the answer.
fn shapes(route: &Route) -> (Option<&'static str>, Option<&'static str>, &'static str) {
    match route.name {
        "api::log_in" => (Some("LogIn"), Some("Token"), "200"),
        "api::lock" => (None, None, "204"),
        "api::people" => (None, Some("PeopleReply"), "200"),
        "api::find" => (Some("Find"), Some("FindReply"), "200"),
        "api::person" => (None, Some("PersonReply"), "200"),
        "api::verdict" => (None, Some("VerdictReply"), "200"),
        "api::entries" => (None, Some("EntriesReply"), "200"),
        "api::record" => (Some("DraftRequest"), Some("Written"), "201"),
        "api::entry" => (None, Some("EntryReply"), "200"),
        "api::revise" => (Some("DraftRequest"), Some("Written"), "200"),
        "api::withdraw" => (Some("Withdrawal"), Some("Written"), "200"),
        "api::meetings" => (None, Some("MeetingsReply"), "200"),
        "api::meeting" => (None, Some("MeetingReply"), "200"),
        "api::brief" => (None, Some("BriefReply"), "200"),
        _ => (None, None, "200"),
    }
}

const fn http_method(method: Method) -> HttpMethod {
    match method {
        Method::Get => HttpMethod::Get,
        Method::Post => HttpMethod::Post,
        Method::Put => HttpMethod::Put,
        Method::Delete => HttpMethod::Delete,
    }
}

fn schema(name: &str) -> Content {
    Content::new(Some(RefOr::Ref(Ref::from_schema_name(name))))
}

/// Refusals that any route may answer with.
fn refusals(route: &Route) -> Vec<(&'static str, &'static str)> {
    let mut list = vec![
        ("400", "The request makes no sense."),
        ("503", "The register is locked."),
    ];
    if route.access != Access::Always {
        list.push(("422", "What was sent needs a second look."));
        list.push(("500", "Something went wrong inside."));
    }
    if route.access == Access::Api {
        list.push(("401", "Log in first."));
        list.push(("404", "There is nothing here that you can open."));
    }
    if route.method.is_unsafe() {
        list.push(("403", "The request comes from another origin."));
        list.push(("413", "Too much was sent."));
        list.push(("507", "The disk is full."));
    }
    if route.changes {
        list.push(("409", "The gates do not allow it, its ground has changed, or the key was used for something else."));
    }
    if needs_condition(route) {
        list.push(("412", "Somebody else changed the entry."));
        list.push(("428", "If-Match is missing."));
    }
    list
}

fn needs_condition(route: &Route) -> bool {
    matches!(route.name, "api::revise" | "api::withdraw")
}

/// The OpenAPI document of `/api/v1`.
#[must_use]
pub fn openapi_json() -> serde_json::Value {
    let mut document = Schemas::openapi();
    document.info = InfoBuilder::new()
        .title("Unforgotten")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Denied and absent are one answer: 404. Writes take Idempotency-Key; corrections take If-Match with the version \
             that was read.",
        ))
        .build();
    let mut paths = PathsBuilder::new();
    for route in ROUTES
        .iter()
        .filter(|route| route.path.starts_with("/api/"))
    {
        let (takes, gives, status) = shapes(route);
        let mut operation = OperationBuilder::new()
            .operation_id(Some(route.name.replace("::", "_")))
            .description(
                (!route.permission.is_empty()).then(|| format!("Needs: {}", route.permission)),
            );
        for part in route
            .path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        {
            operation = operation.parameter(
                ParameterBuilder::new()
                    .name(part)
                    .parameter_in(ParameterIn::Path)
                    .required(Required::True)
                    .schema(Some(text())),
            );
        }
        if route.name == "api::people" {
            for name in ["country", "stage", "sex", "source", "sort", "after"] {
                operation = operation.parameter(
                    ParameterBuilder::new()
                        .name(name)
                        .parameter_in(ParameterIn::Query)
                        .required(Required::False)
                        .schema(Some(text())),
                );
            }
        }
        if route.changes {
            operation = operation.parameter(
                ParameterBuilder::new()
                    .name("Idempotency-Key")
                    .parameter_in(ParameterIn::Header)
                    .required(Required::False)
                    .schema(Some(text())),
            );
        }
        if needs_condition(route) {
            operation = operation.parameter(
                ParameterBuilder::new()
                    .name("If-Match")
                    .parameter_in(ParameterIn::Header)
                    .required(Required::True)
                    .schema(Some(text())),
            );
        }
        if let Some(name) = takes {
            operation = operation.request_body(Some(
                RequestBodyBuilder::new()
                    .content("application/json", schema(name))
                    .required(Some(Required::True))
                    .build(),
            ));
        }
        let mut answer = Response::new("Done.");
        if let Some(name) = gives {
            answer
                .content
                .insert("application/json".to_owned(), RefOr::T(schema(name)));
        }
        let mut responses = ResponsesBuilder::new().response(status, answer);
        for (status, says) in refusals(route) {
            responses = responses.response(status, Response::new(says));
        }
        operation = operation.responses(responses.build());
        if route.access == Access::Api {
            operation =
                operation.security(SecurityRequirement::new("session", Vec::<String>::new()));
        }
        paths = paths.path(
            route.path,
            PathItemBuilder::new()
                .operation(http_method(route.method), operation.build())
                .build(),
        );
    }
    document.paths = paths.build();
    if let Some(components) = &mut document.components {
        components.add_security_scheme(
            "session",
            SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
        );
    }
    serde_json::to_value(&document).unwrap_or_default()
}

fn text() -> Object {
    Object::with_type(utoipa::openapi::Type::String)
}
