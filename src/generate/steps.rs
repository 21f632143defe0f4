//! The way of one problem: each step at its moment, by whoever takes it.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde_json::{Value, json};

use super::stories::{Teller, read};
use crate::access::Actor;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::problems::actions::{self as problems, WriteContext};
use crate::problems::store;

/// One problem on its way; a step after the end of the period isn't taken, and ends the story.
pub struct Story<'a> {
    teller: &'a mut Teller,
    conn: &'a mut Conn,
    at: DateTime<Utc>,
    id: i64,
    lead: usize,
}

impl<'a> Story<'a> {
    pub fn begun(
        teller: &'a mut Teller,
        conn: &'a mut Conn,
        at: DateTime<Utc>,
        (id, lead): (i64, usize),
    ) -> Self {
        Self {
            teller,
            conn,
            at,
            id,
            lead,
        }
    }

    /// Goes some working days on.
    fn wait(&mut self, days: usize) {
        let today = self.teller.clock.day_of(self.at);
        let day = self.teller.calendar.working_days_after(today, days);
        self.at = match days {
            0 => self.at + Duration::minutes(5 + i64::try_from(self.teller.below(40)).unwrap_or(0)),
            _ => self.teller.within(day),
        };
    }

    fn up_to(&mut self, days: usize) {
        let days = self.teller.below(days + 1);
        self.wait(days);
    }

    fn day(&self, ahead: i64) -> NaiveDate {
        self.teller.clock.day_of(self.at) + Duration::days(ahead)
    }

