//! Two worlds that differ in nothing but the enterprise and the texts that tell of it: who isn't told
//! the enterprise gets the same answers, mails and files in both, byte by byte.

use std::sync::{Arc, Mutex};

use image::ImageFormat;

use super::*;
use crate::harness::{Backend, files, run};

struct World {
    name: &'static str,
    code: &'static str,
    /// What the enterprise is called later: until then a title may hold it.
    later: &'static str,
    /// Stands in every other text that only tells of the enterprise.
    word: &'static str,
    place: &'static str,
}

const HERE: World = World {
    name: "甲生态农庄",
    code: "91350100M000100Y43",
    later: "甲（高新）农业",
    word: "甲镇",
    place: "34.7472N 113.6249E",
};
const THERE: World = World {
    name: "乙精密机械制造",
    code: "91330100799655058B",
    later: "乙（高新）科技",
    word: "乙大道九百号",
    place: "35.1 N, 114.29 E, and a longer comment",
};

/// Told to departments in both worlds.
const NOTIFICATIONS: &[&str] = &[
    "（保密）用电不足",
    "现场照片.jpg",
    "已联系",
    "（保密）合同.pdf",
];

async fn story(app: &App, world: &World) {
    let people = &app.people;
    let (park, power) = (&people.park, &people.department);
    let enterprise = format!("/enterprises/{}", people.enterprise_id);
    let called = json!({"name": world.name, "credit_code": world.code, "industry": world.word, "tags": [world.word],
        "assisting_leader": world.word, "contacts": [{"name": world.word, "phone": "13811110001"}]});
    park.patch(&enterprise, called).await.expect(200);
    let visit = json!({"enterprise_id": people.enterprise_id, "site_name": world.word, "visited_on": "2021-08-02",
        "participants": [world.word], "summary": world.word, "problems": [{"title": format!("{}用电不足", world.later),
        "confidential": true, "source_reference": world.word}]});
    let visit = park.post("/visits", visit).await.expect(201);
    let hidden = id_of(&visit["problems"][0]);
    let open = json!({"title": "招工难", "description": world.name, "enterprise_id": people.enterprise_id});
    let covered = file(app, open).await;
    let of = |id: i64| format!("/problems/{id}/attachments");
    let (pdf, photo) = (files::pdf("x"), files::located(world.place));
    let name = format!("{}营业执照.pdf", world.name);
    let kept = park
        .attach(&of(covered), &[(&name, &pdf), ("照片.jpg", &photo)])
        .await
        .expect(201);
    let void = format!("/attachments/{}/void", kept["items"][0]["id"]);
    park.post(&void, json!({"reason": format!("{}的旧证照", world.name)}))
        .await
        .expect(200);

    park.patch(&enterprise, json!({"name": world.later}))
        .await
        .expect(200);
    edit(
        park,
        covered,
        json!({"confidential": true, "description": ""}),
    )
    .await;
    for id in [hidden, covered] {
        let to = json!({"lead_department_id": people.department_id,
            "supporting_department_ids": [people.other_department_id]});
        act(park, id, "dispatch", to).await;
    }
    let name = format!("{}合同.pdf", world.later);
    let png = files::picture(30, 20, ImageFormat::Png);
    let sent = [
        (name.as_str(), pdf.as_slice()),
        ("现场照片.jpg", &photo),
        ("图.png", &png),
    ];
    let kept = park.attach(&of(hidden), &sent).await.expect(201);
    let void = format!("/attachments/{}/void", kept["items"][2]["id"]);
    let reason = json!({"reason": format!("{}的图", world.later)});
    for who in [park, &people.coordinator] {
        let refused = who
            .post(&void, reason.clone())
            .await
            .refused(422, "request.invalid");
        assert_eq!(refused["errors"][0]["code"], "names_enterprise");
    }
    park.post(&void, json!({"reason": "重复上传"}))
        .await
        .expect(200);
    power
        .attach(&of(hidden), &[("我方勘查.jpg", &files::located("ours"))])
        .await
        .expect(201);
    act(power, hidden, "accept", json!({"note": "已联系"})).await;
    act(power, hidden, "progress", json!({"text": "正在勘查"})).await;
    act(
        &people.other_department,
        hidden,
        "reply",
        json!({"text": "已配合"}),
    )
    .await;
    act(
        power,
        hidden,
        "resolve",
        json!({"outcome": "solved", "resolution": "已增容"}),
    )
    .await;
    let answer = json!({"reached": true, "solved": true, "satisfaction": 5, "note": "满意"});
    act(park, hidden, "follow_up", answer).await;
    app.day("2021-08-23");
    let at = app.clock.now().naive_utc();
    app.db
        .write_blocking(move |conn| remind(conn, at, redacted_titles))
        .unwrap();
}

