//! The mail server of the tests: what it took, and how it is told to answer.

use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::harness::CLIENT;

/// `ZHUQI_TEST_SMTP`, as `tests/servers/smtp.py` describes it.
pub struct Server(Value);

/// A message that was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    pub door: String,
    pub login: Option<String>,
    pub greeting: String,
    pub to: Vec<String>,
    pub raw: String,
}

impl Server {
    pub fn running() -> Self {
        let text = std::env::var("ZHUQI_TEST_SMTP").expect(
            "ZHUQI_TEST_SMTP is not set: run the tests with `make test`, which starts a mail server",
        );
        Self(serde_json::from_str(&text).unwrap())
    }

    fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap()
    }

    pub fn ca(&self) -> &str {
        self.text("ca_file")
    }

    pub fn username(&self) -> &str {
        self.text("username")
    }

    /// The URL of a door, with the authority to trust.
    pub fn url(&self, door: &str) -> String {
        let url = self.text(&format!("{door}_url"));
        match door {
            "plain" => url.to_owned(),
            "starttls" => format!("{url}&ca={}", self.ca()),
            _ => format!("{url}?ca={}", self.ca()),
        }
    }

    /// The port of a door.
    pub fn port(&self, door: &str) -> u16 {
        let url = url::Url::parse(self.text(&format!("{door}_url"))).unwrap();
        url.port().unwrap()
    }

    /// What was taken for a domain, in order.
    pub fn taken(&self, domain: &str) -> Vec<Taken> {
        let log = PathBuf::from(self.text("folder")).join("messages.jsonl");
        let lines = std::fs::read_to_string(log).unwrap_or_default();
        let messages = lines
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        messages
            .map(|one| Taken {
                door: one["door"].as_str().unwrap().to_owned(),
                login: one["login"].as_str().map(str::to_owned),
                greeting: one["greeting"].as_str().unwrap().to_owned(),
                to: one["rcpt_to"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|to| to.as_str().unwrap().to_owned())
                    .collect(),
                raw: std::fs::read_to_string(one["file"].as_str().unwrap()).unwrap(),
            })
            .filter(|one| one.to.iter().all(|to| to.ends_with(domain)))
            .collect()
    }

    /// Answers a recipient's or sender's address, or a greeting's name, so from now on.
    pub async fn answer(&self, address: &str, answer: &str) {
        let url = format!("{}/answers/{address}", self.text("control_url"));
        let request = CLIENT.put(url).body(answer.to_owned());
        assert_eq!(request.send().await.unwrap().status(), 204);
    }

    /// And as ever again.
    pub async fn answer_as_ever(&self, address: &str) {
        let url = format!("{}/answers/{address}", self.text("control_url"));
        let request = CLIENT.delete(url);
        assert_eq!(request.send().await.unwrap().status(), 204);
    }
}

impl Taken {
    /// A header's value, decoded as a reader's program does (RFC 2047).
    pub fn header(&self, name: &str) -> String {
        header(&self.raw, name)
    }

    /// The text and the HTML body.
    pub fn bodies(&self) -> [String; 2] {
        ["text/plain", "text/html"].map(|kind| body(&self.raw, kind))
    }
}

/// A header of a raw message, unfolded and decoded; empty where it is absent.
pub fn header(raw: &str, name: &str) -> String {
    let raw = raw.replace("\r\n", "\n");
    let head = raw.split("\n\n").next().unwrap();
    let unfolded = head.replace("\n ", " ").replace("\n\t", " ");
    let wanted = format!("{}:", name.to_lowercase());
    let line = unfolded
        .lines()
        .find(|line| line.to_lowercase().starts_with(&wanted));
    line.map(|line| decoded(line[wanted.len()..].trim()))
        .unwrap_or_default()
}

/// Encoded words (`=?utf-8?b?…?=`) into text; space between two of them is none.
fn decoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    let mut after_a_word = false;
    while let Some(start) = rest.find("=?") {
        let between = &rest[..start];
        if !(after_a_word && between.trim().is_empty()) {
            out += between;
        }
        let mut parts = rest[start + 2..].splitn(4, '?');
        let (charset, coding) = (parts.next().unwrap(), parts.next().unwrap());
        let (word, left) = (parts.next().unwrap(), parts.next().unwrap());
        assert_eq!(charset.to_lowercase(), "utf-8");
        let bytes = match coding {
            "b" | "B" => STANDARD.decode(word).unwrap(),
            _ => quoted(&word.replace('_', " ")),
        };
        out += &String::from_utf8(bytes).unwrap();
        rest = left.strip_prefix('=').unwrap();
        after_a_word = true;
    }
    out + rest
}

fn quoted(text: &str) -> Vec<u8> {
    let joined = text.replace("=\n", "");
    let mut out = vec![];
    let mut bytes = joined.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'=' {
            let pair: Vec<u8> = bytes.by_ref().take(2).collect();
            out.extend(hex::decode(pair).unwrap());
        } else {
            out.push(byte);
        }
    }
    out
}

/// The part of a kind, decoded.
fn body(raw: &str, kind: &str) -> String {
    let raw = raw.replace("\r\n", "\n");
    let at = raw.find(&format!("Content-Type: {kind}")).unwrap();
    let part = &raw[at..];
    let (head, rest) = part.split_once("\n\n").unwrap();
    let text = rest.split("\n--").next().unwrap();
    let coding = header(&format!("{head}\n\n"), "Content-Transfer-Encoding");
    let bytes = match coding.as_str() {
        "base64" => STANDARD.decode(text.replace('\n', "")).unwrap(),
        "quoted-printable" => quoted(text),
        _ => text.as_bytes().to_vec(),
    };
    String::from_utf8(bytes).unwrap()
}
