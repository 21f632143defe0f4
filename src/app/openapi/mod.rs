//! The OpenAPI 3.1 document: collected from the handlers, completed with what all routes share.

mod errors;
mod operation;
mod parameters;
mod schemas;

use std::sync::LazyLock;

use actix_web::http::header::{CACHE_CONTROL, HeaderValue, IF_NONE_MATCH};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use utoipa::openapi::OpenApi;
use utoipa::{PartialSchema, ToSchema};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::{BASE, ledgers};
use crate::access::api::auth;
use crate::base::http::problem::{FieldProblem, Problem};
use crate::base::http::reply::{KnownTags, Tag};
use crate::base::http::{Reply, Routes, codes};
use crate::base::{Error, Result};
use crate::entries;

// The names of the security schemes.
const ACCOUNT: &str = "bearer";
const REFRESH: &str = "refresh";
const DOOR: &str = "door";

/// What the routes are grouped by, in the order that the page to try them shows.
const TAGS: &[(&str, &str)] = &[
    ("auth", "Signing in and out (登录)."),
    (
        "me",
        "One's own account, sessions, queue and weekly mail (我的).",
    ),
    (
        "problems",
        "Problems that enterprises told, and every step with them (问题).",
    ),
    ("visits", "Visits of park staff (走访)."),
    (
        "attachments",
        "Photos and documents of problems, visits and entries of ledgers (附件).",
    ),
    (
        "search",
        "Looking for a part of whatever one may read, and like cases (检索).",
    ),
    (
        "ledgers",
        "Ledgers besides the one of problems: their entries, every step with them, and their numbers (专项台账).",
    ),
    ("ledger", "The ledger of problems as a file (台账)."),
    (
        "imports",
        "Ledgers of others, tried first, row by row (导入).",
    ),
    ("statistics", "Counts and rates as of any day (统计)."),
    (
        "reports",
        "Weekly, monthly and quarterly reports and their letterhead (报告).",
    ),
    (
        "directory",
        "Parks, departments, enterprises and categories (基础信息).",
    ),
    (
        "calendar",
        "Days off, swapped working days, and limits counted over them (工作日历).",
    ),
    (
        "time_limit_policies",
        "How long each step may take (时限规则).",
    ),
    (
        "doors",
        "Links for enterprises, and what came through them, as park staff see it (企业直通).",
    ),
    ("door", "The enterprise's side of its link (企业直通)."),
    ("users", "Accounts (用户)."),
    ("mail", "The outbox: each mail and its state (邮件)."),
    ("audit", "The trail of who did what (审计)."),
];

/// Made when somebody first asks for it, and once: no worker and no test waits for it.
static DOCUMENT: LazyLock<serde_json::Result<Value>> = LazyLock::new(|| {
    let mut collected = OpenApi::default();
    super::routes(&mut Routes::described(&mut collected));
    let components = collected.components.get_or_insert_default();
    components
        .schemas
        .insert(Problem::name().into(), Problem::schema());
    components
        .schemas
        .insert(FieldProblem::name().into(), FieldProblem::schema());
    let mut document = serde_json::to_value(&collected)?;
    ledgers::serve();
    entries::api::document(&mut document, ledgers::LEDGERS);
    Ok(complete(document))
});

/// As it is sent, and a tag that changes with it.
static SENT: LazyLock<Result<(String, Tag)>> = LazyLock::new(|| {
    let json = document()?.to_string();
    let tag = Tag::of(&hex::encode(Sha256::digest(&json)));
    Ok((json, tag))
});

/// The document.
///
/// # Errors
/// None in practice: what describes the routes can always be written.
pub fn document() -> Result<&'static Value> {
    DOCUMENT.as_ref().map_err(Error::internal)
}

fn complete(mut document: Value) -> Value {
    document["info"] = json!({
        "title": "zhuqi 助企",
        "version": env!("CARGO_PKG_VERSION"),
        "license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
        "description": "Visits, enterprise problems, deadlines and weekly numbers. Instants are RFC 3339 with \
            offset, days are YYYY-MM-DD in the configured time zone. Errors are RFC 9457 \
            application/problem+json with a stable `code`.",
    });
    document["servers"] =
        json!([{"url": "/", "description": "The server that sends this document."}]);
    let tags = TAGS.iter();
    document["tags"] = tags
        .map(|(name, says)| json!({"name": name, "description": says}))
        .collect();

    let components = &mut document["components"];
    components["securitySchemes"] = security_schemes();
    components["parameters"] = parameters::all();
    components["headers"] = parameters::headers();
    components["responses"] = errors::all();
    let codes = codes::CODES.iter().map(|(code, ..)| *code);
    one_of(&mut components["schemas"][&*Problem::name()], codes);
    let codes = codes::FIELD_CODES.iter().map(|(code, _)| *code);
    one_of(&mut components["schemas"][&*FieldProblem::name()], codes);

    if let Value::Object(paths) = document["paths"].take() {
        document["paths"] = paths.into_iter().map(complete_path).collect();
    }
    schemas::describe(&mut document);
    schemas::refer_from_pages(&mut document);
    schemas::drop_unused(&mut document);
    document
}

/// A path as the server has it, with its operations.
fn complete_path((path, mut item): (String, Value)) -> (String, Value) {
    for (method, operation) in item.as_object_mut().into_iter().flatten() {
        if let Value::Object(operation) = operation {
            operation::complete(&method.to_uppercase(), &path, operation);
        }
    }
    (format!("{BASE}{path}"), item)
}

/// Lists every code that can stand in a schema's `code`.
fn one_of(schema: &mut Value, codes: impl Iterator<Item = &'static str>) {
    schema["properties"]["code"]["enum"] = codes.collect();
}

fn security_schemes() -> Value {
    json!({
        ACCOUNT: {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "The `access_token` that signing in gives, for 15 minutes.",
        },
        REFRESH: {
            "type": "apiKey",
            "in": "cookie",
            "name": auth::COOKIE,
            "description": "The refresh token, in a cookie that signing in sets and scripts can't read.",
        },
        DOOR: {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Door <token>`: the token from the link that the park handed to an enterprise, the \
                part behind `#`. It opens the routes below /door and nothing else.",
        },
    })
}

/// `/api/openapi.json`, and a page to try it that needs no outside host.
pub fn serve(config: &mut ServiceConfig) {
    config
        .route("/api/openapi.json", web::get().to(sent))
        .service(SwaggerUi::new("/api/docs/{_:.*}").config(Config::from("/api/openapi.json")));
}

async fn sent(request: HttpRequest) -> Result<HttpResponse> {
    let (json, tag) = SENT.as_ref().map_err(Clone::clone)?;
    let seen = KnownTags::of(request.headers().get(IF_NONE_MATCH));
    let reply = if seen.has(tag) {
        Reply::unchanged(tag.clone())
    } else {
        let whole = Reply {
            status: 200,
            location: None,
            etag: None,
            body: json.clone(),
        };
        whole.tag(tag.clone())
    };
    let mut response = reply.into_response();
    let kept = HeaderValue::from_static("no-cache");
    response.headers_mut().insert(CACHE_CONTROL, kept);
    Ok(response)
}
