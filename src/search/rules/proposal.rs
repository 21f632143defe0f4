//! What most of the like cases were decided to be.

use std::collections::BTreeMap;

/// Fewer cases than this are chance.
const FEWEST: usize = 2;

/// What was decided most often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Majority<C> {
    pub id: i64,
    /// Those that were decided so.
    pub cases: Vec<C>,
    /// How many were decided at all.
    pub of: usize,
}

/// The decision of more than half of those that were decided, and of at least two; None where there is
/// none.
pub fn majority<C>(decided: impl IntoIterator<Item = (Option<i64>, C)>) -> Option<Majority<C>> {
    let mut by_decision: BTreeMap<i64, Vec<C>> = BTreeMap::new();
    for (decision, case) in decided {
        if let Some(id) = decision {
            by_decision.entry(id).or_default().push(case);
        }
    }
    let of = by_decision.values().map(Vec::len).sum();
    let (id, cases) = by_decision
        .into_iter()
        .max_by_key(|(_, cases)| cases.len())?;
    (cases.len() >= FEWEST && cases.len() * 2 > of).then_some(Majority { id, cases, of })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(decided: &[Option<i64>]) -> Option<(i64, usize, usize)> {
        let cases = decided.iter().map(|one| (*one, ()));
        majority(cases).map(|found| (found.id, found.cases.len(), found.of))
    }

    #[test]
    fn more_than_half_and_two_at_least() {
        assert_eq!(found(&[Some(1), Some(1), Some(2), None]), Some((1, 2, 3)));
        assert_eq!(found(&[Some(1), Some(1)]), Some((1, 2, 2)));
        assert_eq!(found(&[Some(1), Some(1), Some(2), Some(2)]), None);
        assert_eq!(found(&[Some(1)]), None);
        assert_eq!(found(&[None, None]), None);
        assert_eq!(found(&[]), None);
    }
}