    /// Takes a step; false where it came too late or the rules refused it.
    fn act(&mut self, who: &Actor, action: &str, body: Value) -> Result<bool> {
        if self.at >= self.teller.period.until {
            return Ok(false);
        }
        let clock = self.teller.clock.clone();
        let mut context = WriteContext::of(self.conn, &clock, self.at, who, None)?;
        match act(&mut context, self.id, action, body) {
            Ok(_) => Ok(true),
            Err(Error::Conflict { .. } | Error::Invalid(_) | Error::Forbidden { .. }) => {
                self.teller.refused += 1;
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    fn as_lead(&mut self, action: &str, body: Value) -> Result<bool> {
        let who = self.teller.cast.leads[self.lead].clone();
        self.act(&who, action, body)
    }

    fn as_staff(&mut self, action: &str, body: Value) -> Result<bool> {
        let who = self.teller.cast.staff.clone();
        self.act(&who, action, body)
    }

    fn as_coordinator(&mut self, action: &str, body: Value) -> Result<bool> {
        let who = self.teller.cast.coordinator.clone();
        self.act(&who, action, body)
    }

    pub fn told(mut self) -> Result<()> {
        if !self.handed_over()? {
            return Ok(());
        }
        // One in two hundred is never settled.
        if self.teller.one_in(200) {
            return Ok(());
        }
        if self.resolved()? {
            self.settled(0)?;
        }
        Ok(())
    }

    /// Up to the acceptance; false where it ended on the way.
    fn handed_over(&mut self) -> Result<bool> {
        let row = store::find_any(self.conn, self.id)?.ok_or(Error::NotFound)?;
        if row.lead_department_id.is_none() {
            match self.teller.below(40) {
                0..3 => {
                    self.up_to(1);
                    let text = "当场讲解政策并协助办理。";
                    if self.as_staff("resolve_on_site", json!({"resolution": text}))? {
                        self.settled(1)?;
                    }
                    return Ok(false);
                }
                3 => return self.excluded(),
                _ => {}
            }
            self.up_to(2);
            let body = self.teller.dispatch(self.lead);
            if !self.as_staff("dispatch", body)? {
                return Ok(false);
            }
        }
        if self.teller.one_in(25) {
            self.up_to(1);
            return self.returned();
        }
        self.up_to(2);
        self.as_lead("accept", json!({}))
    }

    fn excluded(&mut self) -> Result<bool> {
        self.up_to(2);
        let body = json!({"reason": "不属于受理范围，已向企业说明。", "told_by": "李红"});
        match self.teller.one_in(2) {
            true => self.as_coordinator("reject", body)?,
            false => self.as_staff("withdraw", body)?,
        };
        if self.teller.one_in(6) {
            self.wait(3);
            self.as_coordinator("reinstate", json!({"reason": "企业补充了材料。"}))?;
        }
        Ok(false)
    }

    fn returned(&mut self) -> Result<bool> {
        if !self.as_lead("return", json!({"reason": "非本单位职责范围。"}))? {
            return self.as_lead("accept", json!({}));
        }
        self.up_to(1);
        let is_upheld = !self.teller.one_in(3);
        let mut body = json!({"upheld": is_upheld, "reason": "经研究裁定。"});
        if is_upheld {
            let leads = self.teller.cast.leads.len();
            self.lead = (self.lead + 1 + self.teller.below(leads - 1)) % leads;
            body["lead_department_id"] = json!(self.teller.department(self.lead));
        }
        if !self.as_coordinator("decide_return", body)? {
            return Ok(false);
        }
        self.up_to(1);
        self.as_lead("accept", json!({}))
    }

    fn resolved(&mut self) -> Result<bool> {
        if self.teller.one_in(2) {
            self.wait(1);
            let body = json!({"who": "李工、王工", "on": self.day(0)});
            self.as_lead("on_site", body)?;
        }
        for _ in 0..self.teller.below(3) {
            self.up_to(2);
            let text = "已到现场查看，正在协调办理。";
            self.as_lead(
                "progress",
                json!({"text": text, "next_step": "落实办理措施。", "next_on": self.day(5)}),
            )?;
        }
        if self.teller.one_in(30) {
            self.up_to(1);
            self.as_coordinator(
                "supervise",
                json!({"kind": "urge", "text": "请抓紧办理，按期办结。"}),
            )?;
        }
        if self.teller.one_in(14) {
            self.extended()?;
        }
        if self.teller.one_in(50) {
            self.suspended()?;
        }
        self.replied()?;
        let days = match self.teller.below(20) {
            0 => 15 + self.teller.below(30),
            1..4 => 5 + self.teller.below(5),
            _ => 1 + self.teller.below(4),
        };
        self.wait(days);
        let outcome = self.teller.weighted(&[
            ("solved", 83),
            ("explained", 8),
            ("partly_solved", 6),
            ("planned", 3),
        ]);
        let mut body = json!({"outcome": outcome, "resolution": "经现场会商，已落实办理措施，企业问题得到处理。"});
        if ["partly_solved", "planned"].contains(&outcome) {
            body["remaining"] = json!("后续工程待实施。");
            body["next_step"] = json!("按计划推进。");
            body["next_on"] = json!(self.day(60));
        }
        self.as_lead("resolve", body)
    }

    fn extended(&mut self) -> Result<()> {
        let row = store::find_any(self.conn, self.id)?.ok_or(Error::NotFound)?;
        let Some(due) = row.due_on.filter(|due| *due >= self.day(0)) else {
            return Ok(());
        };
        let until = self.teller.calendar.working_days_after(due, 5);
        if self.as_lead(
            "request_extension",
            json!({"until": until, "reason": "需要协调上级单位。"}),
        )? {
            self.wait(0);
            let granted = !self.teller.one_in(4);
            self.as_coordinator("decide_extension", json!({"granted": granted}))?;
        }
        Ok(())
    }

    fn suspended(&mut self) -> Result<()> {
        let body =
            json!({"cause": "higher_level", "until": self.day(40), "reason": "已报上级，待批复。"});
        if !self.as_lead("request_suspension", body)? {
            return Ok(());
        }
        self.wait(0);
        if self.as_coordinator("decide_suspension", json!({"granted": true}))? {
            self.wait(10);
            self.as_coordinator("resume", json!({}))?;
        }
        Ok(())
    }

    fn replied(&mut self) -> Result<()> {
        let assignments = store::assignments_of(self.conn, &[self.id])?;
        let waiting = assignments
            .into_iter()
            .filter(|one| one.role.as_str() == "supporting" && one.finished_at.is_none());
        for one in waiting {
            let leads = self.teller.cast.leads.iter();
            let mut leads = leads.filter(|it| it.department_id == Some(one.department_id));
            let who = leads.next().cloned();
            if let Some(who) = who.filter(|_| !self.teller.one_in(10)) {
                self.up_to(2);
                self.act(&who, "reply", json!({"text": "本单位配合事项已办理。"}))?;
            }
        }
        Ok(())
    }

    /// From the resolution to the end; `again` counts how often it was taken up again.
    fn settled(&mut self, again: usize) -> Result<()> {
        self.wait(1);
        self.up_to(3);
        if self.teller.one_in(20) {
            self.as_staff("follow_up", json!({"reached": false}))?;
            self.wait(1);
        }
        let is_solved = again > 0 || !self.teller.one_in(25);
        let satisfaction = match is_solved {
            true => 5 - self.teller.below(4).min(2),
            false => 1 + self.teller.below(2),
        };
        let body = json!({"reached": true, "solved": is_solved, "satisfaction": satisfaction, "channel": "phone"});
        if !self.as_staff("follow_up", body)? {
            return Ok(());
        }
        self.wait(0);
        if !is_solved {
            if self.as_staff("reopen", json!({"reason": "企业反映问题仍未解决。"}))?
                && self.resolved()?
            {
                self.settled(again + 1)?;
            }
            return Ok(());
        }
        let row = store::find_any(self.conn, self.id)?.ok_or(Error::NotFound)?;
        if row
            .outcome
            .is_some_and(|outcome| outcome.has_remaining_work())
        {
            if self.as_staff("track", json!({"next_on": self.day(60)}))? {
                self.wait(38);
                let body = json!({"outcome": "solved", "resolution": "后续工程已完成。"});
                if self.as_lead("resolve", body)? {
                    self.settled(again + 1)?;
                }
            }
            return Ok(());
        }
        self.as_staff("close", json!({})).map(drop)
    }
}

/// A move by its name, as the API has it.
fn act(context: &mut WriteContext, id: i64, action: &str, body: Value) -> Result<i64> {
    macro_rules! moves {
        ($($name:ident),+ $(,)?) => {
            match action {
                "return" => problems::send_back(context, id, read(body)),
                $(stringify!($name) => problems::$name(context, id, read(body)),)+
                other => Err(Error::Internal(format!("no move {other}"))),
            }
        };
    }
    moves!(
        accept,
        close,
        decide_extension,
        decide_return,
        decide_suspension,
        dispatch,
        follow_up,
        on_site,
        progress,
        reinstate,
        reject,
        reopen,
        reply,
        request_extension,
        request_suspension,
        resolve,
        resolve_on_site,
        resume,
        supervise,
        track,
        withdraw,
    )
}
