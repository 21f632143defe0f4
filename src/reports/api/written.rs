//! A report in the format that was asked for, written beside the requests that only read.

use std::path::Path;

use actix_web::http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, VARY};
use actix_web::{HttpRequest, HttpResponse, web};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::sync::Semaphore;

use crate::access::api::Ground;
use crate::base::{Error, FieldError, Result};
use crate::reports::render::{self, File, Format};
use crate::reports::rules::paper::Paper;

/// Papers that are drawn at once; more wait, so that a handful of PDFs doesn't hold up everybody.
static DRAWING: Semaphore = Semaphore::const_new(2);

/// # Errors
/// No Chinese font for a PDF; else a fault of ours.
pub async fn written(json: String, format: Format, ground: &Ground) -> Result<HttpResponse> {
    if format == Format::Json {
        let mut response = HttpResponse::Ok();
        response.insert_header((VARY, "Accept"));
        return Ok(response.content_type(format.content_type()).body(json));
    }
    sent(ground, move |fonts| render::report(&json, format, fonts)).await
}

/// A paper that is no report.
///
/// # Errors
/// As [`written`].
pub async fn drawn(
    paper: Paper,
    name: String,
    format: Format,
    ground: &Ground,
) -> Result<HttpResponse> {
    sent(ground, move |fonts| {
        render::file(&paper, &name, format, fonts)
    })
    .await
}

async fn sent<F>(ground: &Ground, draw: F) -> Result<HttpResponse>
where
    F: FnOnce(Option<&Path>) -> Result<File> + Send + 'static,
{
    let fonts = ground.fonts_dir.clone();
    let _place = DRAWING.acquire().await.map_err(Error::internal)?;
    let file = web::block(move || draw(fonts.as_deref()))
        .await
        .map_err(Error::internal)??;
    let mut response = HttpResponse::Ok();
    response
        .insert_header((VARY, "Accept"))
        .content_type(file.format.content_type());
    if file.format == Format::Html {
        response.insert_header((
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ));
    } else {
        response.insert_header((CONTENT_DISPOSITION, disposition(&file)));
    }
    Ok(response.body(file.bytes))
}

/// The name in UTF-8 (RFC 5987), and a plain one for who can't read it.
fn disposition(file: &File) -> String {
    let name = utf8_percent_encode(&file.name, NON_ALPHANUMERIC);
    let plain = format!("report.{}", file.format);
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{name}")
}

/// What a reader prefers: a browser names HTML before anything else.
pub fn accepted(request: &HttpRequest) -> Format {
    let header = request.headers().get(ACCEPT).and_then(|v| v.to_str().ok());
    let named = |media: &str| {
        let media = media.split(';').next().unwrap_or("").trim();
        let is = |format: &&Format| {
            let own = format.content_type().split(';').next();
            format.is_built() && own == Some(media)
        };
        match media {
            "application/xhtml+xml" => Some(Format::Html),
            _ => Format::ALL.iter().find(is).copied(),
        }
    };
    let first = header.unwrap_or("").split(',').find_map(named);
    first.unwrap_or(Format::Json)
}

/// # Errors
/// 422 for what isn't a format, or isn't in this build.
pub fn format(asked: Option<&str>, accepted: Format) -> Result<Format> {
    let Some(asked) = asked else {
        return Ok(accepted);
    };
    let known = Format::parse(asked).filter(|format| format.is_built());
    known.ok_or_else(|| {
        let built = Format::built();
        Error::invalid(FieldError::new(
            "/format",
            "unknown_value",
            format!("可选 {built}"),
            format!("is one of {}", built.replace('、', ", ")),
        ))
    })
}
