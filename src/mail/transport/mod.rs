//! The way out: an SMTP server, or a folder of `.eml` files.

mod folder;
mod smtp;

use std::path::Path;

use chrono::NaiveDateTime;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment as Part, Mailbox, MultiPart};
use lettre::{Address, Message};
use url::Url;

use super::rules::fits_a_header;
use super::rules::pauses::Fault;
use super::store::{Attachment, Mail};
use folder::Folder;
use smtp::Smtp;
pub use smtp::SmtpOptions;

/// Why a mail wasn't taken, and the words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryError {
    pub fault: Fault,
    pub answer: String,
}

fn not_taken(fault: Fault, answer: impl ToString) -> DeliveryError {
    DeliveryError {
        fault,
        answer: answer.to_string(),
    }
}

enum Way {
    Smtp(Box<Smtp>),
    Folder(Folder),
}

/// Sends one mail at a time, each on a connection of its own.
pub struct Transport {
    way: Way,
    from: Mailbox,
}

impl Transport {
    /// `url` is `ZHUQI_SMTP_URL`; without one mails become files in the data folder.
    ///
    /// # Errors
    /// A sentence for the terminal, without the password.
    pub fn new(
        url: Option<&str>,
        from: &str,
        data_dir: &Path,
        options: SmtpOptions<'_>,
    ) -> Result<Self, String> {
        let from = sender(from).ok_or_else(|| {
            format!("mail_from: {from:?} is no sender such as 助企平台 <zhuqi@example.com>")
        })?;
        let way = match url {
            None => Way::Folder(Folder::new(data_dir.join("mail"))),
            Some(url) => {
                let url = Url::parse(url).map_err(|e| format!("smtp_url: {e}"))?;
                if url.scheme() == "file" {
                    let path = url.to_file_path();
                    let path = path.map_err(|()| "smtp_url: file:/// needs a folder's path")?;
                    Way::Folder(Folder::new(path))
                } else {
                    Way::Smtp(Box::new(Smtp::new(&url, options)?))
                }
            }
        };
        Ok(Self { way, from })
    }

    /// Makes the folder that mails are written to, where they are.
    ///
    /// # Errors
    /// A sentence for the terminal: nothing can be written there.
    pub fn make_folder(&self) -> Result<(), String> {
        match &self.way {
            Way::Smtp(_) => Ok(()),
            Way::Folder(folder) => folder.make(),
        }
    }

    /// Hands the mail over; gives the server's answer.
    ///
    /// # Errors
    /// Why it wasn't taken.
    pub async fn send(
        &self,
        mail: &Mail,
        attachment: Option<&Attachment>,
    ) -> Result<String, DeliveryError> {
        let message = self
            .message(mail, attachment)
            .map_err(|why| not_taken(Fault::Refused, why))?;
        match &self.way {
            Way::Smtp(smtp) => smtp.send(&message).await,
            Way::Folder(folder) => folder.write(mail, message.formatted()).await,
        }
    }

    fn message(&self, mail: &Mail, attachment: Option<&Attachment>) -> Result<Message, String> {
        let name = mail.recipient_name.clone();
        let thread = mail.thread_id.clone().unwrap_or_default();
        let texts = [&mail.subject, &mail.recipient, &mail.message_id, &thread];
        if !texts
            .into_iter()
            .chain(&name)
            .all(|text| fits_a_header(text))
        {
            return Err("refused: a header would hold a line break".into());
        }
        let address: Address = mail
            .recipient
            .parse()
            .map_err(|_| format!("{:?} is no address", mail.recipient))?;
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(name, address))
            .subject(mail.subject.clone())
            .date(sent_at(mail.created_at))
            .message_id(Some(mail.message_id.clone()))
            // Out-of-office replies to it help nobody.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".into(),
            ));
        if !thread.is_empty() {
            builder = builder.in_reply_to(thread.clone()).references(thread);
        }
        let body =
            MultiPart::alternative_plain_html(mail.body_text.clone(), mail.body_html.clone());
        let body = match attachment {
            None => body,
            Some(paper) => {
                let kind = ContentType::parse(&paper.content_type).map_err(|e| e.to_string())?;
                let paper = Part::new(paper.file_name.clone()).body(paper.content.clone(), kind);
                MultiPart::mixed().multipart(body).singlepart(paper)
            }
        };
        builder.multipart(body).map_err(|error| error.to_string())
    }
}

/// A repeat is the same mail, so it bears the day it was written.
fn sent_at(created_at: NaiveDateTime) -> std::time::SystemTime {
    created_at.and_utc().into()
}

