//! Nothing leaks: a word of its own in every text of each organisation, everybody reads everything
//! there is to read, and nobody finds a word that isn't theirs (domain.md §5).

use diesel::dsl::max;
use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use zhuqi::app::ledgers::{is_of_one, rights};
use zhuqi::base::db::Conn;
use zhuqi::base::db::schema::{entries, outbox};
use zhuqi::circulation::Details;
use zhuqi::mail::actions::complete;
use zhuqi::mail::remind;
use zhuqi::mail::store::Mail;
use zhuqi::problems::actions::redacted_titles;

use crate::both;
use crate::harness::files;
use crate::harness::people::Person;
use crate::harness::{App, send};
use crate::problems::{act, id_of};

/// Codes with right check characters.
const CODES: [&str; 2] = ["91350100M000100Y43", "91330100799655058B"];
const PHONES: [&str; 2] = ["13811110001", "13822220002"];

/// What each side wrote: 沙 is 沙河产业园区, 创 is 创新创业服务园区.
const TITLES: [&str; 2] = ["沙题词", "创题词"];
const TEXTS: [&str; 2] = ["沙文词", "创文词"];
const VISITS: [&str; 2] = ["沙访词", "创访词"];
const ENTERPRISES: [&str; 2] = ["沙企名词", "创企名词"];
const DETAILS: [&str; 2] = ["沙企详词", "创企详词"];
const CONTACTS: [&str; 2] = ["沙联系词", "创联系词"];
const EMAILS: [&str; 2] = ["shalianxi@farm.example", "chuanglianxi@shop.example"];
/// A problem of 沙河 that nobody was given.
const UNGIVEN: &str = "沙未派词";
/// One that the power company lost to 经济发展局.
const LOST: &str = "沙转词";
/// What was written after a problem went from 沙河 to 创新创业.
const MOVED: &str = "移后词";
/// What stands with an enterprise's door and what came through it.
const DOORS: [&str; 2] = ["沙门词", "创门词"];
const DUTY: [&str; 2] = ["电值班词", "经值班词"];

async fn patch(who: &Person, path: String, body: Value) {
    who.patch(&path, body).await.expect(200);
}

async fn filed(who: &Person, body: Value) -> i64 {
    id_of(&who.post("/problems", body).await.expect(201))
}

