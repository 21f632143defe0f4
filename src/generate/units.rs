//! The parks, departments, accounts and enterprises of a made-up district.

use chrono::{NaiveDate, NaiveDateTime};

use super::words::{self, TRADES};
use crate::access::store::users::{self, NewPassword, UserFields};
use crate::access::{Actor, Role};
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::directory::rules::{DepartmentKind, EnterpriseSize, OperatingStatus, ParkKind};
use crate::directory::store::departments::DepartmentFields;
use crate::directory::store::enterprises::EnterpriseFields;
use crate::directory::store::parks::ParkFields;
use crate::directory::store::{departments, enterprises, parks};

#[derive(Debug, Clone)]
pub struct Park {
    pub id: i64,
    pub code: String,
    pub staff: Actor,
    pub enterprises: Vec<i64>,
}

#[derive(Debug, Clone)]
pub struct Department {
    pub id: i64,
    pub staff: Actor,
}

/// Everybody, in the order they were made; the departments of a trade follow each other in steps of
/// [`TRADES`].
#[derive(Debug, Clone)]
pub struct Units {
    pub coordinator: Actor,
    pub parks: Vec<Park>,
    pub departments: Vec<Department>,
}

/// How many of each.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    pub parks: usize,
    pub departments: usize,
    pub enterprises: usize,
}

/// Makes accounts, all with one password.
struct Accounts<'a> {
    now: NaiveDateTime,
    password: &'a NewPassword,
    made: usize,
}

impl Accounts<'_> {
    fn add(
        &mut self,
        conn: &mut Conn,
        username: &str,
        role: Role,
        units: (Option<i64>, Option<i64>),
    ) -> Result<Actor> {
        let fields = UserFields::of(words::person(self.made), role, units);
        self.made += 1;
        let id = users::insert(conn, self.now, username, &fields, self.password)?;
        let user = users::find(conn, id)?.ok_or(Error::NotFound)?;
        Ok(Actor::from(&user))
    }
}

/// Makes them. Usernames are `coordinator`, `leader`, `auditor`, `admin`, `park001` and on, `department001` and on.
///
/// # Errors
/// Those of the database.
pub fn make(
    conn: &mut Conn,
    sizes: Sizes,
    (now, since): (NaiveDateTime, NaiveDate),
    password: &NewPassword,
) -> Result<Units> {
    let mut accounts = Accounts {
        now,
        password,
        made: 0,
    };
    let nobody = (None, None);
    let coordinator = accounts.add(conn, "coordinator", Role::Coordinator, nobody)?;
    for (username, role) in [
        ("leader", Role::Leader),
        ("auditor", Role::Auditor),
        ("admin", Role::Admin),
    ] {
        accounts.add(conn, username, role, nobody)?;
    }
    let mut made = Units {
        coordinator,
        parks: vec![],
        departments: vec![],
    };
    for n in 0..sizes.departments {
        let name = words::department(n);
        let kind = DepartmentKind::parse(TRADES[n % TRADES.len()].kind);
        let fields = DepartmentFields {
            name,
            kind: kind.ok_or_else(|| Error::internal("a trade of no kind"))?,
            notice_emails: "[]".into(),
            peer_group: None,
            duty_contact: None,
            active: true,
            wants_slip_pdf: false,
        };
        let id = departments::insert(conn, now, &fields)?;
        let username = format!("department{:03}", n + 1);
        let staff = accounts.add(conn, &username, Role::DepartmentStaff, (None, Some(id)))?;
        made.departments.push(Department { id, staff });
    }
    for n in 0..sizes.parks {
        let code = format!("P{:03}", n + 1);
        let fields = ParkFields {
            code: code.clone(),
            name: words::park(n),
            kind: ParkKind::ALL[n % ParkKind::ALL.len()],
            active: true,
        };
        let id = parks::insert(conn, now, &fields)?;
        let username = format!("park{:03}", n + 1);
        let staff = accounts.add(conn, &username, Role::ParkStaff, (Some(id), None))?;
        made.parks.push(Park {
            id,
            code,
            staff,
            enterprises: vec![],
        });
    }
    for n in 0..sizes.enterprises {
        let park = &mut made.parks[n % sizes.parks];
        let fields = EnterpriseFields {
            name: words::enterprise(n),
            credit_code: None,
            park_id: park.id,
            industry: None,
            size: Some(EnterpriseSize::ALL[n % EnterpriseSize::ALL.len()]),
            tags: "[]".into(),
            assisting_leader: None,
            liaison_user_id: Some(park.staff.id),
            contacts: "[]".into(),
            active: true,
        };
        let id = enterprises::insert(conn, now, &fields)?;
        let status = (OperatingStatus::Running, since, since);
        enterprises::add_status(conn, now, id, status, Some(park.staff.id))?;
        park.enterprises.push(id);
    }
    Ok(made)
}
