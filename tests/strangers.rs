//! Who it is comes first: strangers are given little, and nobody is given everything.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::json;
use zhuqi::base::http::BODY_MAX;

use crate::both;
use crate::harness::{Answer, App};

/// Sends the beginning of a request, the rest of which never comes.
fn begun(app: &App, path: &str, head: &[(&str, String)], body: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(app.address.trim_start_matches("http://")).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let mut bytes = format!("POST /api/v1{path} HTTP/1.1\r\nHost: x\r\n").into_bytes();
    for (name, value) in head {
        bytes.extend(format!("{name}: {value}\r\n").bytes());
    }
    bytes.extend(b"\r\n");
    bytes.extend(body);
    stream.write_all(&bytes).unwrap();
    stream
}

fn status(stream: &mut TcpStream) -> String {
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    String::from_utf8_lossy(&answer[9..]).into_owned()
}

fn json_of(size: usize) -> [(&'static str, String); 2] {
    [
        ("Content-Type", "application/json".to_owned()),
        ("Content-Length", size.to_string()),
    ]
}

/// Begins requests until they take the whole share of their user, whose next one is refused then. One
/// that comes before all of them have may get in, and take the place of one of them.
async fn filled<F: Future<Output = Answer>>(
    begin: impl Fn() -> Vec<TcpStream>,
    next: impl Fn() -> F,
) -> Vec<TcpStream> {
    let mut seconds = 1;
    loop {
        let begun = begin();
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        let answer = next().await;
        if answer.status == 503 {
            answer.refused(503, "overloaded");
            return begun;
        }
        answer.expect(201);
        seconds *= 2;
        assert!(seconds < 30, "they never fill the share");
    }
}

both! {
    async fn a_strangers_large_or_slow_body_is_not_waited_for(app) {
        let mut large = begun(&app, "/problems", &json_of(16 * 1024 + 1), b"{");
        assert_eq!(status(&mut large), "401", "at once, by what it announces");
        let mut slow = begun(&app, "/problems", &json_of(100), b"{");
        assert_eq!(status(&mut slow), "401");
        let mut slow = begun(&app, "/auth/login", &json_of(100), b"{");
        assert_eq!(status(&mut slow), "408");
        let mut large = begun(&app, "/auth/login", &json_of(16 * 1024 + 1), b"{");
        assert_eq!(status(&mut large), "413");
    }

    async fn one_users_bodies_take_a_share_and_leave_the_rest(app) {
        let bearer = format!("Bearer {}", app.people.park.token);
        let mut head = json_of(BODY_MAX).to_vec();
        head.push(("Authorization", bearer));
        let all_but_one = vec![b' '; BODY_MAX - 1];
        let body = json!({"title": "用电", "enterprise_id": app.people.enterprise_id});
        let begin = || (0..32).map(|_| begun(&app, "/problems", &head, &all_but_one)).collect();
        let mut begun = filled(begin, || app.people.park.post("/problems", body.clone())).await;
        app.people.coordinator.post("/problems", body.clone()).await.expect(201);
        begun.pop();
        loop {
            let answer = app.people.park.post("/problems", body.clone()).await;
            if answer.status == 201 {
                break;
            }
            answer.refused(503, "overloaded");
        }
    }

    async fn one_users_slow_uploads_leave_places_for_others(app) {
        let park = &app.people.park;
        let part = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nabc";
        let head = [
            ("Authorization", format!("Bearer {}", park.token)),
            ("Content-Type", "multipart/form-data; boundary=x".to_owned()),
            ("Content-Length", "1000".to_owned()),
        ];
        let file = "企业名称,问题标题\n农庄,用电\n".as_bytes();
        let fields = [("kind", "problems")];
        let begin = || (0..8).map(|_| begun(&app, "/imports", &head, part.as_bytes())).collect();
        let begun = filled(begin, || crate::imports::upload(&app, park, ("a.csv", file), &fields)).await;
        crate::imports::upload(&app, &app.people.coordinator, ("a.csv", file), &fields).await.expect(201);
        drop(begun);
    }
}
