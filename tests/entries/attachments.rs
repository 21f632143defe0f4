//! Files of entries: whoever sees an entry reads them, and whoever works on it adds some.

use diesel::prelude::*;
use serde_json::{Value, json};
use zhuqi::attachments::actions::list;
use zhuqi::attachments::rules::Place;
use zhuqi::base::Error;
use zhuqi::base::db::schema::attachments;

use super::{act, project, proposed, wrong};
use crate::attachments::{attached, blow_up, in_folder, listed, of_problem};
use crate::both;
use crate::harness::{App, files};
use crate::problems::{filed, id_of};

const MIB: usize = 1024 * 1024;

fn of_project(id: i64) -> String {
    format!("/projects/{id}/attachments")
}

/// A project of the park that a department supports.
async fn supported(app: &App) -> i64 {
    let mut body = project(app);
    body["supporting_department_ids"] = json!([app.people.department_id]);
    id_of(&app.people.park.post("/projects", body).await.expect(201))
}

both! {
    async fn whoever_works_on_an_entry_adds_and_leaders_only_read(app) {
        let (people, id) = (&app.people, supported(&app).await);
        let (path, photo) = (of_project(id), files::picture(40, 30, image::ImageFormat::Png));
        for who in [&people.park, &people.park2, &people.coordinator, &people.department] {
            let answer = who.attach(&path, &[("现场.png", &photo)]).await;
            assert_eq!(answer.header("location"), format!("/api/v1{path}"));
            answer.expect(201);
            assert_eq!(who.get(&path).await.expect(200)["allowed_actions"], json!(["add"]));
        }
        // Named by a milestone alone a department works on it, too.
        people.other_department.attach(&path, &[("现场.png", &photo)]).await.refused(404, "not_found");
        let plan = json!({"milestones": [{"name": "送电", "due_on": "2021-09-30", "department_id": people.other_department_id}]});
        people.park.put(&format!("/projects/{id}/milestones"), plan).await.expect(200);
        attached(&people.other_department, &path, &[("现场.png", &photo)]).await;

        people.leader.attach(&path, &[("现场.png", &photo)]).await.refused(403, "access.not_yours");
        let told = people.leader.get(&path).await.expect(200);
        assert_eq!((told["items"].as_array().unwrap().len(), &told["allowed_actions"]), (5, &json!([])));
        let file = format!("/attachments/{}", told["items"][0]["id"]);
        for who in [&people.leader, &people.park2, &people.department, &people.coordinator] {
            assert_eq!(who.download(&file).await.2, photo, "byte for byte");
            assert_eq!(who.download(&format!("{file}/thumbnail")).await.0, 200);
        }
        for who in [&people.admin, &people.auditor] {
            who.get(&path).await.refused(403, "access.not_yours");
            who.get(&file).await.refused(403, "access.not_yours");
        }
    }

    async fn a_foreign_entry_hides_its_files_as_if_there_were_none(app) {
        let (people, id) = (&app.people, supported(&app).await);
        let (path, pdf) = (of_project(id), files::pdf("x"));
        let items = attached(&people.park, &path, &[("x.pdf", &pdf)]).await;
        let file = format!("/attachments/{}", items[0]["id"]);
        let missing = people.park.get("/attachments/999999").await.expect(404);
        for who in [&people.other_park, &people.other_department] {
            for path in [&file, &format!("{file}/thumbnail"), &path] {
                assert_eq!(who.get(path).await.expect(404), missing, "{path}");
            }
            assert_eq!(who.attach(&path, &[("x.pdf", &pdf)]).await.expect(404), missing);
            let void = who.post(&format!("{file}/void"), json!({"reason": "误传"})).await;
            assert_eq!(void.expect(404), missing);
        }
        assert_eq!(people.park.attach(&of_project(999_999), &[("x.pdf", &pdf)]).await.expect(404), missing);
        assert_eq!(in_folder(&app), 1, "what is refused leaves nothing");
        // An entry is looked for in the ledger that the path names.
        let who = people.coordinator.actor.clone();
        let elsewhere = app.db.read_blocking(move |conn| list(conn, &who, Place::Entry("revivals", id)));
        assert!(matches!(elsewhere, Err(Error::NotFound)), "{elsewhere:?}");
        // A problem of the same id has files of its own.
        let problem = filed(&app).await;
        assert_eq!(problem, id, "both are the first");
        assert_eq!(listed(&people.park, &of_problem(problem)).await, [] as [Value; 0]);
    }

    async fn files_come_to_an_excluded_entry_too_and_change_neither_state_nor_version(app) {
        let (park, id) = (&app.people.park, proposed(&app).await);
        act(park, id, "exclude", json!({"ground": "企业撤资", "reason": "不再建设"})).await;
        let before = park.get(&format!("/projects/{id}")).await.expect(200);
        attached(park, &of_project(id), &[("撤资函.pdf", &files::pdf("x"))]).await;
        assert_eq!(park.get(&format!("/projects/{id}")).await.expect(200), before);
    }

    async fn an_entry_has_fifty_files_of_two_hundred_mib_and_not_one_more(app) {
        let park = &app.people.park;
        let (full, path) = (of_project(proposed(&app).await), of_project(proposed(&app).await));
        let pdf = files::pdf("x");
        let files = |n: usize| vec![("x.pdf", pdf.as_slice()); n];
        for n in [9, 9, 9, 9, 9, 4] {
            attached(park, &full, &files(n)).await;
        }
        park.attach(&full, &files(2)).await.refused(409, "attachment.too_many");
        attached(park, &full, &files(1)).await;
        let body = park.attach(&full, &files(1)).await.refused(409, "attachment.too_many");
        assert!(body["detail"].as_str().unwrap().contains("台账条目最多50个"), "{body}");
        // Others' files don't count.
        let items = attached(park, &path, &files(1)).await;
        blow_up(&app, &items[0]["id"], (200 * MIB - pdf.len() + 1) as i64);
        park.attach(&path, &files(1)).await.refused(409, "attachment.owner_full");
        blow_up(&app, &items[0]["id"], (200 * MIB - pdf.len()) as i64);
        attached(park, &path, &files(1)).await;
        assert_eq!(in_folder(&app), 52);
    }

    async fn who_added_a_file_and_the_coordinator_void_it_and_the_trail_tells(app) {
        let (people, id) = (&app.people, supported(&app).await);
        let (path, pdf) = (of_project(id), files::pdf("x"));
        let items = attached(&people.department, &path, &[("身份证.pdf", &pdf), ("b.pdf", &pdf)]).await;
        let [mine, other] = [0, 1].map(|n| format!("/attachments/{}", items[n]["id"]));
        let reason = json!({"reason": "误传他人身份证"});
        people.park.post(&format!("{mine}/void"), reason.clone()).await.refused(403, "access.not_yours");
        assert_eq!(wrong(&people.department.post(&format!("{mine}/void"), json!({"reason": " "})).await.expect(422)), [("/reason", "required")]);
        let voided = people.department.post(&format!("{mine}/void"), reason.clone()).await.expect(200);
        assert_eq!((&voided["voided"], &voided["allowed_actions"]), (&json!(true), &json!([])));
        people.department.post(&format!("{mine}/void"), reason).await.refused(409, "attachment.voided");
        for who in [&people.department, &people.coordinator, &people.leader] {
            who.get(&mine).await.refused(404, "not_found");
        }
        people.coordinator.post(&format!("{other}/void"), json!({"reason": "重复"})).await.expect(200);
        let left = listed(&people.park, &path).await;
        assert!(left.iter().all(|one| one["voided"] == true), "kept in the list: {left:?}");
        assert_eq!((left.len(), in_folder(&app)), (2, 2), "and in the folder");
        let trail = people.auditor.get("/audit?limit=200").await.expect(200);
        let of_files: Vec<_> = trail["items"].as_array().unwrap().iter().filter(|one| one["target"] == "attachment").collect();
        let added = of_files.iter().filter(|one| one["action"] == "attachment.add" && one["data"]["entry_id"] == id);
        assert_eq!((of_files.len(), added.count()), (4, 2), "{trail}");
    }

    async fn a_file_has_one_owner_and_of_an_entry_belongs_to_no_event(app) {
        let (park, id) = (&app.people.park, proposed(&app).await);
        let (path, pdf) = (of_project(id), files::pdf("x"));
        let events = park.get(&format!("/projects/{id}/events")).await.expect(200);
        let event = events["items"][0]["id"].to_string();
        let parts = [("file", Some("x.pdf"), pdf.as_slice()), ("event_id", None, event.as_bytes())];
        let told = park.send_form(&[], &path, &parts).await.expect(422);
        assert_eq!(wrong(&told), [("/event_id", "unknown_id")]);
        assert_eq!(in_folder(&app), 0);
        // The database itself keeps it so.
        let problem = filed(&app).await;
        let file = attached(park, &path, &[("x.pdf", &pdf)]).await[0]["id"].as_i64().unwrap();
        let two = app.db.write_blocking(move |conn| {
            diesel::update(attachments::table.find(file)).set(attachments::problem_id.eq(problem)).execute(conn)?;
            Ok(())
        });
        let none = app.db.write_blocking(move |conn| {
            diesel::update(attachments::table.find(file)).set(attachments::entry_id.eq(None::<i64>)).execute(conn)?;
            Ok(())
        });
        let nobodys = app.db.write_blocking(move |conn| {
            diesel::update(attachments::table.find(file)).set(attachments::entry_id.eq(999_999)).execute(conn)?;
            Ok(())
        });
        assert!(two.is_err() && none.is_err() && nobodys.is_err());
    }
}