/// Everything an organisation writes, with its words in it.
async fn write_all(app: &App, side: usize) {
    let people = &app.people;
    let (park, enterprise, department, lead) = match side {
        0 => (
            &people.park,
            people.enterprise_id,
            &people.department,
            people.department_id,
        ),
        _ => (
            &people.other_park,
            people.other_enterprise_id,
            &people.other_department,
            people.other_department_id,
        ),
    };
    let office = &people.coordinator;
    let (text, detail, contact) = (TEXTS[side], DETAILS[side], CONTACTS[side]);
    patch(
        park,
        format!("/enterprises/{enterprise}"),
        json!({
        "name": ENTERPRISES[side], "credit_code": CODES[side], "industry": detail, "tags": [detail],
        "assisting_leader": detail, "operating_status": "running", "contacts": [{"name": contact,
        "phone": PHONES[side], "email": EMAILS[side], "position": contact}]}),
    )
    .await;
    patch(
        office,
        format!("/departments/{lead}"),
        json!({"duty_contact": DUTY[side]}),
    )
    .await;
    let visit = json!({"enterprise_id": enterprise, "site_name": VISITS[side], "visited_on": "2021-08-02",
        "participants": [VISITS[side]], "summary": VISITS[side]});
    let visit = id_of(&park.post("/visits", visit).await.expect(201));
    let id = filed(park, json!({"title": TITLES[side], "description": text, "enterprise_id": enterprise,
        "visit_id": visit, "source": "hotline", "source_reference": text,
        "dispatch": {"lead_department_id": lead, "note": text, "place": text, "meet_at": "2021-08-03T10:00:00+08:00"}})).await;
    act(department, id, "accept", json!({"note": text})).await;
    act(
        department,
        id,
        "on_site",
        json!({"who": text, "on": "2021-08-02", "note": text}),
    )
    .await;
    act(department, id, "assign_handler", json!({"name": text})).await;
    act(
        park,
        id,
        "progress",
        json!({"text": text, "next_step": text,
        "on_behalf_of": {"department_id": lead, "person": text}}),
    )
    .await;
    act(
        department,
        id,
        "request_suspension",
        json!({"cause": "season", "until": "2021-08-20", "reason": text}),
    )
    .await;
    act(
        office,
        id,
        "decide_suspension",
        json!({"granted": false, "reason": text}),
    )
    .await;
    act(
        department,
        id,
        "request_extension",
        json!({"until": "2021-08-20", "reason": text}),
    )
    .await;
    act(
        office,
        id,
        "decide_extension",
        json!({"granted": true, "reason": text}),
    )
    .await;
    act(
        &people.leader,
        id,
        "supervise",
        json!({"kind": "instruction", "text": text, "by": text}),
    )
    .await;
    act(
        office,
        id,
        "escalate",
        json!({"level": "city", "body": text, "reference": text}),
    )
    .await;
    act(office, id, "comment", json!({"text": text})).await;
    act(
        department,
        id,
        "resolve",
        json!({"outcome": "partly_solved", "resolution": text, "remaining": text,
        "next_step": text, "next_on": "2021-09-30"}),
    )
    .await;
    act(
        park,
        id,
        "follow_up",
        json!({"reached": true, "solved": false, "satisfaction": 2, "note": text}),
    )
    .await;
    act(
        park,
        id,
        "track",
        json!({"next_on": "2021-09-30", "note": text}),
    )
    .await;
    let project = json!({"name": TITLES[side], "content": text, "kind": "industrial", "level": "city",
        "enterprise_id": enterprise, "department_id": lead, "handler": text});
    let project = id_of(&park.post("/projects", project).await.expect(201));
    let plan = json!({"milestones": [{"name": text, "due_on": "2021-09-30", "handler": text}]});
    let path = format!("/enterprises/{enterprise}");
    park.patch(&path, json!({"operating_status": "halted"}))
        .await
        .expect(200);
    let revival =
        json!({"enterprise_id": enterprise, "department_id": lead, "criterion": TITLES[side]});
    let revival = id_of(&park.post("/revivals", revival).await.expect(201));
    let policy = json!({"cause": "funds", "path": "lease", "measures": text, "target_on": "2021-12-31",
        "milestones": [{"name": text, "due_on": "2021-09-30", "handler": text}]});
    let path = format!("/revivals/{revival}/plan");
    department.post(&path, policy).await.expect(200);
    let path = format!("/projects/{project}/milestones");
    department.put(&path, plan).await.expect(200);
    let path = format!("/projects/{project}/progress");
    let told = json!({"text": text, "next_step": text});
    department.post(&path, told).await.expect(200);
    let path = format!("/projects/{project}/link");
    let link = json!({"problem_id": id, "kind": text});
    park.post(&path, link).await.expect(200);
    let belongs = &park.actor.park_id;
    let drive = json!({"name": TITLES[side], "park_id": belongs, "department_id": lead, "from_on": "2021-08-02",
        "until_on": "2021-08-31", "nature": "emergency", "basis": text, "groups": [{"name": text, "members": text}],
        "checklist": [{"text": text}], "targets": [{"name": text, "park_id": belongs}]});
    let drive = id_of(&park.post("/drives", drive).await.expect(201));
    let path = format!("/drives/{drive}/begin");
    department.post(&path, json!({})).await.expect(200);
    let check = json!({"drive_id": drive, "target": 1, "group": 1, "on": "2021-08-02", "note": text,
        "answers": [{"item": 1, "answer": "no", "note": text}]});
    let check = id_of(&department.post("/checks", check).await.expect(201));
    let hazard = json!({"check_id": check, "on": "2021-08-02", "item": 1, "text": text, "level": "ordinary",
        "handling": "later", "measure": text, "responsible": text});
    department.post("/hazards", hazard).await.expect(201);
    let won = json!({"kind": "investment", "name": TITLES[side], "investor": text, "origin": text, "industry": text,
        "source": "other", "source_name": text, "park_id": belongs, "department_id": lead});
    let won = id_of(&park.post("/leads", won).await.expect(201));
    let path = format!("/leads/{won}/assess");
    let follow = json!({"follow": "yes", "reason": text});
    department.post(&path, follow).await.expect(200);
    let activity = json!({"name": TITLES[side], "kind": "roadshow", "planned_on": "2021-08-02", "place": text, "park_id": belongs,
        "department_id": lead, "text": text, "experts": [{"name": text}]});
    let activity = id_of(&park.post("/activities", activity).await.expect(201));
    let path = format!("/activities/{activity}/hold");
    let day = json!({"on": "2021-08-02", "text": text});
    department.post(&path, day).await.expect(200);
    let path = format!("/activities/{activity}/attendance");
    let came = json!({"attendance": [{"name": text}]});
    department.put(&path, came).await.expect(200);
    let of = json!({"activity_id": activity, "company": text, "need": TITLES[side], "counterpart": text, "kind": "other"});
    department.post("/matches", of).await.expect(201);
    // In the name, in the bytes and in the reason.
    let photo = files::pdf(text);
    let name = format!("{text}.pdf");
    let path = format!("/projects/{project}/attachments");
    park.attach(&path, &[(&name, &photo)]).await.expect(201);
    let path = format!("/problems/{id}/attachments");
    let added = park
        .attach(&path, &[(&name, &photo), (&name, &photo)])
        .await;
    let voided = id_of(&added.expect(201)["items"][1]);
    let path = format!("/attachments/{voided}/void");
    park.post(&path, json!({"reason": text})).await.expect(200);
    let (name, photo) = (format!("{}.pdf", VISITS[side]), files::pdf(VISITS[side]));
    let path = format!("/visits/{visit}/attachments");
    park.attach(&path, &[(&name, &photo)]).await.expect(201);
    let gone = filed(
        park,
        json!({"title": TITLES[side], "description": text, "enterprise_id": enterprise}),
    )
    .await;
    act(
        park,
        gone,
        "withdraw",
        json!({"reason": text, "told_by": text}),
    )
    .await;
    let wrong = json!({"site_name": VISITS[side], "visited_on": "2021-08-02", "participants": [VISITS[side]]});
    let wrong = id_of(&park.post("/visits", wrong).await.expect(201));
    let words = DOORS[side];
    let door = json!({"label": words, "contact": words});
    let door = park
        .post(&format!("/enterprises/{enterprise}/doors"), door)
        .await
        .expect(201);
    let (_, token) = door["url"].as_str().unwrap().split_once('#').unwrap();
    let held = format!("Door {token}");
    for _ in 0..2 {
        let report = json!({"title": "用水", "description": words, "contact_name": words, "contact_phone": "13833330000"});
        let headers = [("Authorization", held.as_str())];
        send(
            &app.address,
            Method::POST,
            "/door/reports",
            &headers,
            Some(report),
        )
        .await
        .expect(201);
    }
    let declined = park.get("/door_reports?limit=1").await.expect(200)["items"][0]["id"].clone();
    park.post(
        &format!("/door_reports/{declined}/decline"),
        json!({"reason": words}),
    )
    .await
    .expect(200);
    park.post(
        &format!("/doors/{}/revoke", door["id"]),
        json!({"reason": words}),
    )
    .await
    .expect(200);
    park.post(
        &format!("/visits/{wrong}/void"),
        json!({"reason": VISITS[side]}),
    )
    .await
    .expect(200);
}

