//! Around every request: its id, its language, a log line and the metrics.

use std::sync::Arc;
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error as ActixError, HttpMessage};
use tracing::Instrument;

use super::problem::{LANGUAGE, Language};
use super::{Patterns, page_headers};

/// The header that carries a request's id, in and out.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A request's id, for the log and the audit trail.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// The pattern of the route that a request is for, if there is one: what rights and handlers are found by.
#[derive(Debug, Clone)]
pub struct Pattern(pub Option<Arc<str>>);

/// The method as a label; made-up ones must not fill the metrics.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        _ => "other",
    }
}

/// The pattern of the route, also of what lies beside the API.
fn pattern(request: &ServiceRequest) -> Option<Arc<str>> {
    let patterns = request.app_data::<Data<Patterns>>();
    let found = patterns.and_then(|patterns| patterns.find(request.path()));
    found.or_else(|| request.match_pattern().map(Arc::from))
}

/// The outermost middleware.
///
/// # Errors
/// Those of the service, as actix hands them on.
pub async fn observe<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, ActixError> {
    let began = Instant::now();
    let given = request
        .headers()
        .get(&REQUEST_ID)
        .and_then(|v| v.to_str().ok());
    let id = given
        .filter(|id| {
            (1..=64).contains(&id.len())
                && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        })
        .map_or_else(|| format!("{:016x}", rand::random::<u64>()), str::to_owned);
    request.extensions_mut().insert(RequestId(id.clone()));
    let language = Language::asked_for(request.headers().get(ACCEPT_LANGUAGE));
    let method = known(request.method());
    let path = request.path().to_owned();
    let pattern = pattern(&request);
    request.extensions_mut().insert(Pattern(pattern.clone()));

    // Whatever is logged on the way carries the id.
    let span = tracing::info_span!("request", request_id = %id);
    let answer = LANGUAGE.scope(language, next.call(request));
    let mut response = answer.instrument(span).await?;

    let status = response.status().as_u16();
    let took = began.elapsed();
    tracing::info!(request_id = %id, %method, %path, status, ms = took.as_secs_f64() * 1e3, "request");
    let labels = [
        ("method", method.to_owned()),
        (
            "route",
            pattern.map_or_else(|| "unknown".into(), |found| found.to_string()),
        ),
        ("status", status.to_string()),
    ];
    metrics::counter!("zhuqi_http_requests_total", &labels).increment(1);
    metrics::histogram!("zhuqi_http_request_seconds", &labels).record(took.as_secs_f64());
    page_headers::add(&path, response.headers_mut());
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    Ok(response)
}
