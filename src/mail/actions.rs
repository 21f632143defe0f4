//! Queueing letters, reminding of limits, and keeping what letters are written with.

mod completing;
mod door_report;
mod entry;
mod resending;
mod templates;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use url::Url;

use super::letter::{self, Letter, Templates};
use super::rules::table::{self, Kind, Recipient};
use super::rules::{About, Fact, State, Step, fits_a_header, message_id};
use super::store::{self, AddressOwner, Addressee, DueClock, NewMail};
use crate::base::db::{Conn, settings};
use crate::base::{Error, Result};
use crate::vocabulary::mail::label;

pub use completing::{LetterDetails, Paper, complete};
pub use door_report::{DoorReport, tell_of_report};
pub use entry::{EntryNotice, Unit, tell_of_entry};
pub use resending::{resend, resend_parked, whereto};
pub use templates::{keep_templates, read_templates};

/// A move that is told. The text and what is said of the problem never hold contacts' data.
#[derive(Debug, Clone)]
pub struct Notice {
    pub event_id: i64,
    pub kind: Kind,
    pub problem_id: i64,
    pub number: String,
    pub title: String,
    /// The park the problem is filed in, after the move.
    pub park_id: i64,
    /// The lead after the move.
    pub lead: Option<i64>,
    /// The supporting departments this move concerns: with `add_support` those added.
    pub supporting: Vec<i64>,
    /// The lead until this move, where it lost the problem by it.
    pub former: Option<i64>,
    /// Who made the move, and isn't told of it; None for the system.
    pub actor_id: Option<i64>,
    /// The same, as people read it.
    pub by: Option<String>,
    pub text: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub meet_at: Option<DateTime<Utc>>,
    pub place: Option<String>,
}

/// Whom a letter may concern.
struct Concerned<'a> {
    park_id: i64,
    lead: Option<i64>,
    supporting: &'a [i64],
    former: Option<i64>,
    actor_id: Option<i64>,
}

/// What is said, alike to all.
struct Summary {
    fact: Fact,
    kind: Kind,
    about: About,
    letter: Letter,
}

/// What a recipient is asked to do.
struct Asked<'a> {
    ask: &'a str,
    /// Whether the letter is completed when it leaves.
    completed: bool,
}

/// Puts a move's letters into the outbox, in the caller's transaction. Telling the same event twice
/// queues nothing more.
///
/// # Errors
/// Those of the database.
pub fn enqueue(conn: &mut Conn, now: NaiveDateTime, notice: &Notice) -> Result<()> {
    let Some(row) = table::row(notice.kind) else {
        return Ok(());
    };
    let office = Office::open(conn)?;
    let letter = Letter {
        word: row.kind.zh().into(),
        number: notice.number.clone(),
        title: notice.title.clone(),
        facts: facts(notice, office.zone),
        link: office.link(notice.problem_id),
        ..Letter::default()
    };
    let said = Summary {
        fact: Fact::Event(notice.event_id),
        kind: notice.kind,
        about: About::Problem(notice.problem_id),
        letter,
    };
    let concerned = Concerned {
        park_id: notice.park_id,
        lead: notice.lead,
        supporting: &notice.supporting,
        former: notice.former.filter(|former| Some(*former) != notice.lead),
        actor_id: notice.actor_id,
    };
    office.post(conn, now, &said, &concerned, row.to)?;
    Ok(())
}

fn facts(notice: &Notice, zone: Tz) -> Vec<letter::Fact> {
    let meet_at = notice
        .meet_at
        .map(|at| at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string());
    [
        (label::BY, notice.by.clone()),
        (letter::DUE, notice.due_on.map(|day| day.to_string())),
        ("到场时间", meet_at),
        ("到场地点", notice.place.clone()),
        (label::SAID, notice.text.clone()),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some(letter::Fact::new(label, value?)))
    .collect()
}

/// Limits looked at in one transaction.
const BATCH: i64 = 200;

