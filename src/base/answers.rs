//! Answers that cost much to work out and are asked for often, kept in memory by all that they depend on: what
//! depends on something newer has another key and is worked out anew.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

/// Bytes of bodies that are kept; the oldest make room.
const MOST: usize = 24 << 20;

/// The bodies of a server's answers.
#[derive(Clone, Default)]
pub struct Answers(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    bytes: usize,
    bodies: VecDeque<(Key, String)>,
}

/// The hash of everything that an answer depends on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl Key {
    pub fn of(depends_on: &str) -> Self {
        Self(Sha256::digest(depends_on).into())
    }
}

impl Answers {
    pub fn find(&self, key: Key) -> Option<String> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.bodies.iter().find(|(one, _)| *one == key);
        found.map(|(_, body)| body.clone())
    }

    /// Keeps a body, unless it would drive out most of the others.
    pub fn keep(&self, key: Key, body: &str) {
        if body.len() > MOST / 4 {
            return;
        }
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.bodies.iter().any(|(one, _)| *one == key) {
            return;
        }
        kept.bytes += body.len();
        kept.bodies.push_back((key, body.to_owned()));
        while kept.bytes > MOST {
            let Some((_, oldest)) = kept.bodies.pop_front() else {
                break;
            };
            kept.bytes -= oldest.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_make_room_and_a_large_one_is_not_kept() {
        let answers = Answers::default();
        let large = "x".repeat(MOST / 4);
        for key in 0..5 {
            answers.keep(Key::of(&key.to_string()), &large);
        }
        assert_eq!(answers.find(Key::of("0")), None);
        for key in 1..5 {
            assert_eq!(
                answers.find(Key::of(&key.to_string())).as_ref(),
                Some(&large)
            );
        }
        answers.keep(Key::of("larger"), &format!("{large}x"));
        assert_eq!(answers.find(Key::of("larger")), None);
        assert_eq!(answers.find(Key::of("4")).as_ref(), Some(&large));
    }

    #[test]
    fn a_body_kept_twice_counts_once() {
        let answers = Answers::default();
        let large = "x".repeat(MOST / 4);
        for _ in 0..9 {
            answers.keep(Key::of("a"), &large);
        }
        answers.keep(Key::of("b"), "b");
        assert_eq!(answers.find(Key::of("a")).as_ref(), Some(&large));
    }
}
