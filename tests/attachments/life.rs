//! What becomes of a file: repeated, voided, lost, swept.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use serde_json::json;
use zhuqi::app::background;

use super::{attached, fault, in_folder, listed, of_problem};
use crate::both;
use crate::harness::{App, files};
use crate::problems::{dispatched, filed};

/// Makes a file of the folder so much older.
fn age(app: &App, name: &str, hours: u64) {
    let path = app.database.folder.join("attachments").join(name);
    let file = File::options()
        .append(true)
        .create(true)
        .open(path)
        .unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(hours * 3600))
        .unwrap();
}

fn names(app: &App) -> Vec<String> {
    let entries = fs::read_dir(app.database.folder.join("attachments")).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

both! {
    async fn a_repeat_of_the_same_key_stores_nothing_twice(app) {
        let (park, path) = (&app.people.park, of_problem(filed(&app).await));
        let (pdf, other) = (files::pdf("x"), files::pdf("y"));
        let key = [("Idempotency-Key", "photo-1")];
        let parts = [("file", Some("x.pdf"), pdf.as_slice())];
        let first = park.send_form(&key, &path, &parts).await;
        assert_eq!(first.header("location"), format!("/api/v1{path}"));
        let first = first.expect(201);
        assert_eq!(park.send_form(&key, &path, &parts).await.expect(201), first);
        let parts = [("file", Some("x.pdf"), other.as_slice())];
        let body = park.send_form(&key, &path, &parts).await.expect(422);
        assert_eq!(fault(&body).1, "idempotency.key_reused");
        assert_eq!(listed(park, &path).await.len(), 1);
        assert_eq!(in_folder(&app), 1);
    }

    async fn the_uploader_and_the_coordinator_void_what_should_not_be_there(app) {
        let (people, path) = (&app.people, of_problem(dispatched(&app).await));
        let pdf = files::pdf("x");
        let items = attached(&people.park, &path, &[("身份证.pdf", &pdf), ("b.pdf", &pdf)]).await;
        let [mine, other] = [0, 1].map(|n| format!("/attachments/{}", items[n]["id"]));
        assert_eq!(items[0]["allowed_actions"], json!(["void"]));
        let reason = json!({"reason": "误传他人身份证"});
        for who in [&people.park2, &people.department] {
            who.post(&format!("{mine}/void"), reason.clone()).await.refused(403, "access.not_yours");
            assert_eq!(listed(who, &path).await[0]["allowed_actions"], json!([]));
        }
        let body = people.park.post(&format!("{mine}/void"), json!({"reason": " "})).await.expect(422);
        assert_eq!(fault(&body), ("/reason", "required"));
        let long = json!({"reason": "字".repeat(2001)});
        let body = people.park.post(&format!("{mine}/void"), long).await.expect(422);
        assert_eq!(fault(&body), ("/reason", "too_long"));
        let voided = people.park.post(&format!("{mine}/void"), reason.clone()).await.expect(200);
        assert_eq!((&voided["voided"], &voided["void_reason"]), (&json!(true), &json!("误传他人身份证")));
        assert_eq!(voided["allowed_actions"], json!([]));
        people.park.post(&format!("{mine}/void"), reason).await.refused(409, "attachment.voided");
        for who in [&people.park, &people.coordinator] {
            who.get(&mine).await.refused(404, "not_found");
            who.get(&format!("{mine}/thumbnail")).await.refused(404, "not_found");
        }
        people.coordinator.post(&format!("{other}/void"), json!({"reason": "字".repeat(2000)})).await.expect(200);
        assert_eq!(listed(&people.department, &path).await.len(), 2, "kept in the list");
        assert_eq!(in_folder(&app), 2, "and in the folder");
        let trail = people.auditor.get("/audit?limit=200").await.expect(200);
        let done: Vec<_> = trail["items"].as_array().unwrap().iter()
            .filter(|one| one["target"] == "attachment").map(|one| one["action"].clone()).collect();
        assert_eq!(done.len(), 4, "{done:?}");
        assert!(!trail.to_string().contains("身份证"));
    }

    async fn a_lost_file_is_told_and_breaks_nothing(app) {
        let (park, path) = (&app.people.park, of_problem(filed(&app).await));
        let (pdf, picture) = (files::pdf("x"), files::picture(9, 9, image::ImageFormat::Png));
        let items = attached(park, &path, &[("x.pdf", &pdf), ("y.png", &picture)]).await;
        for name in names(&app) {
            fs::remove_file(app.database.folder.join("attachments").join(name)).unwrap();
        }
        park.get(&format!("/attachments/{}", items[0]["id"])).await.refused(404, "attachment.bytes_missing");
        let small = format!("/attachments/{}/thumbnail", items[1]["id"]);
        park.get(&small).await.refused(404, "attachment.bytes_missing");
        assert_eq!(listed(park, &path).await.len(), 2);
        attached(park, &path, &[("x.pdf", &pdf)]).await;
    }

    async fn files_without_a_row_are_swept_after_a_day(app) {
        let (park, path) = (&app.people.park, of_problem(filed(&app).await));
        let picture = files::picture(9, 9, image::ImageFormat::Png);
        attached(park, &path, &[("y.png", &picture)]).await;
        let kept = names(&app);
        assert_eq!(kept.len(), 2, "it and its small picture");
        for name in &kept {
            age(&app, name, 48);
        }
        age(&app, "0123456789abcdef.part", 25);
        age(&app, "0123456789abcdef", 25);
        age(&app, "fedcba9876543210.part", 23);
        let sweep = || {
            let files = app.database.settings().attachments_folder();
            let jobs = background::jobs(&app.clock, &files);
            let sweep = jobs.into_iter().find(|job| job.name == "sweep_attachments").unwrap();
            sweep.run_once(&app.db, &app.clock).unwrap();
        };
        sweep();
        let mut left = names(&app);
        assert_eq!(left.len(), 3, "{left:?}");
        assert!(kept.iter().all(|name| left.contains(name)));
        age(&app, "fedcba9876543210.part", 25);
        sweep();
        left = names(&app);
        assert_eq!(left.len(), 2, "{left:?}");
    }
}