/// What passed from one to another.
async fn pass_on(app: &App) {
    let people = &app.people;
    filed(
        &people.park,
        json!({"title": UNGIVEN, "description": UNGIVEN, "enterprise_id": people.enterprise_id}),
    )
    .await;
    let lost = filed(
        &people.park,
        json!({"title": LOST, "enterprise_id": people.enterprise_id,
        "dispatch": {"lead_department_id": people.department_id}}),
    )
    .await;
    act(
        &people.coordinator,
        lost,
        "redispatch",
        json!({"lead_department_id": people.other_department_id}),
    )
    .await;
    let moved = filed(
        &people.park,
        json!({"title": "移交前", "park_id": people.park_id, "site_name": "工地"}),
    )
    .await;
    act(
        &people.coordinator,
        moved,
        "transfer_park",
        json!({"park_id": people.other_park_id, "reason": MOVED}),
    )
    .await;
    patch(
        &people.coordinator,
        format!("/problems/{moved}"),
        json!({"title": MOVED, "description": MOVED}),
    )
    .await;
    act(&people.other_park, moved, "comment", json!({"text": MOVED})).await;
}

const COUNTS: &[&str] = &[
    "collected",
    "solved",
    "resolved",
    "outstanding",
    "tracking",
    "overdue",
    "returned",
    "extended",
    "supervised",
    "withdrawn",
    "followed_up",
    "period.collected",
    "period.excluded",
    "period.late_entries",
    "period.carried_out",
];

