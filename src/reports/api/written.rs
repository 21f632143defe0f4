//! A report in the format that was asked for, written beside the requests that only read.

use std::path::Path;

use actix_web::http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, VARY};
use actix_web::{HttpRequest, HttpResponse};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::access::api::AppState;
use crate::base::http::form::off_thread;
use crate::base::{Error, FieldError, Result};
use crate::reports::render::kept::Place;
use crate::reports::render::{self, File, Format};
use crate::reports::rules::paper::Paper;

/// # Errors
/// No Chinese font for a PDF; else a fault of ours.
pub async fn written(json: String, format: Format, state: &AppState) -> Result<HttpResponse> {
    if format == Format::Json {
        let mut response = HttpResponse::Ok();
        response.insert_header((VARY, "Accept"));
        return Ok(response.content_type(format.content_type()).body(json));
    }
    if format == Format::Pdf {
        return pdf(json, state).await;
    }
    let draw = move |fonts: Option<&Path>| render::report(&json, format, fonts);
    drawn_in_turn(state, format, draw).await.map(sent)
}

/// The PDF of a closed report is set once.
async fn pdf(json: String, state: &AppState) -> Result<HttpResponse> {
    let format = Format::Pdf;
    let (fonts, data_dir) = (state.fonts_dir.clone(), state.data_dir.clone());
    let looked_for = off_thread(move || {
        let place = Place::of(&json, &data_dir, fonts.as_deref())?;
        let found = place.as_ref().and_then(Place::find);
        let found = found.map(|bytes| render::drawn_before(&json, format, bytes));
        Ok((found.transpose()?, place, json))
    });
    let (found, place, json) = looked_for.await?;
    if let Some(file) = found {
        return Ok(sent(file));
    }
    let draw = move |fonts: Option<&Path>| {
        let file = render::report(&json, format, fonts)?;
        if let Some(place) = place {
            place.keep(&file.bytes);
        }
        Ok(file)
    };
    drawn_in_turn(state, format, draw).await.map(sent)
}

/// A paper that is no report.
///
/// # Errors
/// As [`written`].
pub async fn drawn(
    paper: Paper,
    name: String,
    format: Format,
    state: &AppState,
) -> Result<HttpResponse> {
    let draw = move |fonts: Option<&Path>| render::file(&paper, &name, format, fonts);
    drawn_in_turn(state, format, draw).await.map(sent)
}

/// Draws in turn, PDFs behind each other and nothing else behind them. Who goes away while waiting isn't
/// drawn for.
async fn drawn_in_turn<F>(state: &AppState, format: Format, draw: F) -> Result<File>
where
    F: FnOnce(Option<&Path>) -> Result<File> + Send + 'static,
{
    let turns = match format {
        Format::Pdf => &state.admission.pdfs,
        _ => &state.admission.papers,
    };
    let (turn, fonts) = (turns.next().await?, state.fonts_dir.clone());
    off_thread(move || {
        // Held until it is drawn, even where the client went away.
        let _turn = turn;
        draw(fonts.as_deref())
    })
    .await
}

fn sent(file: File) -> HttpResponse {
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
    response.body(file.bytes)
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
    Ok(named(asked, Format::ALL)?.unwrap_or(accepted))
}

/// The format of a paper that is written in those of these names alone: what is asked for, else what the reader
/// accepts, else Word.
///
/// # Errors
/// 422 for what isn't among them, or isn't in this build.
pub fn format_among(
    names: impl Iterator<Item = &'static str>,
    asked: Option<&str>,
    accepted: Format,
) -> Result<Format> {
    let offered: Vec<Format> = names.filter_map(Format::parse).collect();
    let otherwise = match offered.contains(&accepted) {
        true => accepted,
        false => Format::Docx,
    };
    Ok(named(asked, &offered)?.unwrap_or(otherwise))
}

fn named(asked: Option<&str>, offered: &[Format]) -> Result<Option<Format>> {
    let Some(asked) = asked else {
        return Ok(None);
    };
    let found = Format::parse(asked).filter(|format| offered.contains(format));
    match found.filter(|format| format.is_built()) {
        Some(found) => Ok(Some(found)),
        None => {
            let built = Format::built(offered);
            Err(Error::invalid(FieldError::new(
                "/format",
                "unknown_value",
                format!("可选 {built}"),
                format!("is one of {}", built.replace('、', ", ")),
            )))
        }
    }
}
