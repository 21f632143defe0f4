//! Taking mails from the outbox, sending them outside any transaction, and noting what became of
//! each.

use std::sync::Arc;

use chrono::{Duration, NaiveDateTime};
use tokio::sync::Semaphore;
use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::timeout;

use super::actions::{LetterDetails, Paper, complete, whereto};
use super::rules::State;
use super::rules::leaving::Destination;
use super::rules::pauses::{Fault, Next, next};
use super::store::{self, Attachment, Mail, Outcome};
use super::transport::Transport;
use crate::base::clock::Clock;
use crate::base::db::{Conn, Db};
use crate::base::{Error, Result};

/// How long a taken mail is nobody else's: longer than an attempt can last.
const LEASE: Duration = Duration::minutes(2);
/// Mails on their way at once.
pub const SENDERS: usize = 8;
/// How long a mail waits for the paper that goes along, its turn included, before it leaves without. With
/// the wait for the server it stays below the lease.
const PAPER_WAIT: std::time::Duration = std::time::Duration::from_secs(60);

/// The way from the outbox to the mail server; cheap to clone.
#[derive(Clone)]
pub struct Delivery {
    db: Db,
    clock: Clock,
    transport: Arc<Transport>,
    details: Option<Arc<dyn LetterDetails>>,
    /// Papers are drawn one after another.
    drawing: Arc<Semaphore>,
}

/// A mail taken for sending; nobody else's until its lease ends.
#[derive(Debug, Clone)]
pub struct ClaimedMail {
    mail: Mail,
    attachment: Option<Attachment>,
    token: String,
}

impl Delivery {
    pub fn new(db: Db, clock: Clock, transport: Transport) -> Self {
        Self {
            db,
            clock,
            transport: Arc::new(transport),
            details: None,
            drawing: Arc::new(Semaphore::new(1)),
        }
    }

    /// Completes letters as they leave.
    #[must_use]
    pub fn completing(self, details: Arc<dyn LetterDetails>) -> Self {
        Self {
            details: Some(details),
            ..self
        }
    }

