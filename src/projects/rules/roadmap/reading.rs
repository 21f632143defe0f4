//! Reads a drawing as XML, for tests.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element with its own text.
#[derive(Debug)]
pub struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub text: String,
}

impl Element {
    fn of(start: &BytesStart) -> Self {
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            let key = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
            let value = String::from_utf8(attribute.value.to_vec()).unwrap();
            (key, value)
        });
        Self {
            name: String::from_utf8(start.name().as_ref().to_vec()).unwrap(),
            attributes: attributes.collect(),
            text: String::new(),
        }
    }

    pub fn get(&self, key: &str) -> &str {
        let mut found = self.attributes.iter().filter(|(name, _)| name == key);
        found.next().map_or("", |(_, value)| value.as_str())
    }

    pub fn number(&self, key: &str) -> f64 {
        self.get(key).parse().unwrap()
    }
}

/// Every element in the order of its start; fails where the drawing isn't well-formed.
pub fn read(svg: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(svg);
    let mut found: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                open.push(found.len());
                found.push(Element::of(&start));
            }
            Event::Empty(start) => found.push(Element::of(&start)),
            Event::End(_) => drop(open.pop()),
            Event::Text(text) => {
                let at = *open.last().unwrap();
                found[at].text += std::str::from_utf8(&text).unwrap();
            }
            Event::GeneralRef(name) => {
                let at = *open.last().unwrap();
                found[at].text += match &*name {
                    b"amp" => "&",
                    b"lt" => "<",
                    b"gt" => ">",
                    b"quot" => "\"",
                    other => panic!("{other:?}"),
                };
            }
            Event::Eof => break,
            other => panic!("{other:?}"),
        }
    }
    assert!(open.is_empty());
    found
}
