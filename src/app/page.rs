//! The web page, which `build.rs` made from `web/` and put into the binary.

use actix_web::http::Method;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, EntityTag, IF_NONE_MATCH,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::base::Error;

#[derive(RustEmbed)]
#[folder = "$OUT_DIR/page"]
struct Files;

/// Scripts and everything else come from this host alone. Styles in attributes stay allowed: the
/// components place their overlays with them.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
     object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

/// Names of assets hold a hash of what is in them.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(web::scope("/assets").default_service(web::get().to(asset)))
        .route("/icon.svg", web::get().to(asset));
}

async fn asset(request: HttpRequest) -> Result<HttpResponse, Error> {
    let name = request.path().trim_start_matches('/');
    let file = Files::get(name).ok_or(Error::NotFound)?;
    let kept = if name.starts_with("assets/") {
        FOR_EVER
    } else {
        "no-cache"
    };
    Ok(answer(&request, file, kept))
}

/// Every path that is no file and not the API's is a page: the script in it reads the address.
///
/// # Errors
/// 404 for what is asked of the API, or is no page.
pub async fn page_or_nothing(request: HttpRequest) -> Result<HttpResponse, Error> {
    let asks = matches!(*request.method(), Method::GET | Method::HEAD);
    let last = request.path().rsplit('/').next().unwrap_or("");
    if !asks || request.path().starts_with("/api") || last.contains('.') {
        return Err(Error::NotFound);
    }
    let file = Files::get("index.html").ok_or(Error::NotFound)?;
    Ok(answer(&request, file, "no-cache"))
}

fn answer(request: &HttpRequest, file: EmbeddedFile, kept: &'static str) -> HttpResponse {
    let tag = EntityTag::new_strong(hex::encode(file.metadata.sha256_hash()));
    let held = request.headers().get(IF_NONE_MATCH);
    let held = held.and_then(|value| value.to_str().ok()).unwrap_or("");
    let is_held = held.contains(tag.tag());
    let mut response = match is_held {
        true => HttpResponse::NotModified(),
        false => HttpResponse::Ok(),
    };
    response
        .insert_header((ETAG, tag.to_string()))
        .insert_header((CACHE_CONTROL, kept))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((REFERRER_POLICY, "same-origin"))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY));
    if is_held {
        return response.finish();
    }
    response
        .insert_header((CONTENT_TYPE, file.metadata.mimetype()))
        .body(file.data.into_owned())
}
