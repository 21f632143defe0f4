use super::*;

#[test]
fn a_mistyped_database_url_is_refused_and_makes_no_file() {
    let flags = Flags {
        database_url: Some("postgre://x".into()),
        ..Flags::default()
    };
    let error = Raw::default().with(&flags).check().unwrap_err();
    assert!(error.contains("sqlite:// or postgres://"), "{error}");
}

#[test]
fn every_wrong_setting_is_told_at_once() {
    let raw = Raw {
        listen: "nowhere".into(),
        time_zone: "Mars/Olympus".into(),
        week_cut_off: "25:00".into(),
        ..Raw::default()
    };
    let error = raw.check().unwrap_err();
    assert_eq!(error.lines().count(), 3, "{error}");
}

#[test]
fn a_size_has_a_number_and_a_unit() {
    assert_eq!(bytes("50 GiB"), Some(50 << 30));
    assert_eq!(bytes("1MiB"), Some(1 << 20));
    for wrong in [
        "",
        "GiB",
        "50",
        "50 GB",
        "0 MiB",
        "-1 GiB",
        "9999999999 GiB",
        "1.5 GiB",
    ] {
        assert_eq!(bytes(wrong), None, "{wrong}");
    }
}

#[test]
fn secrets_do_not_print() {
    let raw = Raw {
        jwt_key: Some(Secret("a very secret key of many characters".into())),
        ..Raw::default()
    };
    assert!(!format!("{:?}", raw.check().unwrap()).contains("secret key"));
}

#[test]
fn the_name_in_a_greeting_is_a_full_host_name_or_an_address() {
    for good in [
        "zhuqi.district.example",
        "a.b",
        "[192.0.2.1]",
        "[IPv6:2001:db8::1]",
    ] {
        assert!(is_host(good), "{good}");
    }
    let long = format!("{}.example", "a".repeat(63));
    assert!(is_host(&long));
    let whole = format!("{}.aa", "a.".repeat(125) + "a");
    assert_eq!((whole.len(), is_host(&whole)), (254, false));
    assert!(is_host(&whole[1..].replacen('.', "a", 1)));
    for bad in [
        "",
        "zhuqi",
        "a..b",
        "-a.b",
        "a-.b",
        "a_b.c",
        "电力.example",
        "[x]",
        "a.b\r\nDATA",
    ] {
        assert!(!is_host(bad), "{bad}");
    }
    assert!(!is_host(&format!("{}.example", "a".repeat(64))));
}