/// Every question of a list or a computed thing.
fn questions(path: &str, app: &App) -> Vec<String> {
    let people = &app.people;
    let parks = [people.park_id, people.other_park_id];
    let departments = [people.department_id, people.other_department_id];
    let enterprises = [people.enterprise_id, people.other_enterprise_id];
    let mut all = vec![String::new()];
    let mut ask = |query: String| all.push(format!("?{query}"));
    match path {
        "/problems" => {
            for query in [
                "count=true",
                "title=词",
                "mine=true",
                "light=red",
                "overdue=true",
                "sort=due_on",
                "sort=-updated_at",
            ] {
                ask(query.into());
            }
            for id in parks {
                ask(format!("park_id={id}&count=true"));
            }
            for id in departments {
                ask(format!("department_id={id}&count=true"));
            }
            for id in enterprises {
                ask(format!("enterprise_id={id}&count=true"));
            }
            for title in TITLES.iter().chain([&UNGIVEN, &LOST, &MOVED]) {
                ask(format!("title={title}&count=true"));
            }
            for number in 1..=6 {
                ask(format!("number=SH-2021-00{number}"));
                ask(format!("number=CX-2021-00{number}"));
            }
            for count in COUNTS {
                ask(format!("count_of={count}&count=true"));
                ask(format!("count_of={count}&as_of=2021-08-02&count=true"));
            }
        }
        "/exports/problems" => {
            for query in ["", "&mine=true", "&light=red", "&count_of=collected"] {
                ask(format!("format=csv{query}"));
            }
            for id in parks {
                ask(format!("format=csv&park_id={id}"));
            }
        }
        "/projects" => {
            for query in [
                "count=true",
                "q=词",
                "mine=true",
                "level=city",
                "sort=due_on",
                "count_of=listed",
            ] {
                ask(query.into());
            }
            for id in parks {
                ask(format!("park_id={id}&count=true"));
            }
            for id in departments {
                ask(format!("department_id={id}&count=true"));
            }
            for id in enterprises {
                ask(format!("enterprise_id={id}&count=true"));
            }
        }
        "/statistics/projects" => {
            for group in ["park", "department", "enterprise", "level", "kind"] {
                ask(format!("group_by={group}"));
            }
        }
        "/drives" | "/checks" | "/hazards" | "/leads" | "/activities" | "/matches"
        | "/case_studies" | "/bulletins" => {
            for query in ["count=true", "q=词", "mine=true", "count_of=listed"] {
                ask(query.into());
            }
        }
        "/statistics/drives"
        | "/statistics/checks"
        | "/statistics/hazards"
        | "/statistics/leads"
        | "/statistics/activities"
        | "/statistics/matches"
        | "/statistics/case_studies"
        | "/statistics/bulletins" => {
            for group in ["park", "department", "enterprise"] {
                ask(format!("group_by={group}"));
            }
        }
        "/revivals" => {
            for query in [
                "count=true",
                "q=词",
                "mine=true",
                "cause=funds",
                "count_of=listed",
            ] {
                ask(query.into());
            }
            for id in parks {
                ask(format!("park_id={id}&count=true"));
            }
            for id in enterprises {
                ask(format!("enterprise_id={id}&count=true"));
            }
        }
        "/revivals/unlisted" => parks
            .iter()
            .for_each(|id| ask(format!("park_id={id}&count=true"))),
        "/statistics/revivals" => {
            for group in ["park", "department", "enterprise", "cause"] {
                ask(format!("group_by={group}"));
            }
        }
        "/exports/projects"
        | "/exports/project_targets"
        | "/exports/negative_list"
        | "/exports/revivals"
        | "/exports/drives"
        | "/exports/checks"
        | "/exports/hazards"
        | "/exports/leads"
        | "/exports/lead_terms"
        | "/exports/activities"
        | "/exports/matches"
        | "/exports/case_studies"
        | "/exports/bulletins" => {
            ask("format=csv".into());
        }
        "/revivals/{id}/sheet" | "/bulletins/{id}/paper" => ask("format=html".into()),
        "/projects/{id}/roadmap" => {
            ask("format=json".into());
            ask("format=svg".into());
        }
        "/exports/visits" | "/exports/enterprises" => {
            ask("format=csv".into());
            for id in parks {
                ask(format!("format=csv&park_id={id}"));
            }
        }
        "/enterprises" => ask("name=词&count=true".into()),
        "/enterprises/lookup" => CODES
            .iter()
            .for_each(|code| ask(format!("credit_code={code}"))),
        "/visits" => parks
            .iter()
            .for_each(|id| ask(format!("park_id={id}&count=true"))),
        "/statistics" => {
            for group in [
                "park",
                "department",
                "category",
                "level",
                "source",
                "severity",
                "enterprise",
                "week",
                "month",
            ] {
                ask(format!("group_by={group}"));
                ask(format!("group_by={group}&as_of=2021-08-02"));
            }
        }
        "/reports/weekly" => {
            for week in ["2021-W31", "2021-W32", "2021-W33"] {
                for format in ["json", "html"] {
                    ask(format!("week={week}&format={format}"));
                    for park in parks {
                        ask(format!("week={week}&format={format}&park_id={park}"));
                    }
                }
            }
        }
        "/problems/{id}/slip" => {
            for kind in ["dispatch", "resolution"] {
                ask(format!("kind={kind}&format=html"));
            }
        }
        "/reports/monthly" | "/reports/quarterly" => {
            let period = if path.ends_with("monthly") {
                "month=2021-08"
            } else {
                "quarter=2021-Q3"
            };
            ask(format!("{period}&format=html"));
            for park in parks {
                ask(format!("{period}&park_id={park}"));
            }
        }
        "/search" => {
            let single = [UNGIVEN, LOST, MOVED, "词", "SH", "91350100"];
            let words = [TITLES, TEXTS, VISITS, ENTERPRISES, DETAILS, CONTACTS].concat();
            for word in words.into_iter().chain(single) {
                ask(format!("q={word}&limit=200"));
            }
        }
        "/search/similar" | "/search/proposals" => {
            for title in TITLES.iter().chain([&UNGIVEN, &LOST, &MOVED]) {
                ask(format!("title={title}"));
                for id in enterprises {
                    ask(format!("title={title}&enterprise_id={id}"));
                }
            }
        }
        "/outbox" => ask("limit=200&count=true".into()),
        "/audit" => ask("limit=200&count=true".into()),
        "/calendar/due" => ask("from=2021-09-16&amount=3&unit=working_day".into()),
        _ => {}
    }
    all
}

