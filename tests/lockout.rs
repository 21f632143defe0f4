//! Failed sign-ins: what locks whom, and that it is no weapon.

use reqwest::Method;
use serde_json::json;
use zhuqi::access::Role;
use zhuqi::access::actions::attempts::{ComparedPassword, Outcome, judge};
use zhuqi::access::actions::sign_in::Origin;
use zhuqi::base::Error;

use crate::access::{OTHER, PASSWORD, PROFILE, add, login};
use crate::both;
use crate::harness::{Answer, App, send};

/// Signs in from somewhere, as a proxy on the server's machine tells it.
async fn from(app: &App, address: &str, username: &str, password: &str) -> Answer {
    let body = json!({"username": username, "password": password});
    let headers = [("X-Forwarded-For", address)];
    send(
        &app.address,
        Method::POST,
        "/auth/login",
        &headers,
        Some(body),
    )
    .await
}

/// Keeps the outcome of wrong passwords without comparing them, and tells how many were refused.
async fn fail(app: &App, origin: &Origin, names: impl Iterator<Item = String>) -> usize {
    let now = app.clock.now().naive_utc();
    let mut refused = 0;
    for username in names {
        let (db, origin) = (app.db.clone(), origin.clone());
        let tried = ComparedPassword {
            username,
            user: None,
            is_right: false,
        };
        let outcome = db
            .write(move |conn| judge(conn, now, PROFILE, (&tried, &origin)))
            .await;
        refused += usize::from(matches!(outcome.unwrap(), Outcome::Locked(_)));
    }
    refused
}

fn origin(network: &str) -> Origin {
    Origin {
        address: network.into(),
        network: Some(network.into()),
        ..Origin::default()
    }
}

both! {
    async fn ten_failures_lock_an_account_where_they_came_from_and_nowhere_else(app) {
        add(&app, "zhangsan", Role::Leader);
        for _ in 0..10 {
            from(&app, "10.1.1.1", "zhangsan", OTHER).await.expect(401);
        }
        from(&app, "10.1.1.1", "zhangsan", PASSWORD).await.refused(429, "auth.too_many_failures");
        from(&app, "10.1.1.1:50123", "zhangsan", PASSWORD).await.expect(429);
        from(&app, "::ffff:10.1.1.1", "zhangsan", PASSWORD).await.expect(429);
        from(&app, "10.1.1.2", "zhangsan", PASSWORD).await.expect(200);
        add(&app, "lisi", Role::Leader);
        from(&app, "10.1.1.1", "lisi", PASSWORD).await.expect(200);
    }

    async fn the_addresses_of_one_ipv6_network_are_one(app) {
        add(&app, "zhangsan", Role::Leader);
        for n in 0..10 {
            from(&app, &format!("2001:db8:1:2::{n}"), "zhangsan", OTHER).await.expect(401);
        }
        from(&app, "2001:db8:1:2:ffff::1", "zhangsan", PASSWORD).await.expect(429);
        from(&app, "2001:db8:1:3::1", "zhangsan", PASSWORD).await.expect(200);
    }

    async fn failures_from_everywhere_slow_down_strangers_and_nobody_who_was_here_before(app) {
        add(&app, "zhangsan", Role::Leader);
        from(&app, "10.9.9.9", "zhangsan", PASSWORD).await.expect(200);
        for n in 0..10 {
            let names = std::iter::repeat_n("zhangsan".to_owned(), 10);
            assert_eq!(fail(&app, &origin(&format!("10.2.2.{n}")), names).await, 0);
        }
        let slowed = from(&app, "10.3.3.3", "zhangsan", PASSWORD).await;
        assert_eq!(slowed.header("retry-after"), "10");
        slowed.refused(429, "auth.too_many_failures");
        from(&app, "10.9.9.9", "zhangsan", PASSWORD).await.expect(200);
        app.clock.set(app.clock.now() + chrono::Duration::seconds(10));
        from(&app, "10.3.3.3", "zhangsan", OTHER).await.expect(401);
        from(&app, "10.3.3.4", "zhangsan", PASSWORD).await.expect(429);
        app.clock.set(app.clock.now() + chrono::Duration::seconds(10));
        from(&app, "10.3.3.4", "zhangsan", PASSWORD).await.expect(200);
    }

    async fn a_hundred_failures_lock_a_network_but_not_this_machine_nor_who_was_here_before(app) {
        add(&app, "zhangsan", Role::Leader);
        add(&app, "lisi", Role::Leader);
        from(&app, "10.1.1.1", "lisi", PASSWORD).await.expect(200);
        let names = || (0..101).map(|n| format!("nobody{n}"));
        assert_eq!(fail(&app, &origin("10.1.1.1"), names()).await, 1);
        let here = Origin { is_this_machine: true, ..origin("127.0.0.1") };
        assert_eq!(fail(&app, &here, names()).await, 0);
        from(&app, "10.1.1.1", "zhangsan", PASSWORD).await.refused(429, "auth.too_many_failures");
        from(&app, "10.1.1.1", "lisi", PASSWORD).await.expect(200);
        from(&app, "10.1.1.2", "zhangsan", PASSWORD).await.expect(200);
    }

    async fn an_attempt_that_was_refused_for_load_counts_against_nobody(app) {
        add(&app, "zhangsan", Role::Leader);
        let turns = &app.passwords.turns;
        let running = [turns.next().await.unwrap(), turns.next().await.unwrap()];
        let mut waiting: Vec<_> = (0..16).map(|_| Box::pin(turns.next())).collect();
        for one in &mut waiting {
            assert!(tokio::time::timeout(std::time::Duration::ZERO, one).await.is_err());
        }
        for _ in 0..20 {
            login(&app, "zhangsan", OTHER).await.refused(503, "overloaded");
        }
        drop((running, waiting));
        login(&app, "zhangsan", PASSWORD).await.expect(200);
    }

    async fn many_wrong_passwords_at_once_are_told_no_more_than_the_limit(app) {
        add(&app, "zhangsan", Role::Leader);
        let all: Vec<_> = (0..16).map(|_| {
            let address = app.address.clone();
            tokio::spawn(async move {
                let body = json!({"username": "zhangsan", "password": OTHER});
                send(&address, Method::POST, "/auth/login", &[], Some(body)).await.status
            })
        }).collect();
        let mut told = vec![];
        for one in all {
            told.push(one.await.unwrap());
        }
        told.sort();
        assert_eq!(told.iter().filter(|status| **status == 401).count(), 10, "{told:?}");
        assert!(told.iter().all(|status| [401, 429].contains(status)), "{told:?}");
    }

    async fn a_new_password_lifts_every_lock_of_the_account_and_of_no_other(app) {
        for name in ["a_b", "axb"] {
            add(&app, name, Role::Leader);
            for _ in 0..10 {
                from(&app, "10.1.1.1", name, OTHER).await.expect(401);
            }
        }
        let user = app.db.read_blocking(|conn| {
            Ok::<_, Error>(zhuqi::access::store::users::find_by_username(conn, "a_b")?.unwrap().id)
        }).unwrap();
        let path = format!("/users/{user}/reset_password");
        app.people.admin.post(&path, json!({"password": OTHER})).await.expect(200);
        from(&app, "10.1.1.1", "a_b", OTHER).await.expect(200);
        from(&app, "10.1.1.1", "axb", PASSWORD).await.expect(429);
    }
}
