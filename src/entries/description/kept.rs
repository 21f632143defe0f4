//! Reads the parts of a description so that they stay: each is kept as long as the process.

use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serializer};
use serde_json::json;

use super::Text;
use crate::vocabulary::{Word, Words};

fn stays(text: String) -> Text {
    Box::leak(text.into_boxed_str())
}

pub fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Text, D::Error> {
    String::deserialize(from).map(stays)
}

pub fn optional_text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Text>, D::Error> {
    Ok(Option::<String>::deserialize(from)?.map(stays))
}

pub fn texts<'de, D: Deserializer<'de>>(from: D) -> Result<&'static [Text], D::Error> {
    let read = Vec::<String>::deserialize(from)?;
    let all: Vec<Text> = read.into_iter().map(stays).collect();
    Ok(Vec::leak(all))
}

/// Pairs of texts.
pub fn pairs<'de, D: Deserializer<'de>>(from: D) -> Result<&'static [(Text, Text)], D::Error> {
    let read = Vec::<(String, String)>::deserialize(from)?;
    let all: Vec<_> = read
        .into_iter()
        .map(|(one, other)| (stays(one), stays(other)))
        .collect();
    Ok(Vec::leak(all))
}

pub fn list<'de, D, T>(from: D) -> Result<&'static [T], D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + 'static,
{
    Ok(Vec::leak(Vec::<T>::deserialize(from)?))
}

pub fn optional_list<'de, D, T>(from: D) -> Result<Option<&'static [T]>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + 'static,
{
    let read = Option::<Vec<T>>::deserialize(from)?;
    Ok(read.map(|all| &*Vec::leak(all)))
}

pub fn one<'de, D, T>(from: D) -> Result<&'static T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + 'static,
{
    Ok(Box::leak(Box::new(T::deserialize(from)?)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordRead {
    key: String,
    zh: String,
    #[serde(default)]
    synonyms: Vec<String>,
}

pub fn words<'de, D: Deserializer<'de>>(from: D) -> Result<Words, D::Error> {
    let read = Vec::<WordRead>::deserialize(from)?;
    let word = |word: WordRead| Word {
        key: stays(word.key),
        zh: stays(word.zh),
        synonyms: Vec::leak(word.synonyms.into_iter().map(stays).collect()),
    };
    Ok(Vec::leak(read.into_iter().map(word).collect()))
}

pub fn put_words<S: Serializer>(words: &Words, to: S) -> Result<S::Ok, S::Error> {
    let mut list = to.serialize_seq(Some(words.len()))?;
    for word in *words {
        list.serialize_element(
            &json!({"key": word.key, "zh": word.zh, "synonyms": word.synonyms}),
        )?;
    }
    list.end()
}
