//! What the description of leads can't count: amounts, people, what became of those of a period, and how long nobody has
//! heard of one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};

use super::fields::Lead;
use super::rules::{BANDS, Stale, band};
use super::terms::InForce;
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::rate::Rate;
use crate::calendar::rules::Calendar;
use crate::entries::AnyLedger;
use crate::entries::actions::{Behind, behind, fields_as_of, new_in_period};
use crate::entries::description::Text;
use crate::entries::ledger::{Fields, typed};
use crate::entries::rules::numbers::{Asked, OwnNumbers};
use crate::entries::store;
use crate::projects::{self, Project};

type Key = Option<String>;

/// What an industry is called that isn't a leading one: what somebody wrote of a lead is for who may read it.
const OTHER: &str = "其他";

/// A project, as far as it is counted with.
#[derive(Clone, Copy, Default)]
struct Site {
    is_started: bool,
    funds_yuan: i64,
}

/// The figures of a project's month that are counted with.
#[derive(Default, Deserialize)]
struct Figures {
    funds_yuan: Option<i64>,
}

fn sites(conn: &mut Conn, ids: &BTreeSet<i64>, day: NaiveDate) -> Result<HashMap<i64, Site>> {
    let mut sites: HashMap<i64, Site> = HashMap::new();
    if ids.is_empty() {
        return Ok(sites);
    }
    let all: Vec<i64> = ids.iter().copied().collect();
    for (id, fields) in fields_as_of(conn, &all, day)? {
        let project: Project = typed(&fields)?;
        sites.entry(id).or_default().is_started = project.started_on.is_some();
    }
    for row in store::months_as_of(conn, projects::LEDGER.code(), day)? {
        if let Some(site) = sites.get_mut(&row.entry_id) {
            let figures: Figures = serde_json::from_str(&row.figures).unwrap_or_default();
            site.funds_yuan = site
                .funds_yuan
                .saturating_add(figures.funds_yuan.unwrap_or(0));
        }
    }
    Ok(sites)
}

/// What a part of the leads comes to.
#[derive(Debug, Clone, Default)]
struct Part {
    leads: i64,
    signed: i64,
    landed: i64,
    amount_yuan: i64,
}

/// What a group comes to.
#[derive(Default)]
struct Sums {
    amount_yuan: i64,
    framework_yuan: i64,
    new_contracts: i64,
    new_amount_yuan: i64,
    ever_signed: i64,
    started: i64,
    /// The projects whose funds are counted, each once.
    projects: BTreeSet<i64>,
    funds_yuan: i64,
    registered: i64,
    converted: i64,
    people: i64,
    arrived: i64,
    flexible: i64,
    new_arrived: i64,
    stale: BTreeMap<Text, i64>,
    bands: [(i64, i64); BANDS.len()],
    industries: BTreeMap<String, Part>,
    first_units: BTreeMap<String, Part>,
}

impl Sums {
    fn row(&self) -> Fields {
        let parts = |all: &BTreeMap<String, Part>| -> Vec<Value> {
            let told = all.iter().map(|(name, part)| {
                json!({"name": name, "leads": part.leads, "signed": part.signed, "landed": part.landed,
                    "amount_yuan": part.amount_yuan})
            });
            told.collect()
        };
        let stale: Fields = Stale::ALL
            .iter()
            .map(|one| {
                let number = self.stale.get(one.as_str()).copied().unwrap_or(0);
                (one.as_str().to_owned(), number.into())
            })
            .collect();
        let bands: Vec<Value> = BANDS
            .iter()
            .zip(&self.bands)
            .map(|(from, (contracts, yuan))| {
                json!({"from_yuan": from, "contracts": contracts, "amount_yuan": yuan})
            })
            .collect();
        let row = json!({
            "signed_amount": self.amount_yuan,
            "framework_amount": self.framework_yuan,
            "contracts_of_period": {"contracts": self.new_contracts, "amount_yuan": self.new_amount_yuan},
            "started": Rate::of(self.started, self.ever_signed),
            "funds": Rate::of(self.funds_yuan, self.amount_yuan),
            "converted": Rate::of(self.converted, self.registered),
            "talents_of_day": {"people": self.people, "arrived": self.arrived, "flexible": self.flexible},
            "talents_of_period": {"arrived": self.new_arrived},
            "stale": stale,
            "bands": bands,
            "industries": parts(&self.industries),
            "first_units": parts(&self.first_units),
        });
        row.as_object().cloned().unwrap_or_default()
    }
}