type Read = Vec<(String, Vec<u8>)>;

async fn all_of(app: &App, who: &Person, addresses: &[String]) -> Read {
    let mut read: Read = vec![];
    crate::search::index(&app.db);
    for text in [
        HERE.later,
        THERE.later,
        HERE.name,
        "甲",
        "乙",
        "高新",
        "保密",
        "（",
        "用电",
        "不足",
    ] {
        for path in [
            format!("/search?limit=200&q={text}"),
            format!("/search/similar?title={text}"),
        ] {
            read.push((path.clone(), who.get(&path).await.text.into_bytes()));
        }
        for path in [
            "/problems?count=true",
            "/exports/problems?format=csv",
            "/exports/problems?format=xlsx",
        ] {
            for path in [format!("{path}&title={text}"), format!("{path}&q={text}")] {
                let (status, _, bytes) = who.download(&path).await;
                // A workbook is packed with the machine's time.
                let bytes = if path.contains("xlsx") {
                    format!("{:?}", crate::exports::cells(&bytes)).into_bytes()
                } else {
                    bytes
                };
                read.push((format!("{path} {status}"), bytes));
            }
        }
    }
    let texts = read_all(app, who)
        .await
        .into_iter()
        .chain(mails_to(app, addresses));
    read.extend(texts.map(|(place, text)| (place, text.into_bytes())));
    for id in 1..=8 {
        for path in [
            format!("/attachments/{id}"),
            format!("/attachments/{id}/thumbnail"),
        ] {
            let (status, headers, bytes) = who.download(&path).await;
            let told = [
                "content-type",
                "content-length",
                "content-disposition",
                "etag",
            ]
            .map(|name| {
                headers
                    .get(name)
                    .map(|value| value.to_str().unwrap().to_owned())
            });
            read.push((format!("{path} {status} {told:?}"), bytes));
        }
    }
    read
}

/// What each department, and the coordinator, gets in a world.
fn lived(backend: Backend, world: &'static World) -> [Read; 3] {
    let all = Arc::new(Mutex::new(None));
    let told = all.clone();
    run(backend, move |app| async move {
        story(&app, world).await;
        let people = &app.people;
        let own = |name: &str| format!("{name}@district.example");
        let power = [own("department1"), "dian@huachen.example".into()];
        let economy = [own("other_department"), own("jfj")];
        let read = [
            all_of(&app, &people.department, &power).await,
            all_of(&app, &people.other_department, &economy).await,
            all_of(&app, &people.coordinator, &[]).await,
        ];
        *told.lock().unwrap() = Some(read);
    });
    all.lock().unwrap().take().unwrap()
}

fn the_same_in_both(backend: Backend) {
    let (here, there) = (lived(backend, &HERE), lived(backend, &THERE));
    for who in 0..2 {
        assert_eq!(here[who].len(), there[who].len());
        for ((place, one), (other_place, other)) in here[who].iter().zip(&there[who]) {
            assert_eq!(place, other_place);
            let (one, other) = (String::from_utf8_lossy(one), String::from_utf8_lossy(other));
            assert_eq!(one, other, "department {who} at {place}");
        }
        let texts: Vec<_> = here[who]
            .iter()
            .map(|(_, bytes)| String::from_utf8_lossy(bytes))
            .collect();
        for word in NOTIFICATIONS {
            assert!(
                texts.iter().any(|text| text.contains(word)),
                "department {who} isn't told {word}"
            );
        }
        let mails = here[who]
            .iter()
            .filter(|(place, _)| place.starts_with("mail: "));
        assert!(mails.count() > 3);
    }
    // The worlds are two: who is told the enterprise reads of it, and gets the photo as it was sent.
    let reads = |world: &[Read; 3], word: &str| {
        world[2].iter().any(|(_, bytes)| {
            bytes
                .windows(word.len())
                .any(|part| part == word.as_bytes())
        })
    };
    for word in [HERE.later, HERE.word, HERE.place] {
        assert!(reads(&here, word) && !reads(&there, word), "{word}");
    }
}

#[test]
fn on_sqlite() {
    the_same_in_both(Backend::Sqlite);
}

#[test]
fn on_postgres() {
    the_same_in_both(Backend::Postgres);
}
