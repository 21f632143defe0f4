//! Forms with files, as they come in: piece by piece, to where they are kept.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use actix_multipart::{Field, MultipartError};
use actix_web::HttpRequest;
use actix_web::http::header::CONTENT_TYPE;
use futures_core::Stream;
use tokio::time::timeout;

use super::BODY_TIME;
use crate::base::error::text;
use crate::base::{Error, Result};

/// How long a form may take to arrive: 180 MiB over a slow line.
const UPLOAD_TIME: Duration = Duration::from_secs(10 * 60);
/// Bytes collected before they are written.
const BUFFER: usize = 256 * 1024;

/// Whether a request says that it brings a form.
pub fn is_form(request: &HttpRequest) -> bool {
    let given = request.headers().get(CONTENT_TYPE);
    given
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("multipart/form-data"))
}

/// Receives a whole form.
///
/// # Errors
/// Those of receiving; 408 where it takes too long.
pub async fn in_time<T>(receiving: impl Future<Output = Result<T>>) -> Result<T> {
    let received = timeout(UPLOAD_TIME, receiving).await;
    received.map_err(|_| Error::TooSlow)?
}

/// The next part, or the next piece of one. Who sends nothing for long holds nothing.
///
/// # Errors
/// 408 where nothing comes, 400 for what is no form or was cut off.
pub async fn next<S, T>(stream: &mut S) -> Result<Option<T>>
where
    S: Stream<Item = std::result::Result<T, MultipartError>> + Unpin,
{
    let next = poll_fn(|context| Pin::new(&mut *stream).poll_next(context));
    match timeout(BODY_TIME, next).await {
        Err(_) => Err(Error::TooSlow),
        Ok(None) => Ok(None),
        Ok(Some(Ok(found))) => Ok(Some(found)),
        Ok(Some(Err(_))) => Err(Error::Malformed(text(
            "上传内容不完整，请重试",
            "The form is not well-formed, or was cut off.",
        ))),
    }
}

/// Writes a part to where it is kept, off the async threads and never the whole of it in memory.
///
/// # Errors
/// Those of [`next`] and of `write`.
pub async fn pour<S, W>(field: &mut Field, mut into: S, write: W) -> Result<S>
where
    S: Send + 'static,
    W: Fn(&mut S, &[u8]) -> Result<()> + Copy + Send + 'static,
{
    let mut buffer = Vec::with_capacity(BUFFER);
    loop {
        let piece = next(field).await?;
        if let Some(piece) = &piece {
            buffer.extend_from_slice(piece);
        }
        if buffer.len() >= BUFFER || (piece.is_none() && !buffer.is_empty()) {
            (into, buffer) = off_thread(move || {
                write(&mut into, &buffer)?;
                buffer.clear();
                Ok((into, buffer))
            })
            .await?;
        }
        if piece.is_none() {
            return Ok(into);
        }
    }
}

/// Files are read and written where waiting holds nobody up.
///
/// # Errors
/// Those of the work.
pub async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(Error::internal)?
}