    /// Takes up to so many mails whose turn it is. Those whose recipient is none any more are given
    /// up instead.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn take(&self, most: usize) -> Result<Vec<ClaimedMail>> {
        let now = self.clock.now().naive_utc();
        let most = i64::try_from(most).map_err(Error::internal)?;
        let token = format!("{:032x}", rand::random::<u128>());
        loop {
            // Looking costs no write while nothing waits.
            let due = self
                .db
                .read(move |conn| store::due(conn, now, most))
                .await?;
            if due.is_empty() {
                return Ok(vec![]);
            }
            let token = token.clone();
            let taken = self
                .db
                .write(move |conn| {
                    let mut taken = vec![];
                    for id in &due {
                        taken.extend(claimed(conn, now, *id, &token)?);
                    }
                    Ok(taken)
                })
                .await?;
            if !taken.is_empty() {
                return Ok(taken);
            }
        }
    }

    /// Sends one mail and notes the outcome; tells whether the server was reached.
    ///
    /// # Errors
    /// Those of the database; the mail then leaves again when its lease ends.
    pub async fn send(&self, taken: ClaimedMail) -> Result<bool> {
        let ClaimedMail {
            mail,
            attachment,
            token,
        } = taken;
        let (mail, drawn) = self.completed(mail).await;
        let attachment = attachment.or(drawn);
        let sent = self.transport.send(&mail, attachment.as_ref()).await;
        let reached = !matches!(&sent, Err(not) if not.fault == Fault::Unreachable);
        let now = self.clock.now().naive_utc();
        let kept = kept(&mail);
        let outcome = match sent {
            Ok(answer) => Outcome {
                last_answer: Some(answer),
                sent_at: Some(now),
                ..kept
            },
            Err(not) => {
                tracing::warn!(mail = mail.id, fault = ?not.fault, answer = not.answer, "a mail was not taken");
                let kept = Outcome {
                    last_answer: Some(not.answer),
                    ..kept
                };
                match next(not.fault, mail.attempts) {
                    Next::Again { pause, attempts } => Outcome {
                        state: State::Waiting,
                        attempts,
                        next_attempt_at: now + pause,
                        ..kept
                    },
                    Next::Park => Outcome {
                        state: State::Parked,
                        ..kept
                    },
                }
            }
        };
        self.db
            .write(move |conn| store::note(conn, mail.id, &token, &outcome))
            .await?;
        Ok(reached)
    }

    /// The mail as it leaves, with its paper. A fault in completing it never stops it: it then leaves as
    /// it was queued, or without the paper.
    async fn completed(&self, mail: Mail) -> (Mail, Option<Attachment>) {
        let Some(details) = self.details.clone().filter(|_| mail.letter.is_some()) else {
            return (mail, None);
        };
        let (id, queued) = (mail.id, mail.clone());
        let read = self.db.read(move |conn| {
            let mut whole = queued.clone();
            let paper = complete(conn, details.as_ref(), &mut whole)?;
            Ok((whole, paper))
        });
        match read.await {
            Ok((whole, None)) => (whole, None),
            Ok((whole, Some(paper))) => {
                let drawn = timeout(PAPER_WAIT, self.drawn(paper)).await;
                let drawn = drawn.unwrap_or_else(|late| Err(Error::internal(late)));
                if let Err(error) = &drawn {
                    tracing::warn!(mail = id, %error, "a mail leaves without its paper");
                }
                (whole, drawn.ok())
            }
            Err(error) => {
                tracing::warn!(mail = id, %error, "a mail leaves as it was queued");
                (mail, None)
            }
        }
    }

    async fn drawn(&self, paper: Paper) -> Result<Attachment> {
        let turn = self.drawing.clone().acquire_owned().await;
        let turn = turn.map_err(Error::internal)?;
        let drawn = spawn_blocking(move || {
            // Held until it is drawn, even where nobody waits for it any more.
            let _turn = turn;
            paper()
        });
        drawn.await.map_err(Error::internal)?
    }

    /// Tries every mail whose turn it is, several at once; tells how many.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn send_due(&self) -> Result<usize> {
        let mut tried = 0;
        loop {
            let mut sending = JoinSet::new();
            for taken in self.take(SENDERS).await? {
                let this = self.clone();
                sending.spawn(async move { this.send(taken).await });
            }
            if sending.is_empty() {
                return Ok(tried);
            }
            while let Some(done) = sending.join_next().await {
                done.map_err(Error::internal)??;
                tried += 1;
            }
        }
    }
}

/// Takes one mail and looks where it goes by now; None where somebody else was faster, or where it
/// goes to nobody any more.
fn claimed(
    conn: &mut Conn,
    now: NaiveDateTime,
    id: i64,
    token: &str,
) -> Result<Option<ClaimedMail>> {
    if !store::claim(conn, (now, now + LEASE), id, token)? {
        return Ok(None);
    }
    let Some(mut mail) = store::find(conn, id)? else {
        return Ok(None);
    };
    match whereto(conn, &mail)? {
        Destination::AsQueued => {}
        Destination::To(address) => {
            store::redirect(conn, &mail, &address)?;
            mail.recipient = address;
        }
        Destination::Nowhere(why) => {
            let outcome = Outcome {
                state: State::Parked,
                attempts: mail.attempts - 1,
                last_answer: Some(why.into()),
                ..kept(&mail)
            };
            store::note(conn, id, token, &outcome)?;
            return Ok(None);
        }
    }
    let attachment = mail.attachment_id;
    let attachment = attachment.map(|id| store::attachment(conn, id));
    Ok(Some(ClaimedMail {
        mail,
        attachment: attachment.transpose()?,
        token: token.to_owned(),
    }))
}

/// What stays of a mail as it is.
fn kept(mail: &Mail) -> Outcome {
    Outcome {
        state: State::Sent,
        attempts: mail.attempts,
        next_attempt_at: mail.next_attempt_at,
        last_answer: None,
        sent_at: mail.sent_at,
    }
}
