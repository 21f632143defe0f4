//! The OpenAPI 3.1 document: collected from the handlers, completed with what all routes share.

use std::sync::LazyLock;

use actix_web::http::header::{CACHE_CONTROL, HeaderValue, IF_NONE_MATCH};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;
use sha2::{Digest, Sha256};
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, Ref, RefOr, ResponseBuilder, Schema,
};
use utoipa::{PartialSchema, ToSchema};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::BASE;
use crate::access::rights::{Right, right, takes_files};
use crate::base::http::problem::{FieldProblem, Problem};
use crate::base::http::reply::{Seen, Tag};
use crate::base::http::{Reply, Routes, codes};
use crate::base::{Error, Result};

const SCHEME: &str = "bearer";
const DOOR: &str = "door";

/// Made when somebody first asks for it, and once: no worker and no test waits for it.
static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(|| {
    let mut collected = OpenApi::default();
    super::routes(&mut Routes::described(&mut collected));
    let paths = std::mem::take(&mut collected.paths.paths).into_iter();
    collected.paths.paths = paths
        .map(|(path, item)| (format!("{BASE}{path}"), item))
        .collect();
    complete(collected)
});

/// As it is sent, and a tag that changes with it.
static SENT: LazyLock<serde_json::Result<(String, Tag)>> = LazyLock::new(|| {
    let json = DOCUMENT.to_json()?;
    let tag = Tag::of(&hex::encode(Sha256::digest(&json)));
    Ok((json, tag))
});

/// The document.
pub fn document() -> &'static OpenApi {
    &DOCUMENT
}

/// Adds the title, the security scheme and the errors every route can give.
fn complete(mut document: OpenApi) -> OpenApi {
    document.info = InfoBuilder::new()
        .title("zhuqi 助企")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Visits, enterprise problems, deadlines and weekly numbers. Instants are RFC 3339 with \
             offset, days are YYYY-MM-DD in the configured time zone. Errors are RFC 9457 \
             application/problem+json with a stable `code`.",
        ))
        .build();
    let components = ComponentsBuilder::from(document.components.take().unwrap_or_default())
        .security_scheme(
            SCHEME,
            SecurityScheme::Http(
                HttpBuilder::new()
                    .scheme(HttpAuthScheme::Bearer)
                    .bearer_format("JWT")
                    .build(),
            ),
        )
        .security_scheme(
            DOOR,
            SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(
                "Authorization",
                "`Door <token>`: the token from the link that the park handed to an enterprise, the \
                 part behind `#`. It opens the routes below /door and nothing else.",
            ))),
        )
        .schema(
            Problem::name(),
            with_codes(
                Problem::schema(),
                codes::CODES.iter().map(|(code, ..)| *code),
            ),
        )
        .schema(
            FieldProblem::name(),
            with_codes(
                FieldProblem::schema(),
                codes::FIELD_CODES.iter().map(|(code, _)| *code),
            ),
        )
        .build();
    document.components = Some(components);
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            describe(path, method, operation);
        }
    }
    document
}

/// The schema with every code that can stand in its `code`.
fn with_codes(
    mut schema: RefOr<Schema>,
    codes: impl Iterator<Item = &'static str>,
) -> RefOr<Schema> {
    if let RefOr::T(Schema::Object(object)) = &mut schema
        && let Some(RefOr::T(Schema::Object(code))) = object.properties.get_mut("code")
    {
        code.enum_values = Some(codes.map(Value::from).collect());
    }
    schema
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    [
        ("GET", item.get.as_mut()),
        ("POST", item.post.as_mut()),
        ("PUT", item.put.as_mut()),
        ("PATCH", item.patch.as_mut()),
        ("DELETE", item.delete.as_mut()),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation?)))
}

/// Handlers are named within their feature; in the document each name stands once.
fn operation_id(path: &str, method: &str) -> String {
    // `/door/reports` is the enterprise's side of `/door_reports`.
    let path = path
        .trim_start_matches("/api/v1")
        .replace("/door/", "/at_door/");
    let words = path.split(['/', '{', '}']);
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    format!("{}_{}", method.to_lowercase(), words.join("_"))
}

fn describe(path: &str, method: &str, operation: &mut Operation) {
    operation.operation_id = Some(operation_id(path, method));
    let right = right(method, path);
    let scheme = match right {
        Some(Right::Public) => None,
        Some(Right::Door) => Some(DOOR),
        _ => Some(SCHEME),
    };
    let writes = method != "GET";
    let mut add = |status: &str, what: &str| {
        let problem = ContentBuilder::new()
            .schema(Some(RefOr::Ref(Ref::from_schema_name(Problem::name()))))
            .build();
        let response = ResponseBuilder::new()
            .description(what)
            .content("application/problem+json", problem)
            .build();
        let responses = &mut operation.responses.responses;
        responses
            .entry(status.to_owned())
            .or_insert(RefOr::T(response));
    };
    add("400", "The body is not well-formed JSON.");
    add("401", "Not signed in, or no longer.");
    add("408", "The body did not arrive in time.");
    if takes_files(method, path) {
        add("413", "A file has more than 20 MiB, or all have too much.");
        add("415", "The body is not multipart/form-data.");
    } else {
        add("413", "The body has more than 256 KiB.");
        add("415", "The body is not application/json.");
    }
    add(
        "422",
        "A value of body, query or header is wrong; `errors` names each.",
    );
    add("429", "Too many attempts; see Retry-After.");
    add("500", "A fault of the server; nothing internal is shown.");
    add("503", "Busy; see Retry-After.");
    if scheme == Some(SCHEME) {
        add("403", "Signed in, but not this person's to do.");
    }
    if path.contains('{') {
        add("404", "Unknown, or out of this person's scope.");
    }
    if writes {
        add(
            "409",
            "The state or a rule does not allow it; `allowed_actions` says what is possible.",
        );
        add("412", "`If-Match` names another version.");
        add("507", "The server's disk is full.");
    }
    if let Some(scheme) = scheme {
        let requirement = SecurityRequirement::new::<_, [String; 0], String>(scheme, []);
        operation.security = Some(vec![requirement]);
    }
}

/// `/api/openapi.json`, and a page to try it that needs no outside host.
pub fn serve(config: &mut ServiceConfig) {
    config
        .route("/api/openapi.json", web::get().to(sent))
        .service(SwaggerUi::new("/api/docs/{_:.*}").config(Config::from("/api/openapi.json")));
}

async fn sent(request: HttpRequest) -> Result<HttpResponse> {
    let (json, tag) = SENT.as_ref().map_err(Error::internal)?;
    let seen = Seen::of(request.headers().get(IF_NONE_MATCH));
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::document;

    #[test]
    fn everything_the_document_refers_to_is_in_it() {
        let json = serde_json::to_value(document()).unwrap();
        let text = json.to_string();
        let schemas = json["components"]["schemas"].as_object().unwrap();
        let missing: Vec<_> = text
            .split("\"#/components/schemas/")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|name| !schemas.contains_key(*name))
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn every_operation_has_a_name_of_its_own() {
        let mut document = document().clone();
        let paths = document.paths.paths.values_mut();
        let mut ids: Vec<_> = paths
            .flat_map(|item| super::operations(item).map(|(_, one)| one.operation_id.clone()))
            .collect();
        let all = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), all);
        assert!(ids.contains(&Some("post_problems_id_accept".to_owned())));
    }
}