/// Gives the titles of some problems as letters tell them, where they aren't told as they are kept.
pub type Titles = fn(&mut Conn, &[i64]) -> Result<HashMap<i64, String>>;

/// Reminds of every limit that is near or past, once a step; tells how many letters were queued.
/// A warning whose limit has passed meanwhile gives way to the word that it has passed.
///
/// # Errors
/// Those of the database.
pub fn remind(conn: &mut Conn, now: NaiveDateTime, titles: Titles) -> Result<usize> {
    let office = Office::open(conn)?;
    let (mut queued, mut after) = (0, 0);
    loop {
        let mut clocks = store::due_clocks(conn, now, after, BATCH)?;
        let Some(last) = clocks.last() else {
            return Ok(queued);
        };
        after = last.id;
        let problems: Vec<i64> = clocks.iter().map(|clock| clock.problem_id).collect();
        let sent = store::reminders_of(conn, &problems)?;
        let titles = titles(conn, &problems)?;
        for clock in &mut clocks {
            if let Some(title) = titles.get(&clock.problem_id) {
                clock.title.clone_from(title);
            }
            queued += office.remind_of(conn, now, clock, &sent)?;
        }
    }
}

/// What letters are written with.
pub(super) struct Office {
    public_url: String,
    pub(super) host: String,
    zone: Tz,
    templates: Templates,
}

impl Office {
    pub(super) fn open(conn: &mut Conn) -> Result<Self> {
        let public_url = settings::find(conn, "public_url")?.unwrap_or_default();
        let host = Url::parse(&public_url)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned))
            .unwrap_or_else(|| "localhost".into());
        let zone = settings::zone(conn)?;
        let mut overrides = [None, None];
        for (name, source) in letter::NAMES.iter().zip(&mut overrides) {
            *source = settings::find(conn, &templates::setting(name))?
                .filter(|source| !source.is_empty());
        }
        Ok(Self {
            public_url,
            host,
            zone,
            templates: Templates { overrides },
        })
    }

    fn link(&self, problem_id: i64) -> String {
        format!("{}/problems/{problem_id}", self.public_url)
    }

    /// The letters about one limit, unless its step was told before.
    fn remind_of(
        &self,
        conn: &mut Conn,
        now: NaiveDateTime,
        clock: &DueClock,
        sent: &[String],
    ) -> Result<usize> {
        let Some(row) = table::reminder_rule(&clock.kind) else {
            return Ok(0);
        };
        let (step, kind, to, ask, word) = if clock.red_at <= now {
            let word = row.late().to_owned();
            (Step::Red, Kind::Red, row.red, table::AFTER_LIMIT, word)
        } else {
            let word = format!("{}期限临近", row.word());
            let (kind, ask) = (Kind::Yellow, table::BEFORE_LIMIT);
            (Step::Yellow, kind, row.yellow, ask, word)
        };
        let fact = Fact::Limit {
            problem_id: clock.problem_id,
            clock_id: clock.id,
            red_at: clock.red_at,
            step,
        };
        // Who comes later isn't told of steps that were told before.
        if sent.iter().any(|key| key.starts_with(&fact.key())) {
            return Ok(0);
        }
        let letter = Letter {
            word,
            number: clock.number.clone(),
            title: clock.title.clone(),
            facts: vec![letter::Fact::new(letter::DUE, clock.due_on.to_string())],
            link: self.link(clock.problem_id),
            ..Letter::default()
        };
        let concerned = Concerned {
            park_id: clock.park_id,
            lead: clock.lead,
            supporting: clock.department_id.as_slice(),
            former: None,
            actor_id: None,
        };
        let said = Summary {
            fact,
            kind,
            about: About::Problem(clock.problem_id),
            letter,
        };
        let asked: Vec<_> = to.iter().map(|to| (*to, ask)).collect();
        self.post(conn, now, &said, &concerned, &asked)
    }

    /// One letter for each recipient of the rows; an address gets the first text that is for it.
    fn post(
        &self,
        conn: &mut Conn,
        now: NaiveDateTime,
        said: &Summary,
        concerned: &Concerned,
        to: &[(Recipient, &str)],
    ) -> Result<usize> {
        let mut done: Vec<String> = vec![];
        for (to, ask) in to {
            let found = addressees(conn, *to, concerned)?;
            let asked = Asked {
                ask,
                completed: table::tells_all(said.kind, *to),
            };
            self.put(conn, now, said, &found, &asked, &mut done)?;
        }
        Ok(done.len())
    }

    /// One letter for each of some addressees, but for those whose keys are among `done`, where its own go.
    fn put(
        &self,
        conn: &mut Conn,
        now: NaiveDateTime,
        said: &Summary,
        found: &[Addressee],
        asked: &Asked,
        done: &mut Vec<String>,
    ) -> Result<()> {
        for addressee in found {
            let key = said.fact.key_for(&addressee.address);
            if done.contains(&key) {
                continue;
            }
            let mail = self.mail(now, said, addressee, asked, &key)?;
            store::insert(conn, &mail)?;
            done.push(key);
        }
        Ok(())
    }

    fn mail(
        &self,
        now: NaiveDateTime,
        said: &Summary,
        addressee: &Addressee,
        asked: &Asked,
        key: &str,
    ) -> Result<NewMail> {
        let letter = Letter {
            recipient: addressee.name.clone(),
            ask: asked.ask.to_owned(),
            ..said.letter.clone()
        };
        let written = self.templates.write(&letter).map_err(Error::internal)?;
        let subject = letter.subject();
        let headers = [&subject, &addressee.address, &addressee.name];
        // Such a value can't be sent, but is kept where it can be seen.
        let sendable = headers.into_iter().all(|value| fits_a_header(value));
        let refused = "refused: a header would hold a line break";
        Ok(NewMail {
            dedup_key: key.to_owned(),
            message_id: message_id(key, now, &self.host),
            kind: said.kind,
            problem_id: said.about.problem_id(),
            entry_id: said.about.entry_id(),
            recipient: addressee.address.clone(),
            recipient_name: Some(addressee.name.clone()),
            thread_id: said.about.thread_id(&self.host),
            subject,
            body_text: written.text,
            body_html: written.html,
            state: if sendable {
                State::Waiting
            } else {
                State::Parked
            },
            attempts: 0,
            next_attempt_at: now,
            last_answer: (!sendable).then(|| refused.to_owned()),
            created_at: now,
            attachment_id: None,
            whose: addressee.whose.clone(),
            letter: completing::kept(asked.completed, &letter)?,
        })
    }
}

