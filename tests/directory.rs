//! The directory over REST.

use reqwest::Method;
use serde_json::json;

use crate::both;

both! {
    async fn a_park_is_added_read_and_renamed_with_its_version(app) {
        let admin = &app.people.admin;
        let made = admin.post("/parks", json!({"code": "DQ", "name": "电气装备产业园区", "kind": "park"})).await;
        let location = made.header("location").to_owned();
        let park = made.expect(201);
        assert_eq!(location, format!("/api/v1/parks/{}", park["id"]));
        let path = format!("/parks/{}", park["id"]);
        let found = app.people.park.get(&path).await;
        assert_eq!(found.header("etag"), "\"1\"");
        let rename = Some(json!({"name": "电气园"}));
        let stale = admin.with(&[("If-Match", "\"7\"")], Method::PATCH, &path, rename.clone()).await;
        stale.refused(412, "request.stale_version");
        let after = admin.with(&[("If-Match", "\"1\"")], Method::PATCH, &path, rename).await.expect(200);
        assert_eq!((after["name"].as_str(), after["version"].as_i64()), (Some("电气园"), Some(2)));
    }

    async fn a_taken_code_and_unknown_fields_are_told_by_pointer(app) {
        let admin = &app.people.admin;
        let taken = admin.post("/parks", json!({"code": "SH", "name": "沙河二期", "kind": "park"})).await;
        assert_eq!(taken.refused(422, "request.invalid")["errors"][0]["pointer"], "/code");
        let unknown = admin.post("/parks", json!({"code": "ZZ", "name": "x", "kind": "park", "boss": 1})).await;
        let errors = unknown.refused(422, "request.invalid");
        assert_eq!(errors["errors"][0]["pointer"], "/boss");
        assert_eq!(errors["errors"][0]["code"], "unknown_field");
    }

    async fn park_staff_see_their_own_enterprises_and_learn_name_and_park_of_others(app) {
        let people = &app.people;
        let body = json!({"name": "远方制造", "credit_code": "91350100M000100Y43", "park_id": people.other_park_id,
            "contacts": [{"name": "王五", "phone": "13812341234"}]});
        people.park.post("/enterprises", body.clone()).await.refused(422, "request.invalid");
        let made = people.other_park.post("/enterprises", body).await.expect(201);
        let path = format!("/enterprises/{}", made["id"]);
        let foreign = people.park.get(&path).await.expect(404);
        let missing = people.park.get("/enterprises/999999").await.expect(404);
        assert_eq!(foreign, missing);
        let found = people.park.get("/enterprises/lookup?credit_code=91350100M000100Y43").await.expect(200);
        assert_eq!(found, json!({"name": "远方制造", "park_id": people.other_park_id, "park_name": "创新创业服务园区"}));
        let phone = |body: serde_json::Value| body["contacts"][0]["phone"].as_str().unwrap_or("").to_owned();
        assert_eq!(phone(people.other_park.get(&path).await.expect(200)), "13812341234");
        assert_eq!(phone(people.leader.get(&path).await.expect(200)), "138****1234");
        let mine = people.park.get("/enterprises?count=true").await.expect(200);
        assert_eq!(mine["total"], 1);
    }

    async fn the_same_key_gives_the_same_park_and_another_body_is_refused(app) {
        let admin = &app.people.admin;
        let body = json!({"code": "K1", "name": "甲园", "kind": "park"});
        let key = [("Idempotency-Key", "k-1")];
        let first = admin.with(&key, Method::POST, "/parks", Some(body.clone())).await.expect(201);
        let again = admin.with(&key, Method::POST, "/parks", Some(body)).await.expect(201);
        assert_eq!(first, again);
        let other = json!({"code": "K2", "name": "乙园", "kind": "park"});
        admin.with(&key, Method::POST, "/parks", Some(other)).await.refused(422, "request.invalid");
    }

    async fn categories_have_two_levels(app) {
        let office = &app.people.coordinator;
        let child = office.post("/categories", json!({"name": "变压器", "parent_id": 4})).await.expect(201);
        let deeper = office.post("/categories", json!({"name": "增容", "parent_id": child["id"]})).await;
        assert_eq!(deeper.refused(422, "request.invalid")["errors"][0]["code"], "too_deep");
    }
}