/// Everything there is to read, as somebody gets it: path and answer.
pub async fn read_all(app: &App, who: &Person) -> Vec<(String, String)> {
    crate::search::index(&app.db);
    let mut read = vec![];
    let routes = rights().iter().filter(|(method, ..)| *method == "GET");
    let entries = last_entry(app);
    for (_, path, _) in routes {
        let last = if is_of_one(path) { entries } else { 12 };
        let paths: Vec<String> = if path.contains("{id}") {
            (1..=last)
                .map(|id| path.replace("{id}", &id.to_string()))
                .collect()
        } else {
            vec![path.replace("{year}", "2021")]
        };
        for concrete in paths {
            for query in questions(path, app) {
                let asked = format!("{concrete}{query}");
                read_pages(who, asked, &mut read).await;
            }
        }
    }
    read
}

fn last_entry(app: &App) -> i64 {
    let last = |conn: &mut Conn| Ok(entries::table.select(max(entries::id)).first(conn)?);
    let last: Option<i64> = app.db.read_blocking(last).unwrap();
    last.unwrap_or(1)
}

/// An answer, and where it is a page those after it.
async fn read_pages(who: &Person, asked: String, read: &mut Vec<(String, String)>) {
    let mut next = None;
    loop {
        let sign = if asked.contains('?') { '&' } else { '?' };
        let of_page = match &next {
            Some(cursor) => format!("{asked}{sign}cursor={cursor}"),
            None => asked.clone(),
        };
        let answer = who.get(&of_page).await;
        assert!(answer.status < 500, "{of_page}: {}", answer.text);
        let body: Value = serde_json::from_str(&answer.text).unwrap_or_default();
        next = body["next_cursor"].as_str().map(str::to_owned);
        read.push((of_page, answer.text));
        if next.is_none() {
            return;
        }
    }
}

