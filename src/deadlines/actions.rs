//! Choosing, writing and seeding policies.

use chrono::NaiveDateTime;
use serde_json::json;

use super::rules::{Case, InForce, Preset, select};
use super::store::{self, Content, Policy};
use crate::access::Actor;
use crate::audit;
use crate::base::db::Conn;
use crate::base::{Error, FieldError, IfMatch, Result};

/// The policy in force for a problem, to be frozen into its clocks.
///
/// # Errors
/// Those of the database.
pub fn in_force(conn: &mut Conn, case: &Case) -> Result<InForce> {
    let policies = store::active(conn)?;
    let parent = match case.category_id {
        Some(category) => store::category_above(conn, category)?,
        None => None,
    };
    let best = select(policies, |policy| policy.content.matching, (case, parent))
        .ok_or_else(|| Error::internal("no default time limit policy"))?;
    Ok(InForce {
        policy_id: best.id,
        version: best.version,
        terms: best.content.terms,
    })
}

/// Adds a policy.
///
/// # Errors
/// [`Error::Invalid`] where its category isn't usable or another one in force is for the same.
pub fn create(
    conn: &mut Conn,
    (who, now): (&Actor, NaiveDateTime),
    content: &Content,
) -> Result<Policy> {
    check_category(conn, content.matching.category_id, None)?;
    let id = store::insert(conn, now, content)?;
    let entry = who.entry(
        "time_limit_policy.create",
        "time_limit_policy",
        id,
        json!(content),
    );
    audit::record(conn, now, &entry)?;
    store::find(conn, id)?.ok_or(Error::NotFound)
}

/// Makes a new version of a policy; clocks that run by an older one keep it.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Stale`], those of [`create`], and a conflict where it would leave
/// some problems without a policy.
pub fn change(
    conn: &mut Conn,
    (who, now): (&Actor, NaiveDateTime),
    (id, if_match): (i64, Option<IfMatch>),
    edit: impl FnOnce(&Content) -> Result<Content>,
) -> Result<Policy> {
    let policy = store::hold(conn, id)?.ok_or(Error::NotFound)?;
    let content = edit(&policy.content)?;
    let category_before = policy.content.matching.category_id;
    check_category(conn, content.matching.category_id, category_before)?;
    if if_match.is_some_and(|seen| !seen.names(policy.version)) {
        return Err(Error::Stale);
    }
    let was_default = policy.content.active && policy.content.matching.is_default();
    if was_default && !(content.active && content.matching.is_default()) {
        return Err(Error::conflict(
            "time_limit_policy.default_needed",
            "默认时限规则适用于所有问题，不能停用或限定范围",
            "the default policy is for all problems and can be neither deactivated nor narrowed",
        ));
    }
    store::update(conn, now, id, policy.version, &content)?;
    let data = json!({"before": policy.content, "after": content});
    let entry = who.entry("time_limit_policy.change", "time_limit_policy", id, data);
    audit::record(conn, now, &entry)?;
    store::find(conn, id)?.ok_or(Error::NotFound)
}

/// At the first start: the policies of a preset, where there are none.
///
/// # Errors
/// Those of the database.
pub fn seed(conn: &mut Conn, now: NaiveDateTime, preset: Preset) -> Result<()> {
    if store::count(conn)? > 0 {
        return Ok(());
    }
    for policy in preset.policies() {
        let content = Content {
            name: policy.name.to_owned(),
            matching: policy.matching,
            terms: policy.terms,
            active: true,
        };
        store::insert(conn, now, &content)?;
    }
    Ok(())
}

