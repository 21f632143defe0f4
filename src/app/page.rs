//! The web page, which `build.rs` made from `web/` and put into the binary.

use actix_web::http::Method;
use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    EntityTag, HeaderName, IF_NONE_MATCH, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::RustEmbed;

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
    let kept = if name.starts_with("assets/") {
        FOR_EVER
    } else {
        "no-cache"
    };
    answer(&request, name, kept)
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
    answer(&request, "index.html", "no-cache")
}

fn answer(request: &HttpRequest, name: &str, kept: &'static str) -> Result<HttpResponse, Error> {
    let plain = Files::get(name).ok_or(Error::NotFound)?;
    let kind = plain.metadata.mimetype().to_owned();
    // The build has put it there as small as it goes.
    let packed = Files::get(&format!("{name}.gz")).filter(|_| takes_gzip(request));
    let encoding = packed.as_ref().map(|_| "gzip");
    let file = packed.unwrap_or(plain);

    let tag = EntityTag::new_strong(hex::encode(file.metadata.sha256_hash()));
    let is_held = header(request, &IF_NONE_MATCH).contains(tag.tag());
    let mut response = match is_held {
        true => HttpResponse::NotModified(),
        false => HttpResponse::Ok(),
    };
    response
        .insert_header((ETAG, tag.to_string()))
        .insert_header((VARY, "accept-encoding"))
        .insert_header((CACHE_CONTROL, kept))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((REFERRER_POLICY, "same-origin"))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY));
    if is_held {
        return Ok(response.finish());
    }
    if let Some(encoding) = encoding {
        response.insert_header((CONTENT_ENCODING, encoding));
    }
    Ok(response
        .insert_header((CONTENT_TYPE, kind))
        .body(file.data.into_owned()))
}

/// `gzip;q=0`, which nobody sends, is taken for a wish of it, too.
fn takes_gzip(request: &HttpRequest) -> bool {
    header(request, &ACCEPT_ENCODING).contains("gzip")
}

fn header<'a>(request: &'a HttpRequest, name: &HeaderName) -> &'a str {
    let value = request.headers().get(name);
    value.and_then(|value| value.to_str().ok()).unwrap_or("")
}
