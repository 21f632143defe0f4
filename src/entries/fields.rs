//! The fields of a compiled ledger: from one line each the struct that rules see, what a correction tells
//! of it, and its row in the description.

use serde::{Deserialize, Deserializer};

/// What a correction says of a field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Change<T> {
    /// Nothing: it stays.
    #[default]
    Absent,
    /// null: it is cleared.
    Cleared,
    Value(T),
}

impl<T: Default> Change<T> {
    pub fn apply(self, to: &mut T) {
        match self {
            Self::Absent => {}
            Self::Cleared => *to = T::default(),
            Self::Value(value) => *to = value,
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Change<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let read = Option::<T>::deserialize(from)?;
        Ok(read.map_or(Self::Cleared, Self::Value))
    }
}

/// Declares the fields of a ledger, one line each: its name and type, then in brackets its heading, what it
/// means and its kind, and what else it is.
#[macro_export]
macro_rules! entry_fields {
    ($(#[doc = $doc:tt])+ pub struct $name:ident, $patch:ident, $rows:ident {
        $($field:ident: $type:ty = ($($said:expr),+ $(,)?) $(.$with:ident($($arg:expr),*))*),+ $(,)?
    }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            $(#[serde(default)] pub $field: $type),+
        }

        /// What a correction says of it: each field absent, null or a value.
        #[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $patch {
            $(#[serde(default)] pub $field: $crate::entries::Change<$type>),+
        }

        impl $patch {
            pub fn apply(self, to: &mut $name) {
                $(self.$field.apply(&mut to.$field);)+
            }
        }

        /// Their rows in the description, in the order of the page and of files.
        pub const $rows: &[$crate::entries::description::Field] = &[
            $($crate::entries::description::field(stringify!($field), $($said),+)$(.$with($($arg),*))*),+
        ];
    };
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use crate::entries::description::{YUAN, line};

    crate::entry_fields! {
        /// Two fields.
        pub struct Two, TwoPatch, TWO {
            name: String = ("名称", "What it is called.", line(10)).required().in_file(),
            amount: Option<i64> = ("金额(万元)", "How much it is.", YUAN).counted(),
        }
    }

    #[test]
    fn a_correction_tells_absent_null_and_a_value_apart() {
        let mut two = Two {
            name: "甲".into(),
            amount: Some(1),
        };
        let patch = |json: &str| serde_json::from_str::<TwoPatch>(json).unwrap();
        patch("{}").apply(&mut two);
        assert_eq!(
            two,
            Two {
                name: "甲".into(),
                amount: Some(1)
            }
        );
        patch(r#"{"name": "乙"}"#).apply(&mut two);
        assert_eq!(two.name, "乙");
        patch(r#"{"amount": null}"#).apply(&mut two);
        assert_eq!(two.amount, None);
        assert!(serde_json::from_str::<TwoPatch>(r#"{"other": 1}"#).is_err());
    }

    #[test]
    fn a_line_is_the_row_of_the_description_too() {
        assert_eq!(TWO.len(), 2);
        assert_eq!(
            (TWO[0].name, TWO[0].heading, TWO[0].required),
            ("name", "名称", true)
        );
        assert_eq!(TWO[1].kind, YUAN);
    }
}
