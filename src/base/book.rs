//! What goes wrong while a workbook is written. Its library keeps rows in a temporary file, and panics
//! where that takes no more.

use std::any::Any;
use std::error::Error as _;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rust_xlsxwriter::XlsxError;

use super::files::failed;
use super::{Error, Result};

/// Runs what writes to a workbook.
///
/// # Errors
/// Those of the work; 507 and 503 where the library gave up because of the disk.
pub fn writing<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(given_up(panic.as_ref())))
}

/// What an error of the library means to the one who asked for the workbook.
pub fn book_failed(error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => failed(error),
        XlsxError::ZipError(error) => {
            let cause = error.source().and_then(|cause| cause.downcast_ref());
            match cause.map(|cause: &io::Error| io::Error::new(cause.kind(), cause.to_string())) {
                Some(cause) => failed(cause),
                None => Error::internal(error),
            }
        }
        other => Error::internal(other),
    }
}

/// The library's panics end with the error that they were met by, as it prints itself.
fn given_up(panic: &(dyn Any + Send)) -> Error {
    let said = panic.downcast_ref::<String>().map_or("", String::as_str);
    let is_of = |kind: io::ErrorKind| said.contains(&format!("kind: {kind:?}"));
    if is_of(io::ErrorKind::StorageFull) || is_of(io::ErrorKind::QuotaExceeded) {
        Error::StorageFull
    } else if said.contains("Os { code:") {
        Error::StorageFailed(said.to_owned())
    } else {
        Error::internal(format!("writing a workbook broke off: {said}"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn met_by(code: i32) -> Error {
        let met = || Err::<(), _>(io::Error::from_raw_os_error(code));
        writing(|| {
            met().expect("Couldn't write to xml file");
            Ok(())
        })
        .unwrap_err()
    }

    #[test]
    fn a_full_disk_is_told_as_such_also_where_the_library_panics() {
        const NO_SPACE: i32 = 28;
        const QUOTA: i32 = 122;
        const INPUT_OUTPUT: i32 = 5;
        assert!(matches!(met_by(NO_SPACE), Error::StorageFull));
        assert!(matches!(met_by(QUOTA), Error::StorageFull));
        assert!(matches!(met_by(INPUT_OUTPUT), Error::StorageFailed(_)));
        let full = io::Error::from_raw_os_error(NO_SPACE);
        assert!(matches!(
            book_failed(XlsxError::IoError(full)),
            Error::StorageFull
        ));
    }
}
