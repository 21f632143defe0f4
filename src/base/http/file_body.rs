//! A file as an answer's body, read piece by piece off the async threads.

use std::fs::File;
use std::future::Future;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;
use tokio::task::{JoinHandle, spawn_blocking};
use utoipa::ToSchema;

/// The bytes of a file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct FileBytes(pub Vec<u8>);

/// Bytes in memory at once.
const PIECE: usize = 64 * 1024;

/// The whole of an open file.
#[derive(Debug)]
pub struct FileBody {
    size: u64,
    state: State,
}

#[derive(Debug)]
enum State {
    Open(File),
    Reading(JoinHandle<io::Result<(File, Bytes)>>),
    Ended,
}

impl FileBody {
    /// `size` bytes from where the file stands; a shorter one breaks the answer off.
    pub fn new(file: File, size: u64) -> Self {
        Self {
            size,
            state: State::Open(file),
        }
    }
}

fn piece(mut file: File) -> io::Result<(File, Bytes)> {
    let mut bytes = vec![0; PIECE];
    let read = file.read(&mut bytes)?;
    bytes.truncate(read);
    Ok((file, Bytes::from(bytes)))
}

impl MessageBody for FileBody {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.size)
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Bytes>>> {
        let mut reading = match std::mem::replace(&mut self.state, State::Ended) {
            State::Open(file) => spawn_blocking(move || piece(file)),
            State::Reading(reading) => reading,
            State::Ended => return Poll::Ready(None),
        };
        match Pin::new(&mut reading).poll(context) {
            Poll::Pending => {
                self.state = State::Reading(reading);
                Poll::Pending
            }
            Poll::Ready(Ok(Ok((_, bytes)))) if bytes.is_empty() => Poll::Ready(None),
            Poll::Ready(Ok(Ok((file, bytes)))) => {
                self.state = State::Open(file);
                Poll::Ready(Some(Ok(bytes)))
            }
            Poll::Ready(Ok(Err(error))) => Poll::Ready(Some(Err(error))),
            Poll::Ready(Err(error)) => Poll::Ready(Some(Err(io::Error::other(error)))),
        }
    }
}