pub fn of_none() -> Fields {
    Sums::default().row()
}

/// The leads of a question and what they come to.
struct Gathered<'c> {
    /// Each with its industry as it is told: one that leads on the day, or another one.
    leads: BTreeMap<i64, Lead>,
    sites: HashMap<i64, Site>,
    total: Sums,
    groups: BTreeMap<Key, Sums>,
    calendar: &'c Calendar,
}

impl Gathered<'_> {
    /// Adds to the sums of all and of a group.
    fn add(&mut self, some: &Behind, each: impl Fn(&mut Sums, &Lead, &HashMap<i64, Site>)) {
        for (id, key) in some {
            let Some(lead) = self.leads.get(id) else {
                continue;
            };
            let group = self.groups.entry(key.clone()).or_default();
            for sums in [&mut self.total, group] {
                each(sums, lead, &self.sites);
            }
        }
    }
}

/// What leads add by a name of theirs.
fn by_name(sums: &mut Sums, lead: &Lead, each: impl Fn(&mut Part)) {
    if let Some(industry) = &lead.industry {
        each(sums.industries.entry(industry.clone()).or_default());
    }
    if let Some(unit) = &lead.first_unit {
        each(sums.first_units.entry(unit.clone()).or_default());
    }
}

/// # Errors
/// Those of the database.
pub fn numbers(conn: &mut Conn, asked: &Asked, calendar: &Calendar) -> Result<OwnNumbers> {
    let day = asked.as_of;
    let now = asked.on(day);
    let open = behind(conn, "open", &now)?;
    let leads = behind(conn, "leads", &now)?;
    let signed = behind(conn, "signed", &now)?;
    let landed = behind(conn, "landed", &now)?;
    let ever_signed = behind(conn, "ever_signed", &now)?;
    let contracts = behind(conn, "contracts", &now)?;
    let framework = behind(conn, "framework", &now)?;
    let talents = behind(conn, "talents", &now)?;
    let arrived = behind(conn, "talents_arrived", &now)?;
    let known = behind(conn, "known", &now)?;
    let new_contracts = new_in_period(conn, "contracts", asked)?;
    let new_arrived = new_in_period(conn, "talents_arrived", asked)?;
    let all: BTreeSet<i64> = [
        &open,
        &known,
        &ever_signed,
        &contracts,
        &talents,
        &new_contracts,
        &new_arrived,
    ]
    .into_iter()
    .flat_map(|some| some.keys().copied())
    .collect();
    let all: Vec<i64> = all.into_iter().collect();
    let leading = InForce::on(conn, day)?.industries;
    let mut told = BTreeMap::new();
    for (id, fields) in fields_as_of(conn, &all, day)? {
        let mut lead: Lead = typed(&fields)?;
        if let Some(industry) = &mut lead.industry
            && !leading.contains(industry)
        {
            OTHER.clone_into(industry);
        }
        told.insert(id, lead);
    }
    let on_sites = contracts.keys().filter_map(|id| told.get(id)?.project_id);
    let sites = sites(conn, &on_sites.collect(), day)?;
    let mut gathered = Gathered {
        leads: told,
        sites,
        total: Sums::default(),
        groups: BTreeMap::new(),
        calendar,
    };
    gathered.add(&leads, |sums, lead, _| {
        by_name(sums, lead, |part| part.leads += 1)
    });
    gathered.add(&signed, |sums, lead, _| {
        by_name(sums, lead, |part| part.signed += 1)
    });
    gathered.add(&landed, |sums, lead, _| {
        by_name(sums, lead, |part| part.landed += 1)
    });
    gathered.add(&contracts, contract);
    gathered.add(&ever_signed, |sums, lead, sites| {
        let site = lead.project_id.and_then(|id| sites.get(&id));
        sums.ever_signed += 1;
        sums.started += i64::from(site.is_some_and(|site| site.is_started));
    });
    gathered.add(&framework, |sums, lead, _| {
        sums.framework_yuan = sums
            .framework_yuan
            .saturating_add(lead.framework_yuan.unwrap_or(0));
    });
    gathered.add(&new_contracts, |sums, lead, _| {
        sums.new_contracts += 1;
        sums.new_amount_yuan = sums
            .new_amount_yuan
            .saturating_add(lead.amount_yuan.unwrap_or(0));
    });
    gathered.add(&talents, |sums, lead, _| sums.people += lead.people());
    gathered.add(&arrived, |sums, lead, _| {
        sums.arrived += lead.people();
        sums.flexible += lead.people() * i64::from(lead.flexible == Some(true));
    });
    gathered.add(&new_arrived, |sums, lead, _| {
        sums.new_arrived += lead.people()
    });
    let cohort = of_period(conn, known, asked)?;
    gathered.add(&cohort, |sums, _, _| sums.registered += 1);
    let converted: HashMap<i64, Key> = cohort
        .into_iter()
        .filter(|(id, _)| landed.contains_key(id))
        .collect();
    gathered.add(&converted, |sums, _, _| sums.converted += 1);
    silent(conn, &mut gathered, &open, day)?;
    let Gathered { total, groups, .. } = gathered;
    Ok(OwnNumbers {
        total: total.row(),
        groups: groups
            .into_iter()
            .map(|(key, sums)| (key, sums.row()))
            .collect(),
    })
}