/// `name <address>` or an address alone; the name may be any text.
fn sender(text: &str) -> Option<Mailbox> {
    let (name, address) = match text.trim().strip_suffix('>') {
        Some(rest) => {
            let (name, address) = rest.rsplit_once('<')?;
            (Some(name.trim().trim_matches('"').to_owned()), address)
        }
        None => (None, text.trim()),
    };
    let name = name.filter(|name| !name.is_empty());
    if name.as_deref().is_some_and(|name| !fits_a_header(name)) {
        return None;
    }
    Some(Mailbox::new(name, address.trim().parse().ok()?))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::mail::rules::State;
    use crate::mail::rules::table::Kind;

    fn transport() -> Transport {
        Transport::new(
            None,
            "助企平台 <zhuqi@localhost>",
            Path::new("data"),
            SmtpOptions::default(),
        )
        .unwrap()
    }

    fn mail(subject: &str, name: &str) -> Mail {
        Mail {
            id: 7,
            message_id: "<0123@zhuqi.example>".into(),
            kind: Kind::Dispatch,
            problem_id: Some(16),
            entry_id: None,
            recipient: "dian@huachen.example".into(),
            recipient_name: Some(name.into()),
            thread_id: Some("<problem-16@zhuqi.example>".into()),
            subject: subject.into(),
            body_text: "担心后续用电得不到保障".into(),
            body_html: "<p>担心后续用电得不到保障</p>".into(),
            state: State::Sending,
            attempts: 1,
            next_attempt_at: NaiveDateTime::default(),
            last_answer: None,
            created_at: NaiveDateTime::default(),
            sent_at: None,
            attachment_id: None,
            user_id: None,
            standing: None,
            department_id: None,
            queued_for: None,
            letter: None,
        }
    }

    #[test]
    fn a_message_is_encoded_threaded_and_keeps_its_id() {
        let mail = mail("[SH-2021-016] 派单：用电", "华辰电力公司");
        let sent = transport().message(&mail, None);
        let text = String::from_utf8(sent.unwrap().formatted()).unwrap();
        assert!(text.is_ascii(), "{text}");
        for line in [
            "Message-ID: <0123@zhuqi.example>",
            "References: <problem-16@zhuqi.example>",
            "In-Reply-To: <problem-16@zhuqi.example>",
            "Auto-Submitted: auto-generated",
            "Subject: [SH-2021-016] =?utf-8?b?",
            "<dian@huachen.example>",
        ] {
            assert!(text.contains(line), "{line} in\n{text}");
        }
    }

    #[test]
    fn a_paper_goes_along_under_its_chinese_name() {
        let paper = Attachment {
            file_name: "万人助万企周报2021年第31周.docx".into(),
            content_type: "application/zip".into(),
            content: b"PK\x03\x04\xff\xfe".to_vec(),
        };
        let sent = transport().message(&mail("周报", "李区长"), Some(&paper));
        let text = String::from_utf8(sent.unwrap().formatted()).unwrap();
        assert!(text.is_ascii(), "{text}");
        assert!(text.contains("multipart/mixed") && text.contains("multipart/alternative"));
        assert!(text.contains("Content-Disposition: attachment;"), "{text}");
        assert!(text.contains("UEsDBP/+"), "{text}");
    }

    #[test]
    fn a_line_break_in_a_header_is_refused() {
        for evil in ["a\r\nBcc: x@y.example", "a\nb", "a\0b"] {
            for mail in [mail(evil, "x"), mail("x", evil)] {
                assert!(transport().message(&mail, None).is_err());
            }
        }
    }

    #[test]
    fn senders_are_names_with_addresses_or_addresses_alone() {
        for good in [
            "助企平台 <zhuqi@localhost>",
            "zhuqi@localhost",
            "\"A, B\" <a@b.example>",
        ] {
            assert!(sender(good).is_some(), "{good}");
        }
        for bad in ["", "助企平台", "x <>", "a\r\nb <a@b.example>"] {
            assert!(sender(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_wrong_address_of_the_server_is_told_at_start_without_the_password() {
        let at = |url: &str| {
            Transport::new(
                Some(url),
                "a@b.example",
                Path::new("data"),
                SmtpOptions::default(),
            )
            .err()
            .unwrap_or_default()
        };
        for good in [
            "smtp://mail.example",
            "smtp://u:p%40ss@mail.example?tls=required",
            "smtps://mail.example",
            "file:///tmp/mail",
        ] {
            assert_eq!(at(good), "", "{good}");
        }
        for bad in [
            "smtp://u:secret@mail.example?tls=perhaps",
            "smtp://u:secret@mail.example?ca=/nowhere.pem",
            "smtp://u:secret@mail.example?verify=no",
            "smtp://u@mail.example",
            "smtp://",
        ] {
            assert!(at(bad).starts_with("smtp_url: "), "{bad}: {}", at(bad));
            assert!(!at(bad).contains("secret"));
        }
    }
}
