//! A letter to many, alike to all of them, with a paper.

use chrono::NaiveDateTime;

use super::actions::Office;
use super::rules::table::Kind;
use super::rules::{Fact, State, message_id};
use super::store::{self, Addressee, Attachment, NewMail};
use crate::base::Result;
use crate::base::db::Conn;

/// What is sent round.
#[derive(Debug)]
pub struct Circular {
    pub fact: Fact,
    pub kind: Kind,
    /// One line.
    pub subject: String,
    pub text: String,
    pub html: String,
    pub paper: Attachment,
}

impl Circular {
    /// Puts one mail for each addressee into the outbox, to leave at an instant of theirs; tells how
    /// many were queued. Who was told of the fact before isn't told again.
    ///
    /// # Errors
    /// Those of the database.
    pub fn enqueue(
        &self,
        conn: &mut Conn,
        now: NaiveDateTime,
        to: &[(Addressee, NaiveDateTime)],
    ) -> Result<i64> {
        if to.is_empty() {
            return Ok(0);
        }
        let office = Office::open(conn)?;
        let paper = store::keep(conn, &self.paper)?;
        let mut queued = 0;
        for (addressee, leaves_at) in to {
            let key = self.fact.key_for(&addressee.address);
            let mail = NewMail {
                message_id: message_id(&key, now, &office.host),
                dedup_key: key,
                kind: self.kind,
                problem_id: None,
                entry_id: None,
                recipient: addressee.address.clone(),
                recipient_name: Some(addressee.name.clone()),
                thread_id: None,
                subject: self.subject.clone(),
                body_text: self.text.clone(),
                body_html: self.html.clone(),
                state: State::Waiting,
                attempts: 0,
                next_attempt_at: *leaves_at,
                last_answer: None,
                created_at: now,
                attachment_id: Some(paper),
                whose: addressee.whose.clone(),
                letter: None,
            };
            queued += i64::from(store::insert(conn, &mail)?);
        }
        Ok(queued)
    }
}
