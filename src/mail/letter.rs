//! Writing a letter: the templates, shipped or an administrator's, and what they are given.

use std::borrow::Cow;

use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use serde::{Deserialize, Serialize};

/// The file names an administrator may put into the `templates` folder.
pub const NAMES: [&str; 2] = ["notice.txt", "notice.html"];
const SHIPPED: [&str; 2] = [
    include_str!("templates/notice.txt"),
    include_str!("templates/notice.html"),
];

/// The label of the one limit that a letter is about.
pub const DUE: &str = "期限";

/// What a template may show: nothing of contacts ever gets here.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Letter {
    pub recipient: String,
    /// What happened, in one word.
    pub word: String,
    pub number: String,
    pub title: String,
    /// What the recipient is asked to do.
    pub ask: String,
    pub facts: Vec<Fact>,
    pub link: String,
}

impl Letter {
    pub fn subject(&self) -> String {
        format!("[{}] {}{TITLE_AFTER}{}", self.number, self.word, self.title)
    }
}

/// What stands before the title in a subject, and nowhere before it.
const TITLE_AFTER: char = '：';

/// A subject without the title.
pub fn without_title(subject: &str) -> &str {
    subject.split(TITLE_AFTER).next().unwrap_or(subject)
}

/// A labelled line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub label: Cow<'static, str>,
    pub value: String,
}

impl Fact {
    pub fn new(label: &'static str, value: impl Into<String>) -> Self {
        Self {
            label: Cow::Borrowed(label),
            value: value.into(),
        }
    }
}

/// A letter as text and as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub text: String,
    pub html: String,
}

/// The two templates in use; an override stands before the shipped one.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    pub overrides: [Option<String>; 2],
}

impl Templates {
    /// Writes the letter. An override that fails on it gives way to the shipped template, and the log
    /// says so: a move must never fail for the sake of its mail, and [`Templates::check`] at start
    /// can't try every letter.
    ///
    /// # Errors
    /// None in practice: the shipped templates take every letter.
    pub fn write(&self, letter: &Letter) -> Result<Written, String> {
        let [text, html] = [0, 1].map(|index| {
            let name = NAMES[index];
            match self.overrides[index]
                .as_deref()
                .map(|own| render(name, own, letter))
            {
                Some(Ok(written)) => return Ok(written),
                Some(Err(why)) => {
                    tracing::warn!(number = letter.number, why, "the shipped template was used");
                }
                None => {}
            }
            render(name, SHIPPED[index], letter)
        });
        Ok(Written {
            text: text?,
            html: html?,
        })
    }

    /// Tries each override on a sample.
    ///
    /// # Errors
    /// A line for the terminal: what doesn't parse or render, or lacks the number or the title.
    pub fn check(&self) -> Result<(), String> {
        let sample = Letter {
            recipient: "示例单位".into(),
            number: "SH-2021-016".into(),
            title: "担心后续用电得不到保障".into(),
            facts: vec![Fact::new(DUE, "2021-08-11")],
            ..Letter::default()
        };
        for (name, source) in NAMES.iter().zip(&self.overrides) {
            let Some(source) = source else { continue };
            let written = render(name, source, &sample)?;
            if !written.contains(&sample.number) || !written.contains(&sample.title) {
                return Err(format!(
                    "template {name}: must show {{{{ number }}}} and {{{{ title }}}}"
                ));
            }
        }
        Ok(())
    }
}

fn render(name: &'static str, source: &str, letter: &Letter) -> Result<String, String> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment
        .render_named_str(name, source, Serde(letter))
        .map_err(|error| format!("template {name}: {error}"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            recipient: "华辰电力公司".into(),
            word: "派单".into(),
            number: "SH-2021-016".into(),
            title: "<b>用电</b> & 用水".into(),
            ask: "请在期限内签收并办理。".into(),
            facts: vec![Fact::new(DUE, "2021-08-11")],
            link: "https://zhuqi.example/problems/16".into(),
        }
    }

    #[test]
    fn both_bodies_show_number_and_title_and_html_is_escaped() {
        let written = Templates::default().write(&letter()).unwrap();
        assert!(written.text.contains("SH-2021-016 <b>用电</b> & 用水"));
        assert!(
            written
                .html
                .contains("SH-2021-016 &lt;b&gt;用电&lt;&#x2f;b&gt; &amp; 用水")
        );
        for body in [&written.text, &written.html] {
            assert!(body.contains("期限") && body.contains("2021-08-11"));
            assert!(body.contains("problems"));
        }
    }

    #[test]
    fn an_override_is_used_and_a_broken_one_gives_way() {
        let own = |text: &str| Templates {
            overrides: [Some(text.to_owned()), None],
        };
        let good = own("本区 {{ number }} {{ title }}");
        good.check().unwrap();
        assert!(
            good.write(&letter())
                .unwrap()
                .text
                .starts_with("本区 SH-2021-016")
        );
        for (broken, why) in [
            ("{{ number ", "template notice.txt"),
            ("{{ contacts }} {{ number }} {{ title }}", "undefined"),
            ("hello", "must show"),
        ] {
            let templates = own(broken);
            assert!(templates.check().unwrap_err().contains(why), "{broken}");
        }
        let written = own("{{ number ").write(&letter()).unwrap();
        assert!(written.text.contains("【派单】SH-2021-016"));
    }
}
