//! Which enterprise of which park a row names.

use std::collections::BTreeMap;

use crate::base::Result;
use crate::base::db::Conn;
use crate::ledger::import::rules::fault::Issue;
use crate::ledger::import::rules::names::{Names, wrong};
use crate::ledger::import::rules::plan::{DirectoryRef, Owner};
use crate::ledger::import::rules::problem::ProblemDraft;
use crate::ledger::import::rules::row::{RowIssue, short};
use crate::ledger::import::store::{EnterpriseKnown, enterprises};
use crate::problems::rules::confidential::IdentifyingWords;
use crate::vocabulary::faults;

/// The enterprises that some rows may mean.
pub struct EnterpriseIndex {
    by_code: BTreeMap<String, EnterpriseKnown>,
    by_name: BTreeMap<String, Vec<EnterpriseKnown>>,
}

/// Where a row says it was.
pub struct StatedPlace<'a> {
    pub park: Option<&'a str>,
    pub name: Option<&'a str>,
    pub credit_code: Option<&'a str>,
    /// The column of the name.
    pub column: &'static str,
}

impl EnterpriseIndex {
    pub fn of(conn: &mut Conn, mut names: Vec<String>, codes: Vec<String>) -> Result<Self> {
        names.sort_unstable();
        names.dedup();
        let mut enterprise_index = Self {
            by_code: BTreeMap::new(),
            by_name: BTreeMap::new(),
        };
        for one in enterprises(conn, &names, &codes)? {
            if let Some(code) = &one.credit_code {
                enterprise_index.by_code.insert(code.clone(), one.clone());
            }
            enterprise_index
                .by_name
                .entry(one.name.clone())
                .or_default()
                .push(one);
        }
        Ok(enterprise_index)
    }

    pub fn with_code(&self, code: &str) -> Option<&EnterpriseKnown> {
        self.by_code.get(code)
    }

    pub fn named(&self, name: &str, park: i64) -> Option<&EnterpriseKnown> {
        let all = self.by_name.get(name)?;
        all.iter().find(|one| one.park_id == park)
    }

    /// Park and enterprise of a row: by the credit code, or else by the name within the park. Where
    /// no park is told, the enterprise's own is meant.
    pub fn place(
        &self,
        names: &mut Names,
        place: &StatedPlace,
        issues: &mut Vec<RowIssue>,
    ) -> Option<(DirectoryRef, Owner)> {
        let by_code = place.credit_code.and_then(|code| self.by_code.get(code));
        let visible = by_code.filter(|one| names.only_park.is_none_or(|own| own == one.park_id));
        if by_code.is_some() && visible.is_none() {
            let (zh, en) = (faults::CODE_OF_OTHER_PARK, "belongs to another park");
            issues.push(wrong("credit_code", Issue::new("not_yours", zh, en)));
            return None;
        }
        let park = match (place.park, visible, place.name) {
            (None, Some(one), _) => DirectoryRef::Id(one.park_id),
            (None, None, Some(name)) if names.only_park.is_none() => match self.only_one(name) {
                Some(one) => DirectoryRef::Id(one.park_id),
                None => names.park(None, issues)?,
            },
            (given, ..) => names.park(given, issues)?,
        };
        let Some(name) = place.name else {
            return Some((park, Owner::Nobody));
        };
        let by_name = match park {
            DirectoryRef::Id(id) => self.named(name, id),
            DirectoryRef::New(_) => None,
        };
        let Some(one) = visible.or(by_name) else {
            let owner = Owner::New {
                name: name.to_owned(),
                credit_code: place.credit_code.map(str::to_owned),
            };
            return Some((park, owner));
        };
        if park != DirectoryRef::Id(one.park_id) {
            let zh = format!("企业“{}”属于其他园区", short(&one.name));
            issues.push(wrong(
                "park",
                Issue::new(
                    "not_of_the_enterprise",
                    zh,
                    "isn't the park of the enterprise",
                ),
            ));
            return None;
        }
        if let (Some(given), Some(own)) = (place.credit_code, &one.credit_code)
            && given != own
        {
            let zh = format!("与名录中“{}”的信用代码不同", short(&one.name));
            issues.push(wrong(
                "credit_code",
                Issue::new("contradiction", zh, "isn't the enterprise's credit code"),
            ));
            return None;
        }
        if !one.active {
            let zh = format!("企业“{}”已停用", short(&one.name));
            issues.push(wrong(
                place.column,
                Issue::new("out_of_use", zh, "is out of use"),
            ));
            return None;
        }
        Some((park, Owner::Id(one.id)))
    }

    /// The words that tell which enterprise a row is of.
    pub fn words(&self, owner: &Owner, draft: &ProblemDraft) -> IdentifyingWords {
        let known = match owner {
            Owner::Id(id) => self.by_name.values().flatten().find(|one| one.id == *id),
            Owner::Nobody | Owner::New { .. } => None,
        };
        match (known, &draft.enterprise) {
            (Some(known), _) => IdentifyingWords::of(known.name.clone(), known.credit_code.clone()),
            (None, Some(name)) => IdentifyingWords::of(name.clone(), draft.credit_code.clone()),
            (None, None) => IdentifyingWords::default(),
        }
    }

    fn only_one(&self, name: &str) -> Option<&EnterpriseKnown> {
        match self.by_name.get(name)?.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }
}
