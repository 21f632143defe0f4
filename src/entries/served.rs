//! The ledgers of the running product, for what stands below it and tells of all of them, such as papers and imports.

use std::sync::{PoisonError, RwLock};

use super::ledger::AnyLedger;
use crate::base::{Error, Result};

type Ledgers = Vec<&'static dyn AnyLedger>;

static SERVED: RwLock<Ledgers> = RwLock::new(vec![]);

/// Takes some ledgers, each once, when the product is put together.
pub fn serve(ledgers: &[&'static dyn AnyLedger]) {
    let mut served = SERVED.write().unwrap_or_else(PoisonError::into_inner);
    for ledger in ledgers {
        if !served.iter().any(|one| one.code() == ledger.code()) {
            served.push(*ledger);
        }
    }
}

/// # Errors
/// A fault of ours where nobody said: a paper that leaves ledgers out would be kept for ever.
pub fn served() -> Result<Ledgers> {
    let served = SERVED.read().unwrap_or_else(PoisonError::into_inner);
    match served.is_empty() {
        false => Ok(served.clone()),
        true => Err(Error::Internal("no ledgers are served yet".into())),
    }
}
