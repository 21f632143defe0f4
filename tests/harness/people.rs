//! Two parks, two departments, an enterprise each, and somebody of every role.

use chrono::Duration;
use diesel::prelude::*;
use reqwest::Method;
use serde_json::Value;
use zhuqi::access::store::sessions;
use zhuqi::access::tokens::Keys;
use zhuqi::access::{Actor, Role};
use zhuqi::base::clock::Clock;
use zhuqi::base::db::schema::{departments, enterprises, parks, users};
use zhuqi::base::db::{Conn, Db};

use super::{Answer, CLIENT, files, send, send_bytes};

/// Somebody signed in.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: i64,
    pub actor: Actor,
    pub session: i64,
    pub token: String,
    address: String,
}

impl Person {
    async fn ask(
        &self,
        method: Method,
        path: &str,
        more: &[(&str, &str)],
        body: Option<Value>,
    ) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let mut headers = vec![("Authorization", bearer.as_str())];
        headers.extend_from_slice(more);
        send(&self.address, method, path, &headers, body).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[], None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::POST, path, &[], Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::PATCH, path, &[], Some(body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::PUT, path, &[], Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.ask(Method::DELETE, path, &[], None).await
    }

    /// Sends parts of a form: name, file name where it is a file, bytes.
    pub async fn send_form(
        &self,
        more: &[(&str, &str)],
        path: &str,
        parts: &[(&str, Option<&str>, &[u8])],
    ) -> Answer {
        let (bearer, kind) = (format!("Bearer {}", self.token), files::form_type());
        let mut headers = vec![
            ("Authorization", bearer.as_str()),
            ("Content-Type", kind.as_str()),
        ];
        headers.extend_from_slice(more);
        send_bytes(&self.address, path, &headers, files::form(parts)).await
    }

    /// Sends files under their names.
    pub async fn attach(&self, path: &str, sent: &[(&str, &[u8])]) -> Answer {
        let parts: Vec<_> = sent
            .iter()
            .map(|(name, bytes)| ("file", Some(*name), *bytes))
            .collect();
        self.send_form(&[], path, &parts).await
    }

    /// The bytes of an answer, with its status and headers.
    pub async fn download(&self, path: &str) -> (u16, reqwest::header::HeaderMap, Vec<u8>) {
        let answer = CLIENT
            .get(format!("{}/api/v1{path}", self.address))
            .bearer_auth(&self.token)
            .send()
            .await
            .unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        (status, headers, answer.bytes().await.unwrap().to_vec())
    }

    /// Any method, with headers such as `If-Match` or `Idempotency-Key`.
    pub async fn with(
        &self,
        headers: &[(&str, &str)],
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Answer {
        self.ask(method, path, headers, body).await
    }
}

#[derive(Debug, Clone)]
pub struct People {
    pub admin: Person,
    pub coordinator: Person,
    /// A second one, for rulings on what the first asked.
    pub coordinator2: Person,
    /// Of park `SH`.
    pub park: Person,
    /// A colleague of `park`.
    pub park2: Person,
    /// Of park `CX`.
    pub other_park: Person,
    /// Of 华辰电力公司.
    pub department: Person,
    /// Of 经济发展局.
    pub other_department: Person,
    pub leader: Person,
    pub auditor: Person,
    pub park_id: i64,
    pub other_park_id: i64,
    pub department_id: i64,
    pub other_department_id: i64,
    /// 聚合庄生态农庄 in `SH`.
    pub enterprise_id: i64,
    /// An enterprise in `CX`.
    pub other_enterprise_id: i64,
}

impl People {
    pub fn settle(db: &Db, clock: &Clock, keys: &Keys) -> Self {
        let (clock, keys) = (clock.clone(), keys.clone());
        db.write_blocking(move |conn| Ok(settle(conn, &clock, &keys)))
            .unwrap()
    }

    pub fn at(mut self, address: &str) -> Self {
        for person in [
            &mut self.admin,
            &mut self.coordinator,
            &mut self.coordinator2,
            &mut self.park,
            &mut self.park2,
            &mut self.other_park,
            &mut self.department,
            &mut self.other_department,
            &mut self.leader,
            &mut self.auditor,
        ] {
            person.address = address.to_owned();
        }
        self
    }

