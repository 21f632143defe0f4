//! Sending the closed weeks round, and keeping how somebody wants them.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::json;

use super::letter;
use super::rules::MailPreference;
use super::store::{self, Closed};
use crate::access::Actor;
use crate::audit;
use crate::base::clock::Clock;
use crate::base::db::{Conn, settings};
use crate::base::{Error, Result};
use crate::mail::rules::Fact;
use crate::mail::store::Attachment;
use crate::mail::{Circular, Kind};
use crate::reports::render::{self, Format};
use crate::reports::rules::{Weekly, paper};

/// Reports put into the outbox in one transaction: each is written as Word on the way, and nobody
/// else's write should wait long for it.
const AT_ONCE: i64 = 4;

/// Puts closed reports into the outbox, the oldest first; tells how many are done.
///
/// # Errors
/// Those of the database.
pub fn circulate(conn: &mut Conn, clock: &Clock, at: DateTime<Utc>) -> Result<usize> {
    let waiting = store::waiting(conn, AT_ONCE)?;
    for closed in &waiting {
        let mails = send_round(conn, clock, at, closed)?;
        store::circulated(conn, closed.id, at.naive_utc(), mails)?;
    }
    Ok(waiting.len())
}

fn send_round(conn: &mut Conn, clock: &Clock, at: DateTime<Utc>, closed: &Closed) -> Result<i64> {
    let readers = store::readers(conn, closed.park_id)?;
    if readers.is_empty() {
        return Ok(0);
    }
    let report: Weekly = serde_json::from_str(&closed.content).map_err(Error::internal)?;
    let public_url = settings::find(conn, "public_url")?.unwrap_or_default();
    let paper = paper::weekly(&report);
    let link = format!("{public_url}/reports/weekly?week={}", report.week);
    let written = letter::write(&paper, &link)?;
    let file = render::report(&closed.content, Format::Docx, None)?;
    let circular = Circular {
        fact: Fact::Week {
            to: closed.to_day,
            park: closed.park_id,
        },
        kind: Kind::WeeklyReport,
        subject: format!(
            "[{}] {}",
            Kind::WeeklyReport.zh(),
            paper::file_name(&report)
        ),
        text: written.text,
        html: written.html,
        paper: Attachment {
            file_name: file.name,
            content_type: file.format.content_type().to_owned(),
            content: file.bytes,
        },
    };
    let to: Vec<_> = readers
        .into_iter()
        .map(|(addressee, wish)| (addressee, wish.leaves_at(at, clock.zone())))
        .collect();
    circular.enqueue(conn, at.naive_utc(), &to)
}

/// Keeps how somebody wants the week by mail.
///
/// # Errors
/// Those of the database.
pub fn wish(
    conn: &mut Conn,
    who: &Actor,
    now: NaiveDateTime,
    wish: MailPreference,
) -> Result<MailPreference> {
    store::keep_wish(conn, who.id, wish)?;
    let data = json!({ "wanted": wish.wanted, "hour": wish.hour });
    audit::record(
        conn,
        now,
        &who.entry("weekly_mail.wish", "user", who.id, data),
    )?;
    Ok(wish)
}
