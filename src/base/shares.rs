//! What requests hold of something scarce: a bound for all of them, and a share of it that nobody
//! goes beyond, so that nobody holds all of it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Error, Result};

/// Whose share something is taken from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Holder {
    User(i64),
    /// Of callers who aren't known: the network they call from.
    Network(String),
}

/// Something that is shared; cheap to clone.
#[derive(Debug, Clone)]
pub struct Shares {
    most: usize,
    share: usize,
    held: Arc<Mutex<Held>>,
}

#[derive(Debug, Default)]
struct Held {
    all: usize,
    by: HashMap<Holder, usize>,
}

/// What somebody holds, until it is dropped.
#[derive(Debug)]
pub struct Share {
    of: Shares,
    whose: Holder,
    amount: usize,
}

impl Shares {
    /// `most` for all together, `share` for each.
    pub fn new(most: usize, share: usize) -> Self {
        Self {
            most,
            share,
            held: Arc::default(),
        }
    }

    /// Takes so much for somebody.
    ///
    /// # Errors
    /// 503 where all, or this one, hold too much already.
    pub fn take(&self, whose: &Holder, amount: usize) -> Result<Share> {
        let mut share = Share {
            of: self.clone(),
            whose: whose.clone(),
            amount: 0,
        };
        share.grow(amount)?;
        Ok(share)
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Share {
    /// Takes more.
    ///
    /// # Errors
    /// As [`Shares::take`]; what was held stays held.
    pub fn grow(&mut self, more: usize) -> Result<()> {
        let mut held = self.of.held();
        let own = held.by.get(&self.whose).copied().unwrap_or(0);
        if held.all + more > self.of.most || own + more > self.of.share {
            return Err(Error::overloaded());
        }
        held.all += more;
        held.by.insert(self.whose.clone(), own + more);
        drop(held);
        self.amount += more;
        Ok(())
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut held = self.of.held();
        held.all -= self.amount;
        let own = held.by.get(&self.whose).copied().unwrap_or(0);
        if own > self.amount {
            held.by.insert(self.whose.clone(), own - self.amount);
        } else {
            held.by.remove(&self.whose);
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn nobody_goes_beyond_a_share_nor_all_beyond_the_bound() {
        let shares = Shares::new(5, 3);
        let (one, other) = (Holder::User(1), Holder::User(2));
        let mut ones = shares.take(&one, 2).unwrap();
        ones.grow(1).unwrap();
        assert!(ones.grow(1).is_err(), "a fourth of three");
        let others = shares.take(&other, 2).unwrap();
        assert!(shares.take(&other, 1).is_err(), "a sixth of five");
        drop(ones);
        let more = shares.take(&other, 1).unwrap();
        assert!(shares.take(&other, 1).is_err());
        drop((others, more));
        assert!(shares.held().by.is_empty());
        assert_eq!(shares.held().all, 0);
    }
}
