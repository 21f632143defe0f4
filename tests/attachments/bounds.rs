//! How much there may be.

use image::ImageFormat;
use reqwest::Method;
use serde_json::json;
use zhuqi::attachments::actions::keep_quota;

use super::{attached, blow_up, fault, in_folder, listed, of_problem};
use crate::both;
use crate::harness::files;
use crate::harness::send_bytes;
use crate::problems::filed;

const MIB: usize = 1024 * 1024;

/// A PDF of so many bytes.
fn pdf_of(size: usize) -> Vec<u8> {
    let mut bytes = files::pdf("大");
    bytes.resize(size, b' ');
    bytes
}

both! {
    async fn twenty_mib_are_taken_and_not_a_byte_more(app) {
        let (park, path) = (&app.people.park, of_problem(filed(&app).await));
        let items = attached(park, &path, &[("大.pdf", &pdf_of(20 * MIB))]).await;
        assert_eq!(items[0]["size"], 20 * MIB);
        let (status, _, bytes) = park.download(&format!("/attachments/{}", items[0]["id"])).await;
        assert_eq!((status, bytes.len()), (200, 20 * MIB));
        let small = files::pdf("小");
        let answer = park.attach(&path, &[("小.pdf", &small), ("太大.pdf", &pdf_of(20 * MIB + 1))]).await;
        let body = answer.refused(413, "attachment.too_large");
        assert!(body["detail"].as_str().unwrap().contains("太大.pdf"), "{body}");
        assert_eq!(listed(park, &path).await.len(), 1, "all of one request or none");
        assert_eq!(in_folder(&app), 1);
    }

    async fn nine_files_go_at_once_and_fifty_in_all(app) {
        let (park, path) = (&app.people.park, of_problem(filed(&app).await));
        let pdf = files::pdf("x");
        let files = |n: usize| vec![("x.pdf", pdf.as_slice()); n];
        let body = park.attach(&path, &files(10)).await.expect(422);
        assert_eq!(fault(&body), ("/file", "too_many"));
        for n in [9, 9, 9, 9, 9, 4] {
            attached(park, &path, &files(n)).await;
        }
        park.attach(&path, &files(2)).await.refused(409, "attachment.too_many");
        attached(park, &path, &files(1)).await;
        let body = park.attach(&path, &files(1)).await.refused(409, "attachment.too_many");
        assert!(body["detail"].as_str().unwrap().contains("50"), "{body}");
        assert_eq!(in_folder(&app), 50);
    }

    async fn two_hundred_mib_belong_to_one_problem(app) {
        let (park, path) = (&app.people.park, of_problem(filed(&app).await));
        let pdf = files::pdf("x");
        let items = attached(park, &path, &[("x.pdf", &pdf)]).await;
        blow_up(&app, &items[0]["id"], (200 * MIB - pdf.len() + 1) as i64);
        park.attach(&path, &[("x.pdf", &pdf)]).await.refused(409, "attachment.owner_full");
        blow_up(&app, &items[0]["id"], (200 * MIB - pdf.len()) as i64);
        attached(park, &path, &[("x.pdf", &pdf)]).await;
    }

    async fn the_store_has_a_quota_of_its_own(app) {
        let park = &app.people.park;
        let (one, other) = (of_problem(filed(&app).await), of_problem(filed(&app).await));
        let pdf = files::pdf("x");
        let size = pdf.len() as i64;
        app.db.write_blocking(move |conn| keep_quota(conn, 2 * size)).unwrap();
        attached(park, &one, &[("x.pdf", &pdf)]).await;
        let two = [("x.pdf", pdf.as_slice()), ("y.pdf", pdf.as_slice())];
        park.attach(&other, &two).await.refused(507, "attachment.store_full");
        assert_eq!(in_folder(&app), 1, "nothing stays behind");
        attached(park, &other, &[("x.pdf", &pdf)]).await;
        park.attach(&other, &[("x.pdf", &pdf)]).await.refused(507, "attachment.store_full");
        park.get("/problems").await.expect(200);
    }

    async fn a_form_that_is_none_is_told_so(app) {
        let (park, path) = (&app.people.park, of_problem(filed(&app).await));
        park.post(&path, json!({"file": "x"})).await.refused(415, "unsupported_media_type");
        let body = park.send_form(&[], &path, &[]).await;
        assert!([400, 422].contains(&body.status), "{}", body.text);
        let body = park.send_form(&[], &path, &[("event_id", None, b"1")]).await.expect(422);
        assert_eq!(fault(&body), ("/file", "required"));
        let body = park.send_form(&[], &path, &[("event_id", None, b"x")]).await.expect(422);
        assert_eq!(fault(&body), ("/event_id", "wrong_type"));
        let body = park.send_form(&[], &path, &[("photo", Some("x.pdf"), b"x")]).await.expect(422);
        assert_eq!(fault(&body), ("/photo", "unknown_field"));
        let picture = files::picture(64, 64, ImageFormat::Png);
        let form = files::form(&[("file", Some("x.png"), &picture)]);
        let bearer = format!("Bearer {}", park.token);
        let kind = files::form_type();
        let headers = [("Authorization", bearer.as_str()), ("Content-Type", kind.as_str())];
        let cut_off = form[..form.len() - 40].to_vec();
        send_bytes(&app.address, &path, &headers, cut_off).await.refused(400, "request.malformed");
        let body = park.with(&[], Method::POST, &format!("{path}?x=1"), None).await;
        assert_eq!(fault(&body.expect(422)), ("/x", "unknown_field"));
        assert_eq!(in_folder(&app), 0);
    }
}