fn addressees(conn: &mut Conn, to: Recipient, concerned: &Concerned) -> Result<Vec<Addressee>> {
    let mut found = match to {
        Recipient::Lead => departments(conn, concerned.lead.as_slice())?,
        Recipient::Supporting => departments(conn, concerned.supporting)?,
        Recipient::FormerLead => departments(conn, concerned.former.as_slice())?,
        Recipient::Park => store::park_staff(conn, concerned.park_id)?,
        Recipient::Coordinators => store::coordinators(conn)?,
    };
    leave_out(&mut found, concerned.actor_id);
    Ok(found)
}

/// Who made a move isn't told of it.
fn leave_out(found: &mut Vec<Addressee>, actor: Option<i64>) {
    found.retain(|one| one.whose.user_id.is_none() || one.whose.user_id != actor);
}

/// A department's notice addresses and its staff's own.
fn departments(conn: &mut Conn, ids: &[i64]) -> Result<Vec<Addressee>> {
    let mut found = vec![];
    for id in ids {
        if let Some((name, addresses)) = store::department(conn, *id)? {
            let addresses = notice_addresses(&addresses)?;
            found.extend(addresses.into_iter().map(|address| Addressee {
                whose: AddressOwner::department(*id),
                name: name.clone(),
                address,
            }));
        }
        found.extend(store::department_staff(conn, *id)?);
    }
    Ok(found)
}

fn notice_addresses(kept: &str) -> Result<Vec<String>> {
    serde_json::from_str(kept).map_err(Error::internal)
}
