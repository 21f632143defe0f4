//! What a file makes in the directory on the way, by name, so that it is made once.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::access::Actor;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::directory::actions as directory;
use crate::directory::input::{CategoryIn, DepartmentIn, EnterpriseIn, ParkIn};
use crate::directory::rules::{CODE_MAX, DepartmentKind, ParkKind};
use crate::directory::store::parks;
use crate::entries::actions::{Belongs, DISTRICT};
use crate::entries::rules::history::{Past, entry_parts};
use crate::ledger::import::rules::plan::{DirectoryRef, EntryPlan, Owner, ProblemPlan};
use crate::problems::rules::history::History;
use crate::problems::rules::number::parts;

pub struct Maker<'a> {
    pub who: &'a Actor,
    pub clock: &'a Clock,
    pub at: DateTime<Utc>,
    /// Of parks that are to be made, by their names.
    new_park_codes: BTreeMap<String, String>,
    parks: BTreeMap<String, i64>,
    codes: BTreeMap<i64, String>,
    departments: BTreeMap<String, i64>,
    categories: BTreeMap<String, i64>,
    enterprises: BTreeMap<(i64, String), i64>,
}

impl<'a> Maker<'a> {
    pub fn of(
        who: &'a Actor,
        (clock, at): (&'a Clock, DateTime<Utc>),
        new_park_codes: BTreeMap<String, String>,
    ) -> Self {
        Self {
            who,
            clock,
            at,
            new_park_codes,
            parks: BTreeMap::new(),
            codes: BTreeMap::new(),
            departments: BTreeMap::new(),
            categories: BTreeMap::new(),
            enterprises: BTreeMap::new(),
        }
    }

    /// The history with the ids of everything it names.
    pub fn history(&mut self, conn: &mut Conn, plan: ProblemPlan) -> Result<History> {
        let park_id = self.park(conn, &plan.park)?;
        let mut history = plan.history;
        history.park_id = park_id;
        history.enterprise_id = self.owner(conn, park_id, plan.enterprise)?;
        history.category_id = match &plan.category {
            Some(named) => Some(self.category(conn, named)?),
            None => None,
        };
        if let (Some(handed), Some(lead)) = (&mut history.handed, &plan.lead) {
            handed.lead = self.department(conn, lead)?;
            for named in &plan.supporting {
                let id = self.department(conn, named)?;
                if id != handed.lead && !handed.supporting.contains(&id) {
                    handed.supporting.push(id);
                }
            }
        }
        if let Some(number) = history.number.take() {
            let code = self.code(conn, park_id)?;
            if parts(&number).is_some_and(|(own, ..)| own == code) {
                history.number = Some(number);
            } else {
                history.source_reference = Some(number);
            }
        }
        Ok(history)
    }

    /// What an entry belongs to, and its past; its number is kept where it is the park's own, or the district's.
    pub fn entry(&mut self, conn: &mut Conn, plan: EntryPlan) -> Result<(Belongs, Past)> {
        let mut past = plan.past;
        let mut belongs = Belongs::default();
        if let Some(named) = &plan.park {
            let park = self.park(conn, named)?;
            belongs.park = Some(park);
            belongs.enterprise = self.owner(conn, park, plan.enterprise)?;
        }
        if let Some(named) = &plan.department {
            belongs.department = Some(self.department(conn, named)?);
        }
        let code = self.entry_code(conn, plan.park.as_ref())?;
        past.number = past.number.filter(|number| {
            let parts = entry_parts(number);
            parts.is_some_and(|(own, ..)| own == code || own == DISTRICT)
        });
        Ok((belongs, past))
    }

    /// With what the number of an entry begins: its park's code, or the district's where it belongs to no park.
    pub fn entry_code(&mut self, conn: &mut Conn, park: Option<&DirectoryRef>) -> Result<String> {
        match park {
            Some(named) => {
                let park = self.park(conn, named)?;
                self.code(conn, park)
            }
            None => Ok(DISTRICT.to_owned()),
        }
    }

    pub fn code(&mut self, conn: &mut Conn, park: i64) -> Result<String> {
        if let Some(code) = self.codes.get(&park) {
            return Ok(code.clone());
        }
        let code = parks::find(conn, park)?.ok_or(Error::NotFound)?.code;
        self.codes.insert(park, code.clone());
        Ok(code)
    }

    pub fn park(&mut self, conn: &mut Conn, named: &DirectoryRef) -> Result<i64> {
        once(&mut self.parks, named, |name| {
            let input = ParkIn {
                code: free_code(conn, &self.new_park_codes, name)?,
                name: name.to_owned(),
                kind: park_kind(name),
            };
            Ok(directory::parks::create(conn, self.who, self.at.naive_utc(), &input)?.id)
        })
    }

    fn department(&mut self, conn: &mut Conn, named: &DirectoryRef) -> Result<i64> {
        once(&mut self.departments, named, |name| {
            let input = DepartmentIn {
                name: name.to_owned(),
                kind: DepartmentKind::Government,
                notice_emails: vec![],
                peer_group: None,
                duty_contact: None,
                wants_slip_pdf: false,
            };
            Ok(directory::departments::create(conn, self.who, self.at.naive_utc(), &input)?.id)
        })
    }

    fn category(&mut self, conn: &mut Conn, named: &DirectoryRef) -> Result<i64> {
        once(&mut self.categories, named, |name| {
            let input = CategoryIn {
                name: name.to_owned(),
                parent_id: None,
            };
            Ok(directory::categories::create(conn, self.who, self.at.naive_utc(), &input)?.id)
        })
    }

    pub fn owner(&mut self, conn: &mut Conn, park_id: i64, owner: Owner) -> Result<Option<i64>> {
        let (name, credit_code) = match owner {
            Owner::Nobody => return Ok(None),
            Owner::Id(id) => return Ok(Some(id)),
            Owner::New { name, credit_code } => (name, credit_code),
        };
        if let Some(id) = self.enterprises.get(&(park_id, name.clone())) {
            return Ok(Some(*id));
        }
        let input = EnterpriseIn {
            name,
            credit_code,
            park_id,
            industry: None,
            size: None,
            tags: vec![],
            operating_status: None,
            operating_status_since: None,
            assisting_leader: None,
            liaison_user_id: None,
            contacts: vec![],
        };
        self.enterprise(conn, &input).map(Some)
    }

    pub fn enterprise(&mut self, conn: &mut Conn, input: &EnterpriseIn) -> Result<i64> {
        let (now, today) = (self.at.naive_utc(), self.clock.day_of(self.at));
        let made = directory::enterprises::create(conn, self.who, now, today, input)?;
        self.enterprises
            .insert((made.park_id, made.name.clone()), made.id);
        Ok(made.id)
    }
}

/// What is there already, or was made before under that name, or else is made now.
fn once(
    made: &mut BTreeMap<String, i64>,
    named: &DirectoryRef,
    make: impl FnOnce(&str) -> Result<i64>,
) -> Result<i64> {
    let name = match named {
        DirectoryRef::Id(id) => return Ok(*id),
        DirectoryRef::New(name) => name,
    };
    if let Some(id) = made.get(name) {
        return Ok(*id);
    }
    let id = make(name)?;
    made.insert(name.clone(), id);
    Ok(id)
}

/// What the file's numbers begin with, or else the name's initials, with a number behind them where
/// they are taken.
fn free_code(
    conn: &mut Conn,
    new_park_codes: &BTreeMap<String, String>,
    name: &str,
) -> Result<String> {
    if let Some(code) = new_park_codes.get(name)
        && parks::find_by_code(conn, code)?.is_none()
    {
        return Ok(code.clone());
    }
    let stem = initials(name);
    for tries in 1..10_000 {
        let code = if tries == 1 {
            stem.clone()
        } else {
            format!("{stem}{tries}")
        };
        let is_promised = new_park_codes.values().any(|other| *other == code);
        if code.len() <= CODE_MAX && !is_promised && parks::find_by_code(conn, &code)?.is_none() {
            return Ok(code);
        }
    }
    Err(Error::internal("no code is free"))
}

fn park_kind(name: &str) -> ParkKind {
    if name.ends_with("街道") || name.ends_with("街道办事处") {
        ParkKind::Subdistrict
    } else if name.ends_with(['镇', '乡']) {
        ParkKind::Town
    } else {
        ParkKind::Park
    }
}

/// The first letters of a name's characters.
fn initials(name: &str) -> String {
    use pinyin::ToPinyin;
    let letters = name.chars().filter_map(|c| match c.to_pinyin() {
        Some(sound) => sound.first_letter().chars().next(),
        None => Some(c).filter(char::is_ascii_alphanumeric),
    });
    let letters: String = letters
        .map(|c| c.to_ascii_uppercase())
        .skip_while(|c| !c.is_ascii_uppercase())
        .take(6)
        .collect();
    if letters.is_empty() {
        "P".to_owned()
    } else {
        letters
    }
}
