//! Pure decisions about mail: the table of who is told what, keys, pauses, what a header may hold.

pub mod leaving;
pub mod pauses;
pub mod rate;
pub mod refusals;
pub mod table;

use chrono::{NaiveDate, NaiveDateTime};
use sha2::{Digest, Sha256};

crate::text_enum! {
    /// Where a mail stands.
    pub enum State {
        /// Waits to be sent, for the first time or again.
        Waiting = "waiting",
        /// Is being handed to the mail server.
        Sending = "sending",
        /// The mail server took it.
        Sent = "sent",
        /// Given up, until somebody sends it again.
        Parked = "parked",
    }
}

crate::in_words!(State, crate::vocabulary::mail::MAIL_STATE);

/// The fact a mail tells; with the recipient it is what may leave only once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    Event(i64),
    /// What an enterprise filed by itself.
    DoorReport(i64),
    /// A step of a limit. A moved limit is another fact, so its warning comes anew.
    Limit {
        problem_id: i64,
        clock_id: i64,
        red_at: NaiveDateTime,
        step: Step,
    },
    /// A move of an entry of a ledger.
    EntryEvent(i64),
    /// A step of a milestone's limit, and the day it is told on: one that was moved away and back is told
    /// again.
    Milestone {
        entry_id: i64,
        position: i64,
        due_on: NaiveDate,
        step: Step,
        on: NaiveDate,
    },
    /// The closed report of the week that ends on a day: of all, or of a park.
    Week {
        to: NaiveDate,
        park: Option<i64>,
    },
}

/// Before and after a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Yellow,
    Red,
}

impl Step {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Yellow => "yellow",
            Self::Red => "red",
        }
    }
}

impl Fact {
    /// What all mails about this fact begin their key with.
    pub fn key(self) -> String {
        match self {
            Self::Event(id) => format!("event:{id}:"),
            Self::DoorReport(id) => format!("door_report:{id}:"),
            Self::Limit {
                problem_id,
                clock_id,
                red_at,
                step,
            } => {
                let step = step.as_str();
                let limit = red_at.format("%Y%m%dT%H%M%S");
                format!("problem:{problem_id}:clock:{clock_id}:{limit}:{step}:")
            }
            Self::EntryEvent(id) => format!("entry_event:{id}:"),
            Self::Milestone {
                entry_id,
                position,
                due_on,
                step,
                on,
            } => {
                let step = step.as_str();
                format!("entry:{entry_id}:milestone:{position}:{due_on}:{step}:{on}:")
            }
            Self::Week { to, park: None } => format!("week:{to}:all:"),
            Self::Week { to, park: Some(id) } => format!("week:{to}:park:{id}:"),
        }
    }

    /// The key of one recipient's mail.
    pub fn key_for(self, address: &str) -> String {
        self.key() + &address.to_lowercase()
    }
}

/// A Message-ID that a repeat has, too, and no other mail: it follows from the row.
pub fn message_id(key: &str, created_at: NaiveDateTime, host: &str) -> String {
    let row = format!("{key}|{}", created_at.and_utc().timestamp_millis());
    let digest = hex::encode(Sha256::digest(row.as_bytes()));
    format!("<{}@{host}>", &digest[..32])
}

/// What a mail is about: one thing at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    Problem(i64),
    /// An entry of a ledger.
    Entry(i64),
    Nothing,
}

impl About {
    pub fn problem_id(self) -> Option<i64> {
        match self {
            Self::Problem(id) => Some(id),
            Self::Entry(_) | Self::Nothing => None,
        }
    }

    pub fn entry_id(self) -> Option<i64> {
        match self {
            Self::Entry(id) => Some(id),
            Self::Problem(_) | Self::Nothing => None,
        }
    }

    /// What all mails about one thing refer to, so that readers' programs show them as one thread.
    pub fn thread_id(self, host: &str) -> Option<String> {
        match self {
            Self::Problem(id) => Some(format!("<problem-{id}@{host}>")),
            Self::Entry(id) => Some(format!("<entry-{id}@{host}>")),
            Self::Nothing => None,
        }
    }
}

/// Whether a header may hold a value: CR, LF or NUL would begin another header or end the message.
pub fn fits_a_header(value: &str) -> bool {
    !value.contains(['\r', '\n', '\0'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(day: u32, step: Step) -> Fact {
        Fact::Limit {
            problem_id: 16,
            clock_id: 3,
            red_at: chrono::NaiveDate::from_ymd_opt(2021, 8, day)
                .and_then(|day| day.and_hms_opt(16, 0, 0))
                .unwrap_or_default(),
            step,
        }
    }

    #[test]
    fn a_fact_and_a_recipient_make_one_key_whatever_the_spelling() {
        let fact = Fact::Event(7);
        assert_eq!(
            fact.key_for("Dian@Huachen.example"),
            "event:7:dian@huachen.example"
        );
        assert_eq!(
            fact.key_for("dian@huachen.example"),
            fact.key_for("DIAN@huachen.example")
        );
    }

    #[test]
    fn a_moved_limit_and_another_step_are_other_facts() {
        assert_ne!(limit(5, Step::Red).key(), limit(6, Step::Red).key());
        assert_ne!(limit(5, Step::Red).key(), limit(5, Step::Yellow).key());
        assert_eq!(
            limit(5, Step::Red).key_for("a@b"),
            "problem:16:clock:3:20210805T160000:red:a@b"
        );
    }

    #[test]
    fn a_header_takes_chinese_and_refuses_what_would_break_out_of_it() {
        assert!(fits_a_header("担心后续用电得不到保障 \t x"));
        for evil in ["a\r\nBcc: b@c", "a\nb", "a\rb", "a\0b"] {
            assert!(!fits_a_header(evil), "{evil:?}");
        }
    }
}
