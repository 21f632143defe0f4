//! Signing in, sessions and accounts over REST.

use chrono::Duration;
use reqwest::Method;
use serde_json::{Value, json};
use zhuqi::access::actions::sign_in::{self, Origin};
use zhuqi::access::actions::{self, NewUser};
use zhuqi::access::rules::password::{PasswordProfile, Plaintext};
use zhuqi::access::tokens::Keys;
use zhuqi::access::{Role, store};

use crate::both;
use crate::harness::{Answer, App, send};

pub const PASSWORD: &str = "万人助万企 2021 年夏";
pub const OTHER: &str = "另一个足够长的密码 16 件";
pub const PROFILE: PasswordProfile = PasswordProfile::Length;

/// Somebody with a real password, made as the command line makes them.
pub fn add(app: &App, username: &str, role: Role) -> i64 {
    let new = NewUser {
        username: username.into(),
        role,
        park: (role == Role::ParkStaff).then(|| "SH".into()),
        department: None,
        display_name: "张三".into(),
    };
    let password = Plaintext::new(PASSWORD);
    actions::add_user(&app.db, &app.clock, &new, (PROFILE, &password)).unwrap()
}

pub async fn login(app: &App, username: &str, password: &str) -> Answer {
    let body = json!({"username": username, "password": password});
    app.anonymous(Method::POST, "/auth/login", Some(body)).await
}

/// The refresh cookie an answer sets, as a request sends it back.
fn cookie(answer: &Answer) -> String {
    let set = answer.header("set-cookie");
    set.split(';').next().unwrap_or("").to_owned()
}

async fn with_cookie(app: &App, path: &str, cookie: &str) -> Answer {
    send(
        &app.address,
        Method::POST,
        path,
        &[("Cookie", cookie)],
        None,
    )
    .await
}

async fn with_token(
    app: &App,
    method: Method,
    path: &str,
    token: &str,
    body: Option<Value>,
) -> Answer {
    let bearer = format!("Bearer {token}");
    send(
        &app.address,
        method,
        path,
        &[("Authorization", &bearer)],
        body,
    )
    .await
}

async fn me(app: &App, token: &str) -> Answer {
    with_token(app, Method::GET, "/me", token, None).await
}

fn token(body: &Value) -> String {
    body["access_token"].as_str().unwrap().to_owned()
}

fn after(app: &App, passed: Duration) {
    app.clock.set(app.clock.now() + passed);
}

fn pointer(body: &Value) -> &str {
    body["errors"][0]["pointer"].as_str().unwrap_or("")
}