/// The mails somebody gets, as they were queued and as they leave.
pub fn mails_to(app: &App, addresses: &[String]) -> Vec<(String, String)> {
    let addresses = addresses.to_vec();
    let details = Details::new(app.clock.clone(), None);
    let mails: Vec<[Mail; 2]> = app
        .db
        .read_blocking(move |conn| {
            let queued: Vec<Mail> = outbox::table
                .filter(outbox::recipient.eq_any(addresses.clone()))
                .order(outbox::id)
                .select(Mail::as_select())
                .load(conn)?;
            let both = queued.into_iter().map(|queued| {
                let mut leaving = queued.clone();
                complete(conn, &details, &mut leaving)?;
                Ok([queued, leaving])
            });
            both.collect()
        })
        .unwrap();
    let whole = |mail: Mail| {
        (
            format!("mail: {}", mail.subject),
            mail.body_text + &mail.body_html,
        )
    };
    mails.into_iter().flatten().map(whole).collect()
}

#[track_caller]
pub fn holds_none(who: &str, read: &[(String, String)], forbidden: &[&str]) {
    for (place, text) in read {
        for word in forbidden {
            assert!(
                !(text.contains(word) || place.starts_with("mail") && place.contains(word)),
                "{who} reads {word} at {place}:\n{text}"
            );
        }
    }
}

/// So that the absence of words means something.
#[track_caller]
pub fn holds(who: &str, read: &[(String, String)], words: &[&str]) {
    for word in words {
        assert!(
            read.iter().any(|(_, text)| text.contains(word)),
            "{who} doesn't read {word}"
        );
    }
}

