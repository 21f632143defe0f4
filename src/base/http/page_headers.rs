//! What browsers are told beside each answer. There is no CORS: pages of other origins read nothing.

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};

/// Data runs nothing and is framed by nobody; the printed report carries its styles in itself.
const DATA: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";
/// Swagger's page: its own files alone; it sets styles by script and shows icons as `data:`.
const DOCS: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                    frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Adds them where the answer doesn't say otherwise itself.
pub fn add(path: &str, headers: &mut HeaderMap) {
    let mut add = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    add(X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(X_FRAME_OPTIONS, "DENY");
    add(REFERRER_POLICY, "no-referrer");
    if path.starts_with("/api/docs") {
        add(CONTENT_SECURITY_POLICY, DOCS);
    } else if path.starts_with("/api/") {
        add(CONTENT_SECURITY_POLICY, DATA);
        // Cases and people: no proxy or shared computer keeps them.
        add(CACHE_CONTROL, "no-store");
    }
}
