//! Rates that other places published, counted here from as many problems.

use serde_json::json;

use crate::both;
use crate::harness::App;

impl App {
    /// So many problems of a park, of which so many are solved on the spot.
    async fn collected(&self, total: usize, solved: usize) {
        let people = &self.people;
        for index in 0..total {
            let body =
                json!({"title": format!("问题{index}"), "enterprise_id": people.enterprise_id});
            let id = people.park.post("/problems", body).await.expect(201)["id"].clone();
            if index < solved {
                let path = format!("/problems/{id}/resolve_on_site");
                people
                    .park
                    .post(&path, json!({"resolution": "现场解决"}))
                    .await
                    .expect(200);
            }
        }
    }

    async fn solve_rate(&self) -> serde_json::Value {
        let answer = self.people.coordinator.get("/statistics").await.expect(200);
        let row = &answer["totals"];
        assert_eq!(row["rates"]["solve"], row["rates"]["resolve"]);
        row["rates"]["solve"].clone()
    }
}

both! {
    async fn twelve_of_sixteen_are_75_0(app) {
        app.collected(16, 12).await;
        assert_eq!(app.solve_rate().await, json!({"numerator": 12, "denominator": 16, "percent": "75.0"}));
    }

    async fn sixty_seven_of_sixty_nine_are_97_1_and_288_of_298_are_96_6(app) {
        app.collected(69, 67).await;
        assert_eq!(app.solve_rate().await, json!({"numerator": 67, "denominator": 69, "percent": "97.1"}));
        app.collected(229, 221).await;
        assert_eq!(app.solve_rate().await, json!({"numerator": 288, "denominator": 298, "percent": "96.6"}));
    }

    async fn a_rate_over_nothing_has_no_percentage(app) {
        assert_eq!(app.solve_rate().await, json!({"numerator": 0, "denominator": 0, "percent": null}));
    }
}