fn all_but(kept: &[&str]) -> Vec<&'static str> {
    let lists: [&[&'static str]; 10] = [
        &TITLES,
        &TEXTS,
        &VISITS,
        &ENTERPRISES,
        &DETAILS,
        &CONTACTS,
        &EMAILS,
        &DUTY,
        &DOORS,
        &PHONES,
    ];
    let single: &[&'static str] = &[UNGIVEN, LOST, MOVED];
    let all = lists.concat().into_iter().chain(single.iter().copied());
    all.filter(|word| !kept.contains(word)).collect()
}

both! {
    async fn nobody_reads_a_word_that_is_not_theirs(app) {
        let people = &app.people;
        write_all(&app, 0).await;
        write_all(&app, 1).await;
        pass_on(&app).await;
        // So late that weeks are closed and reminders go out.
        app.day("2021-08-23");
        let (clock, at) = (app.clock.clone(), app.clock.now());
        app.db.write_blocking(move |conn| zhuqi::reports::actions::close_due_weeks(conn, &clock, at).map(|_| ())).unwrap();
        app.db.write_blocking(move |conn| remind(conn, at.naive_utc(), redacted_titles)).unwrap();
        app.db.write_blocking(zhuqi::audit::seal).unwrap();

        let own = |name: &str| format!("{name}@district.example");
        let readers: [(&str, &Person, Vec<String>, &[&str]); 8] = [
            ("park", &people.park, vec![own("park1"), own("park2")], &[TITLES[0], TEXTS[0], VISITS[0],
                ENTERPRISES[0], DETAILS[0], CONTACTS[0], EMAILS[0], PHONES[0], DOORS[0], UNGIVEN, LOST]),
            ("other_park", &people.other_park, vec![own("other_park")], &[TITLES[1], TEXTS[1], VISITS[1],
                ENTERPRISES[1], DETAILS[1], CONTACTS[1], EMAILS[1], PHONES[1], DOORS[1], MOVED]),
            ("department", &people.department, vec![own("department1"), "dian@huachen.example".into()],
                &[TITLES[0], TEXTS[0], ENTERPRISES[0], CONTACTS[0], LOST, DUTY[0]]),
            // It has a problem of the farm's, too, by which it knows the name and whom to call.
            ("other_department", &people.other_department, vec![own("other_department"), own("jfj")],
                &[TITLES[1], TEXTS[1], ENTERPRISES[1], ENTERPRISES[0], CONTACTS[0], CONTACTS[1], LOST, DUTY[1]]),
            ("leader", &people.leader, vec![own("leader1")], &[TITLES[0], TITLES[1], TEXTS[0], TEXTS[1], VISITS[0], VISITS[1],
                ENTERPRISES[0], ENTERPRISES[1], DETAILS[0], DETAILS[1], CONTACTS[0], CONTACTS[1], EMAILS[0], EMAILS[1],
                UNGIVEN, LOST, MOVED]),
            ("coordinator", &people.coordinator, vec![own("coordinator1"), own("coordinator2")], &all_but(&[])),
            // The outbox shows subjects, to an administrator without their titles.
            ("admin", &people.admin, vec![own("admin1")], &[ENTERPRISES[0], ENTERPRISES[1],
                DETAILS[0], DETAILS[1], CONTACTS[0], CONTACTS[1], EMAILS[0], EMAILS[1], DUTY[0], DUTY[1]]),
            // The trail names what was changed in the directory.
            ("auditor", &people.auditor, vec![own("auditor1")], &[ENTERPRISES[0], ENTERPRISES[1]]),
        ];
        for (name, who, addresses, allowed) in readers {
            let mut read = read_all(&app, who).await;
            // By the exact credit code park staff, office and administrator learn name and park, nothing more.
            let (looked_up, rest): (Vec<_>, Vec<_>) = read.into_iter().partition(|(place, _)| place.starts_with("/enterprises/lookup?"));
            read = rest;
            for (_, text) in looked_up {
                let found: Value = serde_json::from_str(&text).unwrap();
                if found.get("status").is_none() {
                    let mut keys: Vec<_> = found.as_object().unwrap().keys().collect();
                    keys.sort();
                    assert_eq!(keys, ["name", "park_id", "park_name"], "{name}: {text}");
                }
            }
            holds(name, &read, allowed);
            holds_none(name, &read, &all_but(allowed));
            let mails = mails_to(&app, &addresses);
            holds_none(name, &mails, &all_but(allowed));
            holds_none(name, &mails, &[CONTACTS, EMAILS, PHONES].concat());
            // Contacts stand with the enterprise and, masked, with its problems and nowhere else, whole numbers only
            // with the single one and in the file of those who work with them.
            let of_problems = |place: &String| place.starts_with("/problems/") && place.ends_with("/contacts");
            let of_enterprises = |place: &String| place.starts_with("/enterprises") || place.starts_with("/exports/enterprises");
            let elsewhere: Vec<_> = read.iter().filter(|(place, _)| !of_enterprises(place)).cloned().collect();
            holds_none(name, &elsewhere, &EMAILS);
            let elsewhere: Vec<_> = elsewhere.into_iter().filter(|(place, _)| !of_problems(place)).collect();
            holds_none(name, &elsewhere, &CONTACTS);
            let lists: Vec<_> = read.iter().filter(|(place, _)| !place.starts_with("/enterprises/") && !place.starts_with("/exports/enterprises")).cloned().collect();
            holds_none(name, &lists, &PHONES);
        }
    }

    async fn a_foreign_id_in_a_query_is_answered_like_a_missing_one(app) {
        let people = &app.people;
        write_all(&app, 0).await;
        write_all(&app, 1).await;
        for (who, path, foreign) in [
            (&people.park, "/problems?count=true&park_id=", people.other_park_id),
            (&people.park, "/problems?count=true&enterprise_id=", people.other_enterprise_id),
            (&people.department, "/problems?count=true&enterprise_id=", people.other_enterprise_id),
            (&people.park, "/visits?count=true&park_id=", people.other_park_id),
            (&people.park, "/visits?count=true&enterprise_id=", people.other_enterprise_id),
            (&people.park, "/enterprises?count=true&park_id=", people.other_park_id),
            (&people.park, "/statistics?park_id=", people.other_park_id),
            (&people.park, "/statistics?enterprise_id=", people.other_enterprise_id),
            (&people.department, "/statistics?department_id=", people.other_department_id),
            (&people.park, "/reports/weekly?week=2021-W31&park_id=", people.other_park_id),
            (&people.park, "/reports/monthly?month=2021-08&park_id=", people.other_park_id),
            (&people.park, "/reports/quarterly?quarter=2021-Q3&park_id=", people.other_park_id),
        ] {
            let one = who.get(&format!("{path}{foreign}")).await;
            let none = who.get(&format!("{path}999999")).await;
            assert_eq!((one.status, &one.body), (none.status, &none.body), "{path}");
        }
    }

    async fn numbers_are_masked_but_for_who_works_the_case_and_showing_them_is_logged(app) {
        let people = &app.people;
        write_all(&app, 0).await;
        let path = format!("/enterprises/{}", people.enterprise_id);
        let looks = || async {
            let trail = people.auditor.get("/audit?action=enterprise.contacts_read&count=true").await.expect(200);
            trail["total"].as_i64().unwrap()
        };
        let before = looks().await;
        for who in [&people.leader, &people.admin] {
            let shown = who.get(&path).await.expect(200);
            assert_eq!(shown["contacts"][0]["phone"], "138****0001");
        }
        for who in [&people.park, &people.coordinator, &people.leader, &people.admin] {
            let list = who.get("/enterprises").await.expect(200);
            assert_eq!(list["items"][0]["contacts"][0]["phone"], "138****0001");
        }
        assert_eq!(looks().await, before, "a masked number tells nothing that had to be logged");
        for (n, who) in [&people.park, &people.coordinator].into_iter().enumerate() {
            let shown = who.get(&path).await.expect(200);
            assert_eq!(shown["contacts"][0]["phone"], PHONES[0]);
            assert_eq!(looks().await, before + 1 + i64::try_from(n).unwrap());
        }
        let trail = people.auditor.get("/audit?action=enterprise.contacts_read").await.expect(200);
        let last = &trail["items"][0];
        assert_eq!((&last["actor_id"], &last["target_id"]), (&json!(people.coordinator.id), &json!(people.enterprise_id)));
        people.other_park.get(&path).await.expect(404);
        people.department.get(&path).await.expect(403);
    }
}
