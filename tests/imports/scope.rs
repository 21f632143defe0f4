//! Whose imports, and whose rows.

use super::{counts, errors, ledger, upload};
use crate::both;

both! {
    async fn park_staff_take_in_what_is_of_their_park_alone(app) {
        let people = &app.people;
        let rows = [
            ",创新创业服务园区,创客机械,别人的,,2021-07-05,,,,,,,,,,,,",
            ",,聚合庄生态农庄,自己的,,2021-07-05,,,,,,,,,,,,",
        ];
        let import = app.previewed(&people.park, &ledger(&rows)).await;
        assert_eq!(errors(&import), [(2, "park".to_owned(), "not_yours".to_owned())], "{import:#}");
        let all = app.previewed(&people.coordinator, &ledger(&rows)).await;
        assert_eq!(counts(&all), (2, 0, 0, 0), "the enterprise says which park: {all:#}");
        // Neither sees what the other uploaded; the coordinator sees both.
        people.other_park.get(&format!("/imports/{}", import["id"])).await.refused(404, "not_found");
        people.park.get(&format!("/imports/{}", all["id"])).await.refused(404, "not_found");
        people.park2.get(&format!("/imports/{}", import["id"])).await.expect(200);
        people.coordinator.get(&format!("/imports/{}", import["id"])).await.expect(200);
    }

    async fn only_the_coordinator_has_names_made(app) {
        let fields = [("kind", "problems"), ("create_missing", "parks")];
        let answer = upload(&app, &app.people.park, ("a.csv", b"a,b"), &fields).await;
        answer.refused(403, "access.not_yours");
        let department = upload(&app, &app.people.department, ("a.csv", b"a,b"), &[("kind", "problems")]).await;
        department.refused(403, "access.not_yours");
    }

    async fn whoever_moved_to_another_park_meanwhile_writes_nothing(app) {
        let people = &app.people;
        let rows = [",,聚合庄生态农庄,用电,,2021-07-05,,,,,,,,,,,,"];
        let import = app.previewed(&people.park, &ledger(&rows)).await;
        let path = format!("/imports/{}", import["id"]);
        people.park2.post(&format!("{path}/commit"), serde_json::json!({})).await.expect(200);
        people.admin.patch(&format!("/users/{}", people.park.id), serde_json::json!({"park_id": people.other_park_id})).await.expect(200);
        app.take_in();
        let failed = people.park2.get(&path).await.expect(200);
        assert_eq!((failed["state"].as_str(), failed["fault"]["code"].as_str()), (Some("failed"), Some("no_right_any_more")));
        assert!(app.problem_ids().await.is_empty());
    }
}