fn contract(sums: &mut Sums, lead: &Lead, sites: &HashMap<i64, Site>) {
    let yuan = lead.amount_yuan.unwrap_or(0);
    sums.amount_yuan = sums.amount_yuan.saturating_add(yuan);
    if let Some((contracts, of_band)) = sums.bands.get_mut(band(yuan)) {
        *contracts += 1;
        *of_band = of_band.saturating_add(yuan);
    }
    by_name(sums, lead, |part| {
        part.amount_yuan = part.amount_yuan.saturating_add(yuan);
    });
    if let Some(id) = lead.project_id
        && let Some(site) = sites.get(&id)
        && sums.projects.insert(id)
    {
        sums.funds_yuan = sums.funds_yuan.saturating_add(site.funds_yuan);
    }
}

/// Of some leads those that were registered in the period.
fn of_period(
    conn: &mut Conn,
    mut some: HashMap<i64, Key>,
    asked: &Asked,
) -> Result<HashMap<i64, Key>> {
    let ids: Vec<i64> = some.keys().copied().collect();
    let rows = store::rows_of(conn, &ids)?.into_iter();
    let registered = rows.filter(|row| (asked.from..=asked.to).contains(&row.listed_on));
    let registered: BTreeSet<i64> = registered.map(|row| row.id).collect();
    some.retain(|id, _| registered.contains(id));
    Ok(some)
}

/// Counts the open ones of which nobody has heard for long.
fn silent(
    conn: &mut Conn,
    gathered: &mut Gathered,
    open: &HashMap<i64, Key>,
    day: NaiveDate,
) -> Result<()> {
    let ids: Vec<i64> = open.keys().copied().collect();
    let stretches = store::stretches_of(conn, &ids)?.into_iter();
    let standing = stretches.filter(|(from, until, _)| *from <= day && day < *until);
    for (.., state) in standing {
        let id = state.entry_id;
        let Some(lead) = gathered.leads.get(&id) else {
            continue;
        };
        let (Some(active_on), Some(silence)) = (lead.active_on, lead.silence) else {
            continue;
        };
        let is_new = state.status == "contact";
        let stale = silence.stale((active_on, is_new), day, gathered.calendar);
        if let (Some(stale), Some(key)) = (stale, open.get(&id)) {
            let group = gathered.groups.entry(key.clone()).or_default();
            for sums in [&mut gathered.total, group] {
                *sums.stale.entry(stale.as_str()).or_default() += 1;
            }
        }
    }
    Ok(())
}
