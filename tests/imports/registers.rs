//! Registers that come in: their entries belong to no park, and may share their names.

use serde_json::{Value, json};

use super::ledgers::goes_round;
use super::{counts, errors};
use crate::both;

const TARGETS: [(&str, &str); 1] = [("kind", "project_targets")];
const HEADINGS: &str = "编号,目标,考核内容,目标比例(%),目标金额(万元),完成期限,项目级别";

fn csv(rows: &[&str]) -> Vec<u8> {
    format!("{HEADINGS}\n{}\n", rows.join("\n")).into_bytes()
}

/// A body with more in it.
fn with(mut body: Value, more: Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

both! {
    async fn targets_and_the_negative_list_go_out_and_come_in_as_they_were(app) {
        // given
        let office = &app.people.coordinator;
        let target = json!({"name": "8月底前全部开工", "measure": "started", "until_on": "2021-08-31"});
        for more in [
            json!({"percent": 100, "level": "key"}),
            json!({"percent": 100}),
            json!({"amount": 12, "kind": "industrial", "basis": "区委常委会\n会议纪要"}),
            json!({"name": "完成投资", "measure": "invested", "amount_yuan": 60_000_000_000_i64, "until_on": "2021-12-31"}),
        ] {
            office.post("/project_targets", with(target.clone(), more)).await.expect(201);
        }
        let line = json!({"name": "水泥制造", "industry_code": "C3011", "kind": "energy", "basis": "管理目录", "from_on": "2021-08-01"});
        for more in [json!({"threshold_tce": 50_000}), json!({"product": "熟料", "until_on": "2021-12-31"})] {
            office.post("/negative_list", with(line.clone(), more)).await.expect(201);
        }
        // when: the day of the first ones is past
        app.day("2021-09-06");
        // then
        goes_round(&app, &zhuqi::projects::targets::LEDGER, 4);
        goes_round(&app, &zhuqi::projects::negative_list::LEDGER, 2);
    }

    async fn a_row_of_a_register_is_known_by_all_it_says_and_its_number_is_kept(app) {
        let office = &app.people.coordinator;
        let rows = [
            "QU-MB-2021-007,全部开工,开工,100,,2021-12-31,",
            ",全部开工,开工,100,,2021-12-31,市重点",
            ",全部开工,开工,80,,2021-12-31,",
        ];
        let import = app.checked(office, &csv(&rows), &TARGETS).await;
        assert_eq!(counts(&import), (3, 0, 0, 0), "{import:#}");
        assert_eq!(app.committed(office, &import).await["state"], "done");
        let set = json!({"name": "全部竣工", "measure": "completed", "percent": 100, "until_on": "2021-12-31"});
        let next = office.post("/project_targets", set).await.expect(201);
        assert_eq!(next["number"], "QU-MB-2021-010", "behind the one that was kept");
        // Without their numbers they are known, and another one isn't one of them.
        let rows = [
            ",全部开工,开工,100,,2021-12-31,",
            ",全部开工,开工,100,,2021-12-31,市重点",
            ",全部开工,开工,100,,2021-11-30,市重点",
            ",全部开工,开工,100,,2021-11-30,市重点",
            "SH-MB-2021-020,全部投产,投产,100,,2021-12-31,",
        ];
        let import = app.checked(office, &csv(&rows), &TARGETS).await;
        assert_eq!(counts(&import), (2, 2, 0, 1), "{import:#}");
        assert_eq!(errors(&import), [(5, "name".to_owned(), "duplicate".to_owned())], "{import:#}");
    }
}