/// A category that is new to the policy must be in use; one that it had may have gone out of use.
fn check_category(conn: &mut Conn, now: Option<i64>, before: Option<i64>) -> Result<()> {
    match now.filter(|id| Some(*id) != before) {
        Some(id) if !store::category_is_usable(conn, id)? => {
            Err(Error::invalid(FieldError::unknown_id("/category_id")))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use chrono::DateTime;

    use super::super::rules::{Level, Severity};
    use super::*;
    use crate::access::Role;
    use crate::base::db::{DatabaseUrl, Db};

    fn seeded(name: &str) -> Db {
        let path = std::env::temp_dir().join(format!("zhuqi-{name}-{}.db", std::process::id()));
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", path.display()));
        }
        let url = DatabaseUrl::parse(&format!("sqlite://{}", path.display())).unwrap();
        let db = Db::open(&url).unwrap();
        db.write_blocking(|conn| {
            seed(conn, now(), Preset::Working13710)?;
            seed(conn, now(), Preset::Quanzhou2022)
        })
        .unwrap();
        db
    }

    fn coordinator() -> Actor {
        Actor {
            id: 1,
            name: "活动办".into(),
            role: Role::Coordinator,
            park_id: None,
            department_id: None,
            session_id: None,
            request_id: None,
            address: None,
            must_change_password: false,
        }
    }

    fn now() -> NaiveDateTime {
        DateTime::UNIX_EPOCH.naive_utc()
    }

    fn for_severity(severity: Severity) -> Case {
        Case {
            severity,
            category_id: None,
            level: Level::District,
        }
    }

    #[test]
    fn a_preset_is_seeded_once_and_chosen_from() {
        let db = seeded("seeded");
        let policies = Preset::Working13710.policies();
        for (severity, index) in [
            (Severity::Ordinary, 0),
            (Severity::Major, 1),
            (Severity::Urgent, 2),
        ] {
            let chosen = db
                .read_blocking(|conn| in_force(conn, &for_severity(severity)))
                .unwrap();
            assert_eq!(chosen.terms, policies[index].terms);
            assert_eq!(chosen.version, 1);
        }
        assert_eq!(db.read_blocking(store::count).unwrap(), 3);
    }

    #[test]
    fn a_change_makes_a_version_and_the_frozen_one_stays_as_it_was() {
        let db = seeded("versions");
        let case = for_severity(Severity::Urgent);
        let frozen = db.read_blocking(|conn| in_force(conn, &case)).unwrap();
        let id = frozen.policy_id;
        let rename = move |conn: &mut Conn, seen: Option<i64>| {
            change(
                conn,
                (&coordinator(), now()),
                (id, seen.map(IfMatch::from)),
                |old| {
                    Ok(Content {
                        name: "加急".into(),
                        ..old.clone()
                    })
                },
            )
        };
        let changed = db
            .write_blocking(move |conn| rename(conn, Some(1)))
            .unwrap();
        assert_eq!((changed.version, &*changed.content.name), (2, "加急"));
        let stale = db.write_blocking(move |conn| rename(conn, Some(1)));
        assert!(matches!(stale, Err(Error::Stale)));
    }

    #[test]
    fn no_two_policies_in_force_are_for_the_same_and_the_default_stays() {
        let db = seeded("same");
        let case = for_severity(Severity::Urgent);
        let urgent = db
            .read_blocking(|conn| in_force(conn, &case))
            .unwrap()
            .policy_id;
        let copy = move |conn: &mut Conn| {
            let urgent = store::find(conn, urgent)?.ok_or(Error::NotFound)?;
            create(conn, (&coordinator(), now()), &urgent.content)
        };
        assert!(matches!(db.write_blocking(copy), Err(Error::Invalid(_))));
        let deactivate = |id: i64| {
            db.write_blocking(move |conn| {
                change(conn, (&coordinator(), now()), (id, None), |old| {
                    Ok(Content {
                        active: false,
                        ..old.clone()
                    })
                })
            })
        };
        assert!(deactivate(urgent).is_ok());
        let again = db.read_blocking(|conn| in_force(conn, &case)).unwrap();
        assert!(matches!(
            deactivate(again.policy_id),
            Err(Error::Conflict {
                code: "time_limit_policy.default_needed",
                ..
            })
        ));
    }
}
