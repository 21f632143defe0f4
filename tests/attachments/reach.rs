//! Who may see and add: whoever sees the problem or visit, and whoever acts on it.

use serde_json::json;

use super::{attached, fault, listed, of_problem};
use crate::both;
use crate::harness::files;
use crate::problems::{accepted, act, dispatched, filed, id_of, shown, solved};

both! {
    async fn a_foreign_problem_hides_its_files_as_if_there_were_none(app) {
        let (people, id) = (&app.people, dispatched(&app).await);
        let pdf = files::pdf("x");
        let items = attached(&people.park, &of_problem(id), &[("x.pdf", &pdf)]).await;
        let file = format!("/attachments/{}", items[0]["id"]);
        let missing = people.park.get("/attachments/999999").await.expect(404);
        for who in [&people.other_park, &people.other_department] {
            for path in [&file, &format!("{file}/thumbnail"), &of_problem(id)] {
                assert_eq!(who.get(path).await.expect(404), missing, "{path}");
            }
            assert_eq!(who.attach(&of_problem(id), &[("x.pdf", &pdf)]).await.expect(404), missing);
            let void = who.post(&format!("{file}/void"), json!({"reason": "误传"})).await;
            assert_eq!(void.expect(404), missing);
        }
        for who in [&people.park2, &people.coordinator, &people.department, &people.leader] {
            assert_eq!(who.get(&file).await.status, 200, "{}", who.actor.name);
        }
        for who in [&people.admin, &people.auditor] {
            who.get(&file).await.refused(403, "access.not_yours");
        }
    }

    async fn whoever_acts_on_a_problem_adds_and_leaders_only_read(app) {
        let (people, id) = (&app.people, dispatched(&app).await);
        let (path, pdf) = (of_problem(id), files::pdf("x"));
        for who in [&people.park, &people.park2, &people.coordinator, &people.department] {
            attached(who, &path, &[("x.pdf", &pdf)]).await;
            let body = who.get(&path).await.expect(200);
            assert_eq!(body["allowed_actions"], json!(["add"]));
        }
        people.leader.attach(&path, &[("x.pdf", &pdf)]).await.refused(403, "access.not_yours");
        let body = people.leader.get(&path).await.expect(200);
        assert_eq!(body["allowed_actions"], json!([]));
        // A department that lost it keeps reading it and may still add what it owes.
        act(&people.coordinator, id, "redispatch", json!({"lead_department_id": people.other_department_id})).await;
        attached(&people.department, &path, &[("迟交.pdf", &pdf)]).await;
        attached(&people.other_department, &path, &[("x.pdf", &pdf)]).await;
        assert_eq!(listed(&people.other_department, &path).await.len(), 6);
    }

    async fn files_come_to_a_closed_problem_too_and_change_neither_state_nor_version(app) {
        let (people, id) = (&app.people, accepted(&app).await);
        act(&people.department, id, "resolve", solved()).await;
        act(&people.park, id, "follow_up", json!({"reached": true, "solved": true, "satisfaction": 5})).await;
        act(&people.park, id, "close", json!({})).await;
        let before = shown(&people.park, id).await;
        attached(&people.department, &of_problem(id), &[("竣工.pdf", &files::pdf("x"))]).await;
        assert_eq!(shown(&people.park, id).await, before);
    }

    async fn a_visit_has_files_for_its_park_and_none_for_departments(app) {
        let people = &app.people;
        let visit = json!({"enterprise_id": people.enterprise_id, "visited_on": "2021-08-02", "participants": ["李四"]});
        let visit = id_of(&people.park.post("/visits", visit).await.expect(201));
        let (path, pdf) = (format!("/visits/{visit}/attachments"), files::pdf("x"));
        let items = attached(&people.park, &path, &[("x.pdf", &pdf)]).await;
        let file = format!("/attachments/{}", items[0]["id"]);
        assert_eq!(people.leader.get(&file).await.status, 200);
        people.department.get(&file).await.refused(404, "not_found");
        people.other_park.get(&file).await.refused(404, "not_found");
        people.department.get(&path).await.refused(403, "access.not_yours");
        people.other_park.attach(&path, &[("x.pdf", &pdf)]).await.refused(404, "not_found");
        people.park.post(&format!("/visits/{visit}/void"), json!({"reason": "重复登记"})).await.expect(200);
        people.park.attach(&path, &[("x.pdf", &pdf)]).await.refused(409, "visit.voided");
        assert_eq!(listed(&people.park, &path).await.len(), 1, "what it had stays");
    }

    async fn a_file_belongs_to_an_event_of_its_own_problem_alone(app) {
        let people = &app.people;
        let (id, other) = (accepted(&app).await, filed(&app).await);
        act(&people.department, id, "progress", json!({"text": "现场已勘查"})).await;
        let events = people.park.get(&format!("/problems/{id}/events")).await.expect(200);
        let event = events["items"].as_array().unwrap().last().unwrap()["id"].to_string();
        let pdf = files::pdf("x");
        let parts = [("file", Some("x.pdf"), pdf.as_slice()), ("event_id", None, event.as_bytes())];
        let body = people.department.send_form(&[], &of_problem(id), &parts).await.expect(201);
        assert_eq!(body["items"][0]["event_id"].to_string(), event);
        let visit = json!({"enterprise_id": people.enterprise_id, "visited_on": "2021-08-02", "participants": ["李四"]});
        let visit = id_of(&people.park.post("/visits", visit).await.expect(201));
        for path in [of_problem(other), format!("/visits/{visit}/attachments")] {
            let body = people.park.send_form(&[], &path, &parts).await.expect(422);
            assert_eq!(fault(&body), ("/event_id", "unknown_id"), "{path}");
            assert!(listed(&people.park, &path).await.is_empty());
        }
    }
}