both! {
    async fn who_signs_in_gets_a_token_for_fifteen_minutes_and_a_cookie_scripts_cannot_read(app) {
        let id = add(&app, "zhang.san", Role::ParkStaff);
        let answer = login(&app, "Zhang.San", PASSWORD).await;
        let set = answer.header("set-cookie").to_owned();
        for part in ["HttpOnly", "SameSite=Strict", "Path=/api/v1/auth"] {
            assert!(set.contains(part), "{set}");
        }
        assert!(!set.contains("Secure"), "on loopback there is no TLS: {set}");
        let body = answer.expect(200);
        assert_eq!(body["token_type"], "Bearer");
        assert_eq!(body["expires_in"], 900);
        assert_eq!(body["user"]["id"], id);
        assert_eq!(body["user"]["must_change_password"], false);
        assert!(!body.to_string().contains("argon2"));
        let token = token(&body);
        let found = me(&app, &token).await;
        assert_eq!(found.header("etag"), "\"1\"");
        let found = found.expect(200);
        assert_eq!(found, body["user"]);
        assert_eq!(found["park_id"], app.people.park_id);
        app.at("2021-08-02 09:14");
        me(&app, &token).await.expect(200);
        app.at("2021-08-02 09:15");
        me(&app, &token).await.refused(401, "auth.token_expired");
    }

    async fn a_wrong_password_and_an_unknown_name_are_refused_alike(app) {
        add(&app, "zhangsan", Role::Leader);
        let wrong = login(&app, "zhangsan", OTHER).await;
        assert_eq!(wrong.header("www-authenticate"), "Bearer");
        let wrong = wrong.refused(401, "auth.wrong_credentials");
        for nobody in ["lisi", "张三", "", "two words"] {
            assert_eq!(login(&app, nobody, OTHER).await.expect(401), wrong);
        }
        let long = "x".repeat(257);
        login(&app, "zhangsan", &long).await.refused(401, "auth.wrong_credentials");
        let english = send(&app.address, Method::POST, "/auth/login", &[("Accept-Language", "en-GB,zh;q=0.5")],
            Some(json!({"username": "zhangsan", "password": OTHER}))).await.expect(401);
        assert_eq!(english["detail"], "The username or the password is wrong.");
        let unknown = app.anonymous(Method::POST, "/auth/login", Some(json!({"user": "a", "password": "b"}))).await;
        assert_eq!(pointer(&unknown.refused(422, "request.invalid")), "/user");
    }

    async fn ten_failures_lock_the_account_for_a_quarter_of_an_hour(app) {
        add(&app, "zhangsan", Role::Leader);
        for _ in 0..9 {
            login(&app, "zhangsan", OTHER).await.expect(401);
        }
        login(&app, "zhangsan", PASSWORD).await.expect(200);
        for _ in 0..10 {
            login(&app, "zhangsan", OTHER).await.expect(401);
        }
        app.at("2021-08-02 09:05");
        let locked = login(&app, "zhangsan", PASSWORD).await;
        assert_eq!(locked.header("retry-after"), "600");
        locked.refused(429, "auth.too_many_failures");
        let told = app.db.read_blocking(|conn| {
            use diesel::prelude::*;
            use zhuqi::base::db::schema::audit_records as log;
            let refused = log::table.filter(log::action.eq("session.refused")).order(log::id.desc());
            Ok(refused.select(log::data).first::<String>(conn)?)
        }).unwrap();
        assert!(told.contains("2021-08-02T01:15:00Z"), "{told}");
        app.at("2021-08-02 09:15");
        login(&app, "zhangsan", PASSWORD).await.expect(200);
    }

    async fn attempts_beside_a_success_are_counted_and_never_fail(app) {
        let now = app.clock.now().naive_utc();
        std::thread::scope(|scope| {
            for n in 0..8 {
                let db = &app.db;
                scope.spawn(move || for _ in 0..50 {
                    db.write_blocking(move |conn| match n % 2 {
                        0 => store::failures::clear(conn, "account:zhangsan"),
                        _ => store::failures::held(conn, now, "account:zhangsan").map(|_| ()),
                    }).unwrap();
                });
            }
        });
    }

    async fn a_refresh_token_rotates_and_a_spent_one_ends_its_family(app) {
        add(&app, "zhangsan", Role::Leader);
        let first = login(&app, "zhangsan", PASSWORD).await;
        let elsewhere = token(&login(&app, "zhangsan", PASSWORD).await.expect(200));
        let spent = cookie(&first);
        let second = with_cookie(&app, "/auth/refresh", &spent).await;
        let fresh = cookie(&second);
        assert_ne!(spent, fresh);
        let renewed = token(&second.expect(200));
        me(&app, &renewed).await.expect(200);
        let third = with_cookie(&app, "/auth/refresh", &fresh).await;
        let newest = cookie(&third);
        third.expect(200);
        after(&app, Duration::seconds(31));
        with_cookie(&app, "/auth/refresh", &spent).await.refused(401, "auth.session_ended");
        with_cookie(&app, "/auth/refresh", &newest).await.refused(401, "auth.session_ended");
        me(&app, &renewed).await.refused(401, "auth.session_ended");
        me(&app, &elsewhere).await.expect(200);
        app.anonymous(Method::POST, "/auth/refresh", None).await.refused(401, "auth.session_ended");
        with_cookie(&app, "/auth/refresh", "zhuqi_refresh=forged").await.refused(401, "auth.session_ended");
    }

    async fn a_refresh_whose_answer_was_lost_is_answered_as_before_for_thirty_seconds(app) {
        add(&app, "zhangsan", Role::Leader);
        let spent = cookie(&login(&app, "zhangsan", PASSWORD).await);
        let lost = with_cookie(&app, "/auth/refresh", &spent).await;
        let second = cookie(&lost);
        let renewed = token(&lost.expect(200));
        after(&app, Duration::seconds(30));
        let again = with_cookie(&app, "/auth/refresh", &spent).await;
        assert_eq!(cookie(&again), second, "the same answer");
        me(&app, &token(&again.expect(200))).await.expect(200);
        me(&app, &renewed).await.expect(200);
        // Another tab went on meanwhile: the session's newest token is told, not one spent already.
        let third = cookie(&with_cookie(&app, "/auth/refresh", &second).await);
        let again = with_cookie(&app, "/auth/refresh", &spent).await;
        assert_eq!(cookie(&again), third);
        after(&app, Duration::milliseconds(1));
        with_cookie(&app, "/auth/refresh", &spent).await.refused(401, "auth.session_ended");
        with_cookie(&app, "/auth/refresh", &third).await.refused(401, "auth.session_ended");
        me(&app, &renewed).await.refused(401, "auth.session_ended");
    }

    async fn twins_that_refresh_at_once_go_on_with_the_same_session(app) {
        add(&app, "zhangsan", Role::Leader);
        let first = cookie(&login(&app, "zhangsan", PASSWORD).await);
        let twins = (0..8).map(|_| {
            let (address, first) = (app.address.clone(), first.clone());
            tokio::spawn(async move {
                send(&address, Method::POST, "/auth/refresh", &[("Cookie", &first)], None).await
            })
        });
        let twins: Vec<_> = twins.collect();
        let mut given = vec![];
        for twin in twins {
            let answer = twin.await.unwrap();
            given.push(cookie(&answer));
            me(&app, &token(&answer.expect(200))).await.expect(200);
        }
        assert!(given.iter().all(|one| *one == given[0] && *one != first), "{given:?}");
        after(&app, Duration::minutes(15));
        with_cookie(&app, "/auth/refresh", &given[0]).await.expect(200);
    }

    async fn a_spent_token_of_a_session_that_is_over_opens_nothing(app) {
        add(&app, "zhangsan", Role::Leader);
        let spent = cookie(&login(&app, "zhangsan", PASSWORD).await);
        let second = cookie(&with_cookie(&app, "/auth/refresh", &spent).await);
        with_cookie(&app, "/auth/logout", &second).await.expect(204);
        with_cookie(&app, "/auth/refresh", &spent).await.refused(401, "auth.session_ended");
    }

    async fn a_session_lasts_a_fortnight_at_most(app) {
        add(&app, "zhangsan", Role::Leader);
        let answer = login(&app, "zhangsan", PASSWORD).await;
        app.at("2021-08-16 08:59");
        let answer = with_cookie(&app, "/auth/refresh", &cookie(&answer)).await;
        let last = cookie(&answer);
        answer.expect(200);
        app.at("2021-08-16 09:00");
        with_cookie(&app, "/auth/refresh", &last).await.refused(401, "auth.session_ended");
    }

    async fn signing_out_ends_the_session_and_takes_the_cookie_away(app) {
        add(&app, "zhangsan", Role::Leader);
        let answer = login(&app, "zhangsan", PASSWORD).await;
        let cookie = cookie(&answer);
        let token = token(&answer.expect(200));
        let out = with_cookie(&app, "/auth/logout", &cookie).await;
        assert!(out.header("set-cookie").contains("Max-Age=0"), "{:?}", out.headers);
        out.expect(204);
        me(&app, &token).await.refused(401, "auth.session_ended");
        with_cookie(&app, "/auth/refresh", &cookie).await.expect(401);
        with_cookie(&app, "/auth/logout", &cookie).await.expect(204);
        app.anonymous(Method::POST, "/auth/logout", None).await.expect(204);
    }

    async fn one_sees_ones_own_sessions_and_ends_them(app) {
        add(&app, "zhangsan", Role::Leader);
        let here = token(&login(&app, "zhangsan", PASSWORD).await.expect(200));
        let there = token(&login(&app, "zhangsan", PASSWORD).await.expect(200));
        let list = with_token(&app, Method::GET, "/me/sessions?count=true", &here, None).await.expect(200);
        assert_eq!(list["total"], 2);
        assert_eq!((&list["items"][0]["current"], &list["items"][1]["current"]), (&json!(true), &json!(false)));
        let path = format!("/me/sessions/{}", list["items"][1]["id"]);
        app.people.admin.delete(&path).await.refused(404, "not_found");
        with_token(&app, Method::DELETE, &path, &here, None).await.expect(204);
        me(&app, &there).await.refused(401, "auth.session_ended");
        with_token(&app, Method::DELETE, &path, &here, None).await.expect(404);
        with_token(&app, Method::DELETE, "/me/sessions/x", &here, None).await.expect(404);
    }

    async fn the_twenty_first_session_ends_the_oldest(app) {
        let id = add(&app, "zhangsan", Role::Leader);
        let now = app.clock.now().naive_utc();
        let open = || app.db.write_blocking(move |conn| {
            let user = store::users::find(conn, id)?.unwrap();
            Ok(sign_in::open(conn, now, (&user, &Origin::default()))?.unwrap().session)
        }).unwrap();
        let all: Vec<i64> = (0..21).map(|_| open()).collect();
        let live = app.db.read_blocking(|conn| store::sessions::list_live(conn, now, id, None, 100)).unwrap();
        assert_eq!(live.iter().map(|s| s.id).collect::<Vec<_>>(), all[1..]);
    }

    async fn an_initial_password_is_good_for_choosing_another(app) {
        let admin = &app.people.admin;
        let body = json!({"username": "li.si", "display_name": "李四", "role": "park_staff",
            "park_id": app.people.park_id, "email": "lisi@district.example", "phone": "0591-1234567", "password": PASSWORD});
        let made = admin.post("/users", body).await;
        let location = made.header("location").to_owned();
        let made = made.expect(201);
        assert_eq!(location, format!("/api/v1/users/{}", made["id"]));
        assert_eq!(made["must_change_password"], true);
        let first = token(&login(&app, "li.si", PASSWORD).await.expect(200));
        with_token(&app, Method::GET, "/parks", &first, None).await.refused(403, "auth.password_change_required");
        with_token(&app, Method::GET, "/users", &first, None).await.expect(403);
        assert_eq!(me(&app, &first).await.expect(200)["must_change_password"], true);
        let change = |token: String, current: &'static str, new: &'static str| {
            let app = &app;
            async move {
                let body = json!({"current_password": current, "new_password": new});
                with_token(app, Method::POST, "/me/password", &token, Some(body)).await
            }
        };
        let wrong = change(first.clone(), OTHER, OTHER).await.refused(422, "request.invalid");
        assert_eq!(pointer(&wrong), "/new_password");
        let wrong = change(first.clone(), "not my password", OTHER).await.refused(422, "request.invalid");
        assert_eq!(pointer(&wrong), "/current_password");
        let weak = change(first.clone(), PASSWORD, "password1234").await.refused(422, "request.invalid");
        assert_eq!(weak["errors"][0]["code"], "too_common");
        change(first.clone(), PASSWORD, OTHER).await.expect(204);
        me(&app, &first).await.refused(401, "auth.session_ended");
        login(&app, "li.si", PASSWORD).await.expect(401);
        let second = token(&login(&app, "li.si", OTHER).await.expect(200));
        with_token(&app, Method::GET, "/parks", &second, None).await.expect(200);
    }

    async fn an_administrator_resets_a_password_and_lifts_the_lock(app) {
        let id = add(&app, "zhangsan", Role::Leader);
        let old = token(&login(&app, "zhangsan", PASSWORD).await.expect(200));
        for _ in 0..10 {
            login(&app, "zhangsan", OTHER).await.expect(401);
        }
        let path = format!("/users/{id}/reset_password");
        app.people.coordinator.post(&path, json!({"password": OTHER})).await.refused(403, "access.not_yours");
        let admin = &app.people.admin;
        admin.post("/users/999999/reset_password", json!({"nonsense": 1})).await.expect(404);
        let short = admin.post(&path, json!({"password": "short"})).await.refused(422, "request.invalid");
        assert_eq!(short["errors"][0]["code"], "too_short");
        let reset = admin.post(&path, json!({"password": OTHER})).await.expect(200);
        assert_eq!(reset["must_change_password"], true);
        me(&app, &old).await.refused(401, "auth.session_ended");
        login(&app, "zhangsan", OTHER).await.expect(200);
    }

    async fn another_role_unit_or_status_counts_at_the_next_request(app) {
        let people = &app.people;
        let id = add(&app, "zhangsan", Role::ParkStaff);
        let path = format!("/users/{id}");
        let patches = [
            json!({"park_id": people.other_park_id}),
            json!({"role": "coordinator", "park_id": null}),
            json!({"active": false}),
        ];
        for patch in patches {
            let before = token(&login(&app, "zhangsan", PASSWORD).await.expect(200));
            people.admin.patch(&path, json!({"display_name": "张三丰"})).await.expect(200);
            me(&app, &before).await.expect(200);
            people.admin.patch(&path, patch).await.expect(200);
            me(&app, &before).await.refused(401, "auth.session_ended");
        }
        login(&app, "zhangsan", PASSWORD).await.refused(401, "auth.wrong_credentials");
    }

    async fn accounts_are_checked_field_by_field(app) {
        let admin = &app.people.admin;
        let good = json!({"username": "wang.wu", "display_name": "王五", "role": "department_staff",
            "department_id": app.people.department_id, "password": PASSWORD});
        let with = |field: &str, value: Value| {
            let mut body = good.clone();
            body[field] = value;
            body
        };
        let cases = [
            (with("username", json!("王五")), "/username", "malformed"),
            (with("username", json!("ADMIN1")), "/username", "taken"),
            (with("display_name", json!("王\n五")), "/display_name", "control_character"),
            (with("display_name", json!("五".repeat(101))), "/display_name", "too_long"),
            (with("role", json!("emperor")), "/role", "unknown_value"),
            (with("role", json!("leader")), "/department_id", "not_for_role"),
            (with("role", json!("park_staff")), "/park_id", "required"),
            (with("department_id", json!(999_999)), "/department_id", "unknown_id"),
            (with("email", json!("nowhere")), "/email", "malformed"),
            (with("phone", json!("1".repeat(31))), "/phone", "too_long"),
            (with("password", json!("short")), "/password", "too_short"),
            (with("password", json!(123)), "/password", "wrong_type"),
            (with("token_version", json!(1)), "/token_version", "unknown_field"),
        ];
        for (body, at, code) in cases {
            let told = admin.post("/users", body).await.refused(422, "request.invalid");
            assert_eq!((pointer(&told), told["errors"][0]["code"].as_str()), (at, Some(code)), "{told}");
        }
        admin.post("/users", with("display_name", json!("五".repeat(100)))).await.expect(201);
    }

    async fn the_last_administrator_stays(app) {
        let admin = &app.people.admin;
        let path = format!("/users/{}", admin.id);
        admin.patch(&path, json!({"active": false})).await.refused(409, "user.last_administrator");
        admin.patch(&path, json!({"role": "leader"})).await.refused(409, "user.last_administrator");
        add(&app, "second", Role::Admin);
        let stale = admin.with(&[("If-Match", "\"9\"")], Method::PATCH, &path, Some(json!({"active": false}))).await;
        stale.refused(412, "request.stale_version");
        admin.patch(&path, json!({"active": false})).await.expect(200);
        admin.get("/me").await.refused(401, "auth.session_ended");
    }

    async fn a_repeated_post_with_its_key_makes_one_account(app) {
        let admin = &app.people.admin;
        let body = json!({"username": "twice", "display_name": "二次", "role": "leader", "password": PASSWORD});
        let key = [("Idempotency-Key", "u-1")];
        let first = admin.with(&key, Method::POST, "/users", Some(body.clone())).await.expect(201);
        let again = admin.with(&key, Method::POST, "/users", Some(body.clone())).await.expect(201);
        assert_eq!(first, again);
        let mut other = body.clone();
        other["display_name"] = json!("三次");
        let told = admin.with(&key, Method::POST, "/users", Some(other)).await.expect(422);
        assert_eq!(told["errors"][0]["code"], "idempotency.key_reused");
        let long = "k".repeat(256);
        admin.with(&[("Idempotency-Key", &long)], Method::POST, "/users", Some(body)).await.expect(422);
    }

    async fn refusals_come_in_their_order(app) {
        let url = format!("{}/api/v1/users", app.address);
        let client = reqwest::Client::new();
        let raw = |body: String, kind: &'static str, token: Option<String>| {
            let mut request = client.post(&url).header("Content-Type", kind).body(body);
            if let Some(token) = token {
                request = request.bearer_auth(token);
            }
            async move {
                let answer = request.send().await.unwrap();
                let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
                assert_eq!(kind, "application/problem+json");
                assert!(answer.headers().contains_key("x-request-id"));
                answer.status().as_u16()
            }
        };
        let json = "application/json";
        let leader = app.people.leader.token.clone();
        let admin = app.people.admin.token.clone();
        assert_eq!(raw("{\"a\":".into(), json, None).await, 400);
        assert_eq!(raw("[".repeat(16 * 1024), json, None).await, 400);
        assert_eq!(raw("[".repeat(16 * 1024 + 1), json, None).await, 401, "who it is comes before so much");
        assert_eq!(raw("{}".into(), json, None).await, 401);
        assert_eq!(raw("{}".into(), json, Some(leader)).await, 403);
        assert_eq!(raw("{}".into(), "text/plain", Some(admin.clone())).await, 415);
        let padded = |length: usize| format!("{{}}{}", " ".repeat(length - 2));
        assert_eq!(raw(padded(256 * 1024), json, Some(admin.clone())).await, 422);
        assert_eq!(raw(padded(256 * 1024 + 1), json, Some(admin)).await, 413);
        assert_eq!(raw(padded(100 << 20), json, None).await, 401);
    }

    async fn unknown_paths_and_methods_need_a_token_too(app) {
        let admin = &app.people.admin;
        app.anonymous(Method::GET, "/nothing", None).await.refused(401, "auth.token_missing");
        admin.get("/nothing").await.refused(404, "not_found");
        let refused = admin.delete("/users").await;
        assert_eq!(refused.header("allow"), "GET, POST");
        refused.refused(405, "method_not_allowed");
        admin.get("/users/0x1").await.refused(404, "not_found");
        app.anonymous(Method::GET, "//api/nothing", None).await.refused(404, "not_found");
        admin.get("/users?limit=0").await.refused(422, "request.invalid");
        admin.get("/users?limit=201").await.refused(422, "request.invalid");
        admin.get("/users?cursor=zzz").await.refused(422, "request.invalid");
        let told = admin.get("/users?colour=red").await.refused(422, "request.invalid");
        assert_eq!(pointer(&told), "/colour");
        let mut path = "/users?limit=4&count=true".to_owned();
        let mut seen = Vec::new();
        loop {
            let page = admin.get(&path).await.expect(200);
            assert_eq!(page["total"], 10);
            seen.extend(page["items"].as_array().unwrap().iter().map(|u| u["id"].as_i64().unwrap()));
            match page["next_cursor"].as_str() {
                Some(cursor) => path = format!("/users?limit=4&count=true&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), 10);
        assert!(seen.is_sorted());
    }

    async fn forged_tokens_are_refused(app) {
        use base64::Engine;
        let (id, session) = (app.people.admin.id, app.people.admin.session);
        let encode = |v: Value| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(v.to_string());
        let now = app.clock.now();
        let good = app.keys.issue(id, session, 1, now).unwrap();
        me(&app, &good).await.expect(200);
        let parts: Vec<&str> = good.split('.').collect();
        let claims = |aud: &str| json!({"iss": "zhuqi", "aud": aud, "sub": id.to_string(), "sid": session,
            "ver": 1, "iat": now.timestamp(), "exp": now.timestamp() + 900});
        let unsigned = format!("{}.{}.", encode(json!({"alg": "none", "typ": "at+jwt"})), encode(claims("zhuqi-api")));
        let moved = format!("{}.{}.{}", parts[0], encode(claims("others")), parts[2]);
        let foreign = Keys::new(b"another signing key of some length").issue(id, session, 1, now).unwrap();
        let signed = |kind: Option<&str>, claims: Value| {
            let mut header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
            header.typ = kind.map(str::to_owned);
            let key = jsonwebtoken::EncodingKey::from_secret(crate::harness::KEY);
            jsonwebtoken::encode(&header, &claims, &key).unwrap()
        };
        me(&app, &signed(Some("at+jwt"), claims("zhuqi-api"))).await.expect(200);
        let wrong_audience = signed(Some("at+jwt"), claims("others"));
        let wrong_kind = signed(Some("JWT"), claims("zhuqi-api"));
        let mut endless = claims("zhuqi-api");
        endless.as_object_mut().unwrap().remove("exp");
        let endless = signed(Some("at+jwt"), endless);
        let cut = &good[..good.len() - 2];
        for bad in [&unsigned, &moved, &foreign, &wrong_audience, &wrong_kind, &endless, cut, "x.y.z", "nonsense"] {
            me(&app, bad).await.refused(401, "auth.token_invalid");
        }
        let older = app.keys.issue(id, session, 0, now).unwrap();
        me(&app, &older).await.refused(401, "auth.session_ended");
        let elsewhere = app.keys.issue(id, app.people.leader.session, 1, now).unwrap();
        me(&app, &elsewhere).await.refused(401, "auth.session_ended");
    }

    async fn only_a_database_without_users_gets_a_first_administrator(app) {
        use diesel::prelude::*;
        use zhuqi::base::db::schema::{sessions, users};
        assert_eq!(actions::first_administrator(&app.db, &app.clock).unwrap(), None);
        app.db.write_blocking(|conn| {
            diesel::delete(sessions::table).execute(conn)?;
            diesel::delete(users::table).execute(conn)?;
            Ok(())
        }).unwrap();
        let once = actions::first_administrator(&app.db, &app.clock).unwrap().unwrap();
        assert_eq!(actions::first_administrator(&app.db, &app.clock).unwrap(), None);
        let body = login(&app, "admin", &once).await.expect(200);
        assert_eq!(body["user"]["must_change_password"], true);
        assert_eq!(body["user"]["role"], "admin");
    }

    async fn the_command_line_names_parks_by_code_and_resets_for_good(app) {
        add(&app, "zhangsan", Role::ParkStaff);
        let password = Plaintext::new(OTHER);
        actions::reset_password(&app.db, &app.clock, "zhangsan", (PROFILE, &password)).unwrap();
        let body = login(&app, "zhangsan", OTHER).await.expect(200);
        assert_eq!(body["user"]["must_change_password"], false);
        assert!(actions::reset_password(&app.db, &app.clock, "nobody", (PROFILE, &password)).is_err());
        let nowhere = NewUser {
            username: "lisi".into(), role: Role::ParkStaff, park: Some("XX".into()),
            department: None, display_name: "李四".into(),
        };
        let told = actions::add_user(&app.db, &app.clock, &nowhere, (PROFILE, &password)).unwrap_err();
        assert!(format!("{told:?}").contains("/park"), "{told:?}");
    }

    async fn the_signing_key_is_made_once_and_kept(app) {
        let now = app.clock.now();
        let (id, session) = (app.people.admin.id, app.people.admin.session);
        let first = actions::keys(&app.db, None).unwrap().issue(id, session, 1, now).unwrap();
        let again = actions::keys(&app.db, None).unwrap().issue(id, session, 1, now).unwrap();
        assert_eq!(first, again);
    }
}
