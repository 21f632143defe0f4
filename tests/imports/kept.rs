//! What imports keep, and how it goes again.

use diesel::connection::SimpleConnection;
use serde_json::json;

use super::{counts, ledger, upload};
use crate::both;
use crate::harness::App;

const ROW: &str = ",沙河产业园区,聚合庄生态农庄,用电,,2021-07-05,,,,,,,,,,,,";

impl App {
    /// Says that an import keeps so many bytes.
    fn keeping(&self, import: i64, bytes: i64) {
        let sql = format!("UPDATE imports SET kept_bytes = {bytes} WHERE id = {import}");
        self.db
            .write_blocking(move |conn| Ok(conn.batch_execute(&sql)?))
            .unwrap();
    }

    fn forget_imports(&self) {
        let now = self.clock.now().naive_utc();
        self.db
            .write_blocking(move |conn| zhuqi::ledger::import::actions::forget(conn, now))
            .unwrap();
    }

    fn kept_bytes(&self) -> i64 {
        self.db
            .read_blocking(|conn| zhuqi::ledger::import::store::kept(conn, None))
            .unwrap()
    }
}

both! {
    async fn a_preview_is_discarded_by_its_uploader_alone(app) {
        let park = &app.people.park;
        let import = app.previewed(park, &ledger(&[ROW])).await;
        let path = format!("/imports/{}", import["id"]);
        assert!(app.kept_bytes() > 0);
        app.people.other_park.delete(&path).await.expect(404);
        app.people.coordinator.delete(&path).await.refused(403, "import.not_yours");
        park.delete(&path).await.expect(204);
        let gone = park.get(&path).await.expect(200);
        assert_eq!((gone["state"].as_str(), gone["fault"]["code"].as_str()), (Some("failed"), Some("discarded")));
        assert_eq!((app.kept_bytes(), app.problem_ids().await.len()), (0, 0));
        park.post(&format!("{path}/commit"), json!({})).await.refused(409, "import.not_ready");
    }

    async fn what_waits_to_be_read_is_discarded_too_and_what_is_written_is_not(app) {
        let park = &app.people.park;
        let begun = upload(&app, park, ("a.csv", &ledger(&[ROW])), &[("kind", "problems"), ("dry_run", "false")]).await.expect(201);
        park.delete(&format!("/imports/{}", begun["id"])).await.expect(204);
        app.take_in();
        assert_eq!(app.problem_ids().await.len(), 0);
        let import = app.previewed(park, &ledger(&[ROW])).await;
        let path = format!("/imports/{}", import["id"]);
        park.post(&format!("{path}/commit"), json!({})).await.expect(200);
        park.delete(&path).await.refused(409, "import.not_discardable");
        app.take_in();
        park.delete(&path).await.refused(409, "import.not_discardable");
        assert_eq!(app.problem_ids().await.len(), 1);
        assert_eq!(app.kept_bytes(), i64::try_from(ledger(&[ROW]).len()).unwrap(), "the file stays, the plans don't");
    }

    async fn previews_wait_seven_days_and_files_stay_thirty(app) {
        let park = &app.people.park;
        let import = app.previewed(park, &ledger(&[ROW])).await;
        let path = format!("/imports/{}", import["id"]);
        app.at("2021-08-09 09:00");
        app.forget_imports();
        assert_eq!(park.get(&path).await.expect(200)["state"], "ready");
        app.at("2021-08-09 09:01");
        app.forget_imports();
        let over = park.get(&path).await.expect(200);
        assert_eq!((over["state"].as_str(), over["fault"]["code"].as_str()), (Some("failed"), Some("expired")));
        let done = app.imported(park, &[ROW]).await;
        app.at("2021-09-08 09:01");
        app.forget_imports();
        assert!(app.kept_bytes() > 0);
        app.at("2021-09-08 09:02");
        app.forget_imports();
        assert_eq!(app.kept_bytes(), 0);
        assert_eq!(park.get(&format!("/imports/{}", done["id"])).await.expect(200)["state"], "done");
    }

    async fn one_person_and_all_of_them_keep_so_much(app) {
        let (park, other) = (&app.people.park, &app.people.other_park);
        let import = app.previewed(park, &ledger(&[ROW])).await;
        let id = import["id"].as_i64().unwrap();
        let file = ledger(&[ROW]);
        let (fields, bytes) = ([("kind", "problems")], i64::try_from(file.len()).unwrap());
        let (of_one, of_all) = (512 * 1024 * 1024, 4 * 1024 * 1024 * 1024);
        app.keeping(id, of_one - bytes + 1);
        upload(&app, park, ("a.csv", &file), &fields).await.refused(409, "import.too_much_kept");
        app.keeping(id, of_one - bytes);
        let last = upload(&app, park, ("a.csv", &file), &fields).await.expect(201);
        park.delete(&format!("/imports/{}", last["id"])).await.expect(204);
        app.keeping(id, of_all - bytes + 1);
        upload(&app, other, ("a.csv", &file), &fields).await.refused(507, "import.store_full");
        app.keeping(id, of_all - bytes);
        upload(&app, other, ("a.csv", &file), &fields).await.expect(201);
    }

    async fn a_file_name_in_gb18030_is_read(app) {
        let name = encoding_rs::GB18030.encode("沙河问题台账.csv").0.into_owned();
        let mut body = b"--m\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nproblems\r\n\
            --m\r\nContent-Disposition: form-data; name=\"file\"; filename=\"".to_vec();
        body.extend(name);
        body.extend(b"\"\r\n\r\n");
        body.extend(ledger(&[ROW]));
        body.extend(b"\r\n--m--\r\n");
        let park = &app.people.park;
        let answer = reqwest::Client::new().post(format!("{}/api/v1/imports", app.address))
            .bearer_auth(&park.token).header("Content-Type", "multipart/form-data; boundary=m").body(body)
            .send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 201);
        app.take_in();
        let import = park.get("/imports").await.expect(200)["items"][0].clone();
        assert_eq!((import["file_name"].as_str(), counts(&import)), (Some("沙河问题台账.csv"), (1, 0, 0, 0)));
    }
}
