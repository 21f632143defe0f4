//! The loop that delivers mail: on one node at a time, so that the rate is that of all.

use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::task::JoinSet;

use super::store;
use crate::base::Result;
use crate::base::clock::Clock;
use crate::base::db::Db;
use crate::mail::Delivery;
use crate::mail::delivery::SENDERS;
use crate::mail::rules::rate::Rate;

const NAME: &str = "deliver_mail";
/// Between two looks at the outbox.
const LOOK: Duration = Duration::from_secs(1);
/// A node that died is followed by another after this long at most.
const LEASE: chrono::Duration = chrono::Duration::seconds(15);
/// Renewed when less than this is left of it.
const RENEW: chrono::Duration = chrono::Duration::seconds(10);
/// At the end, for mails that are being handed over; what doesn't get through is sent again later.
const CLOSING_TIME: Duration = Duration::from_secs(3);

/// Delivers until told to stop.
pub async fn deliver(
    (db, clock): (Db, Clock),
    delivery: Delivery,
    per_minute: u32,
    mut stop: watch::Receiver<bool>,
) {
    let mut turn = DeliveryTurn::new(db, clock);
    let mut rate = Rate::per_minute(per_minute);
    let mut sending: JoinSet<Result<bool>> = JoinSet::new();
    while !*stop.borrow() {
        let room = (SENDERS - sending.len()).min(rate.room(Instant::now()));
        let taken = match turn.ours().await {
            Ok(true) if room > 0 => delivery.take(room).await,
            Ok(_) => Ok(vec![]),
            Err(error) => Err(error),
        };
        match taken {
            Ok(taken) => {
                for one in taken {
                    rate.spend(Instant::now());
                    let delivery = delivery.clone();
                    sending.spawn(async move { delivery.send(one).await });
                }
            }
            Err(error) => tracing::error!(%error, "the outbox can't be read"),
        }
        tokio::select! {
            Some(done) = sending.join_next() => match done {
                Ok(Ok(true)) => {}
                Ok(Ok(false)) => rate.give_back(),
                Ok(Err(error)) => tracing::error!(%error, "a mail's outcome can't be noted"),
                Err(error) => tracing::error!(%error, "sending a mail broke off"),
            },
            () = tokio::time::sleep(LOOK) => {}
            _ = stop.changed() => {}
        }
    }
    let rest = async { while sending.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(CLOSING_TIME, rest).await;
    turn.end().await;
}

/// Whose turn it is to deliver.
struct DeliveryTurn {
    db: Db,
    clock: Clock,
    holder: String,
    until: Option<chrono::NaiveDateTime>,
}

impl DeliveryTurn {
    fn new(db: Db, clock: Clock) -> Self {
        Self {
            db,
            clock,
            holder: format!("{:016x}", rand::random::<u64>()),
            until: None,
        }
    }

    /// Takes or renews the lease where that is due; an idle server writes nothing each second.
    async fn ours(&mut self) -> Result<bool> {
        let now = self.clock.now().naive_utc();
        if self
            .until
            .is_some_and(|until| now + (LEASE - RENEW) < until)
        {
            return Ok(true);
        }
        let (holder, until) = (self.holder.clone(), now + LEASE);
        let ours = self
            .db
            .write(move |conn| store::lease(conn, NAME, &holder, (now, until)))
            .await?;
        self.until = ours.then_some(until);
        Ok(ours)
    }

    /// Lets the next one begin at once.
    async fn end(self) {
        let (holder, now) = (self.holder, self.clock.now().naive_utc());
        let freed = self
            .db
            .write(move |conn| store::release(conn, NAME, &holder, now))
            .await;
        if let Err(error) = freed {
            tracing::warn!(%error, "the turn to deliver mail ends by itself");
        }
    }
}
