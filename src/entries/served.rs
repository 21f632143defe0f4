//! The ledgers of the running product, for what stands below it and tells of all of them, such as the papers.

use std::sync::OnceLock;

use super::ledger::AnyLedger;
use crate::base::{Error, Result};

type Ledgers = &'static [&'static dyn AnyLedger];

static SERVED: OnceLock<Ledgers> = OnceLock::new();

/// Takes the ledgers, once the product is put together.
pub fn serve(ledgers: Ledgers) {
    SERVED.get_or_init(|| ledgers);
}

/// # Errors
/// A fault of ours where nobody said: a paper that leaves ledgers out would be kept for ever.
pub fn served() -> Result<Ledgers> {
    let served = SERVED.get().copied();
    served.ok_or_else(|| Error::Internal("no ledgers are served yet".into()))
}