    /// Everybody, by role, the first of each.
    pub fn each_role(&self) -> [(Role, &Person); 6] {
        [
            (Role::Admin, &self.admin),
            (Role::Coordinator, &self.coordinator),
            (Role::ParkStaff, &self.park),
            (Role::DepartmentStaff, &self.department),
            (Role::Leader, &self.leader),
            (Role::Auditor, &self.auditor),
        ]
    }
}

fn settle(conn: &mut Conn, clock: &Clock, keys: &Keys) -> People {
    let park_id = park(conn, clock, "SH", "沙河产业园区");
    let other_park_id = park(conn, clock, "CX", "创新创业服务园区");
    let department_id = department(
        conn,
        clock,
        "华辰电力公司",
        "utility",
        "dian@huachen.example",
    );
    let other_department_id = department(
        conn,
        clock,
        "经济发展局",
        "government",
        "jfj@district.example",
    );
    let mut person = |name: &str, role, park, department| {
        settle_person(conn, clock, keys, name, (role, park, department))
    };
    let people = People {
        admin: person("admin1", Role::Admin, None, None),
        coordinator: person("coordinator1", Role::Coordinator, None, None),
        coordinator2: person("coordinator2", Role::Coordinator, None, None),
        park: person("park1", Role::ParkStaff, Some(park_id), None),
        park2: person("park2", Role::ParkStaff, Some(park_id), None),
        other_park: person("other_park", Role::ParkStaff, Some(other_park_id), None),
        department: person(
            "department1",
            Role::DepartmentStaff,
            None,
            Some(department_id),
        ),
        other_department: person(
            "other_department",
            Role::DepartmentStaff,
            None,
            Some(other_department_id),
        ),
        leader: person("leader1", Role::Leader, None, None),
        auditor: person("auditor1", Role::Auditor, None, None),
        park_id,
        other_park_id,
        department_id,
        other_department_id,
        enterprise_id: 0,
        other_enterprise_id: 0,
    };
    People {
        enterprise_id: enterprise(conn, clock, "聚合庄生态农庄", park_id),
        other_enterprise_id: enterprise(conn, clock, "创客机械", other_park_id),
        ..people
    }
}

/// An account with a session.
pub fn settle_person(
    conn: &mut Conn,
    clock: &Clock,
    keys: &Keys,
    name: &str,
    (role, park_id, department_id): (Role, Option<i64>, Option<i64>),
) -> Person {
    let now = clock.now().naive_utc();
    let id: i64 = diesel::insert_into(users::table)
        .values((
            (
                users::username.eq(name),
                users::display_name.eq(format!("{name}同志")),
                users::role.eq(role),
                users::park_id.eq(park_id),
                users::department_id.eq(department_id),
                users::email.eq(format!("{name}@district.example")),
            ),
            (
                users::password_hash.eq("nobody signs in with this"),
                users::password_changed_at.eq(now),
                users::must_change_password.eq(false),
                users::token_version.eq(1),
                users::active.eq(true),
                users::created_at.eq(now),
                users::updated_at.eq(now),
                users::version.eq(1),
            ),
        ))
        .returning(users::id)
        .get_result(conn)
        .unwrap();
    let session = sessions::open(
        conn,
        now,
        id,
        ("test", "127.0.0.1"),
        now + Duration::days(3650),
    )
    .unwrap();
    Person {
        id,
        actor: Actor {
            id,
            name: format!("{name}同志"),
            role,
            park_id,
            department_id,
            session_id: None,
            request_id: None,
            address: None,
            must_change_password: false,
        },
        session,
        // Good for as long as a test may move its clock.
        token: keys
            .issue(id, session, 1, clock.now() + Duration::days(3650))
            .unwrap(),
        address: String::new(),
    }
}

fn park(conn: &mut Conn, clock: &Clock, code: &str, name: &str) -> i64 {
    let now = clock.now().naive_utc();
    diesel::insert_into(parks::table)
        .values((
            parks::code.eq(code),
            parks::name.eq(name),
            parks::kind.eq("park"),
            parks::active.eq(true),
            parks::created_at.eq(now),
            parks::updated_at.eq(now),
            parks::version.eq(1),
        ))
        .returning(parks::id)
        .get_result(conn)
        .unwrap()
}

fn department(conn: &mut Conn, clock: &Clock, name: &str, kind: &str, email: &str) -> i64 {
    let now = clock.now().naive_utc();
    diesel::insert_into(departments::table)
        .values((
            departments::name.eq(name),
            departments::kind.eq(kind),
            departments::notice_emails.eq(format!("[{email:?}]")),
            departments::active.eq(true),
            departments::created_at.eq(now),
            departments::updated_at.eq(now),
            departments::version.eq(1),
        ))
        .returning(departments::id)
        .get_result(conn)
        .unwrap()
}

fn enterprise(conn: &mut Conn, clock: &Clock, name: &str, park: i64) -> i64 {
    let now = clock.now().naive_utc();
    diesel::insert_into(enterprises::table)
        .values((
            enterprises::name.eq(name),
            enterprises::park_id.eq(park),
            enterprises::tags.eq("[]"),
            enterprises::contacts.eq("[]"),
            enterprises::active.eq(true),
            enterprises::created_at.eq(now),
            enterprises::updated_at.eq(now),
            enterprises::version.eq(1),
        ))
        .returning(enterprises::id)
        .get_result(conn)
        .unwrap()
}
