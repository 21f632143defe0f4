//! Every limit at its edge and one past it.

use super::*;
use crate::both;

async fn status(who: &Person, path: &str, pairs: &[(&str, &str)]) -> u16 {
    who.get(&format!("{path}?{}", query(pairs))).await.status
}

async fn code(who: &Person, path: &str, pairs: &[(&str, &str)]) -> (String, String) {
    let answer = who.get(&format!("{path}?{}", query(pairs))).await;
    let told = answer.refused(422, "request.invalid");
    let text = |name: &str| told["errors"][0][name].as_str().unwrap().to_owned();
    (text("pointer"), text("code"))
}

fn wrong(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

both! {
    async fn a_question_is_bounded(app) {
        let who = &app.people.coordinator;
        let (longest, longer) = ("电".repeat(100), "电".repeat(101));
        // Whose pairs are all different, too.
        let (chinese, latin): (String, String) = (('一'..).take(100).collect(), ('0'..='9').chain('a'..='z').cycle().take(100).collect());
        for q in [chinese.as_str(), latin.as_str()] {
            assert_eq!(status(who, "/search", &[("q", q)]).await, 200, "{q}");
        }
        let ten = "甲 乙 丙 丁 戊 己 庚 辛 壬 癸";
        assert_eq!(status(who, "/search", &[("q", longest.as_str())]).await, 200);
        let around = format!("  {longest}  ");
        assert_eq!(status(who, "/search", &[("q", around.as_str())]).await, 200);
        assert_eq!(status(who, "/search", &[("q", ten)]).await, 200);
        assert_eq!(status(who, "/search", &[("q", "电")]).await, 200);
        for (pairs, pointer, fault) in [
            (vec![("q", longer.as_str())], "/q", "too_long"),
            (vec![("q", "甲 乙 丙 丁 戊 己 庚 辛 壬 癸 子")], "/q", "too_many"),
            (vec![("q", "")], "/q", "required"),
            (vec![("q", " 　")], "/q", "required"),
            (vec![], "/q", "required"),
            (vec![("q", "用\u{200B}电")], "/q", "control_character"),
            (vec![("q", "电"), ("limit", "0")], "/limit", "out_of_range"),
            (vec![("q", "电"), ("limit", "201")], "/limit", "out_of_range"),
            (vec![("q", "电"), ("cursor", "x")], "/cursor", "malformed"),
            (vec![("q", "电"), ("kind", "visit")], "/kind", "unknown_value"),
            (vec![("q", "电"), ("count", "true")], "/count", "unknown_field"),
        ] {
            assert_eq!(code(who, "/search", &pairs).await, wrong(pointer, fault), "{pairs:?}");
        }
        assert_eq!(status(who, "/search", &[("q", "电"), ("limit", "1")]).await, 200);
        assert_eq!(status(who, "/search", &[("q", "电"), ("limit", "200")]).await, 200);
    }

    async fn a_case_to_be_filed_is_bounded(app) {
        let who = &app.people.coordinator;
        for path in ["/search/similar", "/search/proposals"] {
            let (line, text) = ("电".repeat(200), "电".repeat(500));
            let (longer_line, longer_text) = ("电".repeat(201), "电".repeat(501));
            let edge = [("title", line.as_str()), ("description", text.as_str())];
            assert_eq!(status(who, path, &edge).await, 200);
            assert_eq!(code(who, path, &[("title", longer_line.as_str())]).await, wrong("/title", "too_long"));
            assert_eq!(code(who, path, &[]).await, wrong("/title", "required"));
            let longer = [("title", "电"), ("description", longer_text.as_str())];
            assert_eq!(code(who, path, &longer).await, wrong("/description", "too_long"));
            let unknown = [("title", "电"), ("enterprise_id", "999999")];
            assert_eq!(code(who, path, &unknown).await, wrong("/enterprise_id", "unknown_id"));
            // Nothing to look for is nothing found.
            assert_eq!(status(who, path, &[("title", "。")]).await, 200);
            let foreign = app.people.other_enterprise_id.to_string();
            let foreign = [("title", "电"), ("enterprise_id", foreign.as_str())];
            assert_eq!(code(&app.people.park, path, &foreign).await, wrong("/enterprise_id", "unknown_id"));
        }
    }
}
