//! What parks, departments, enterprises and categories may look like.

mod initials;

use chrono::{Datelike, NaiveDate};

use crate::base::FieldError;
use crate::base::given::FIRST_RECORDED;
pub use initials::{initials, may_be_initials};

pub use crate::base::line::{email, line, optional_line};
use crate::text_enum;
use crate::vocabulary::{directory as words, faults};

text_enum! {
    /// What kind of area a park is.
    pub enum ParkKind {
        /// 园区.
        Park = "park",
        /// 乡镇.
        Town = "town",
        /// 街道.
        Subdistrict = "subdistrict",
    }
}

text_enum! {
    /// What kind of body a department is.
    pub enum DepartmentKind {
        /// A department of the government (政府部门).
        Government = "government",
        /// Power, water, gas, heat, telecommunications (公用企业).
        Utility = "utility",
        /// A bank or another financial institution (银行).
        Bank = "bank",
        Other = "other",
    }
}

text_enum! {
    /// How large an enterprise is (企业规模).
    pub enum EnterpriseSize {
        /// 大型.
        Large = "large",
        /// 中型.
        Medium = "medium",
        /// 小型.
        Small = "small",
        /// 微型.
        Micro = "micro",
    }
}

text_enum! {
    /// How an enterprise is running (生产经营状态).
    pub enum OperatingStatus {
        /// 正常生产.
        Running = "running",
        /// 减产.
        Reduced = "reduced",
        /// 半停产.
        SemiHalted = "semi_halted",
        /// 停产.
        Halted = "halted",
        /// 筹建.
        Preparing = "preparing",
        /// 关停.
        Closed = "closed",
    }
}

crate::in_words!(ParkKind, words::PARK_KIND);
crate::in_words!(DepartmentKind, words::DEPARTMENT_KIND);
crate::in_words!(EnterpriseSize, words::ENTERPRISE_SIZE);
crate::in_words!(OperatingStatus, words::OPERATING);

/// The categories a fresh database starts with.
pub const CATEGORIES: &[&str] = &[
    "融资",
    "用工",
    "用地规划",
    "用电",
    "水气热",
    "证照审批",
    "政策兑现",
    "市场产销",
    "物流交通",
    "基础设施",
    "环保安全",
    "法律账款",
    "其他",
];

pub use crate::vocabulary::bounds::{NAME as NAME_MAX, PHONE as PHONE_MAX};

pub const CODE_MAX: usize = 10;
pub const EMAILS_MAX: usize = 20;
pub const CONTACTS_MAX: usize = 20;
pub const TAGS_MAX: usize = 20;
pub const TAG_MAX: usize = 30;

/// Whether a text has the form of a park code.
pub fn is_park_code(code: &str) -> bool {
    (1..=CODE_MAX).contains(&code.len())
        && code.starts_with(|c: char| c.is_ascii_uppercase())
        && code
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

/// A park code: 1 to 10 capital letters and digits, a letter first; it begins problem numbers.
pub fn park_code(pointer: &str, value: &str, errors: &mut Vec<FieldError>) -> String {
    let code = value.trim();
    if !is_park_code(code) {
        errors.push(FieldError::new(
            pointer,
            "malformed",
            "园区代码为1至10位大写字母或数字，以字母开头",
            "1 to 10 capital letters or digits, beginning with a letter",
        ));
    }
    code.to_owned()
}

/// 统一社会信用代码 by GB 32100-2015: 18 characters, the last one a weighted check modulo 31.
pub fn credit_code(pointer: &str, value: &str, errors: &mut Vec<FieldError>) -> String {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const WEIGHTS: [usize; 17] = [
        1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
    ];
    let code = value.trim().to_ascii_uppercase();
    let digits: Option<Vec<usize>> = code.chars().map(|c| ALPHABET.find(c)).collect();
    match digits.filter(|d| d.len() == 18) {
        None => errors.push(FieldError::new(
            pointer,
            "malformed",
            faults::CREDIT_CODE,
            "18 digits or capital letters without I, O, S, V, Z",
        )),
        Some(digits) => {
            let sum: usize = WEIGHTS.iter().zip(&digits).map(|(w, d)| w * d).sum();
            if (31 - sum % 31) % 31 != digits[17] {
                errors.push(FieldError::new(
                    pointer,
                    "wrong_check_character",
                    faults::CREDIT_CODE_CHECK,
                    "the check character is wrong",
                ));
            }
        }
    }
    code
}

/// A day that has already come, and not an ancient one.
pub fn past_or_today(
    pointer: &str,
    day: NaiveDate,
    today: NaiveDate,
    errors: &mut Vec<FieldError>,
) {
    if day > today {
        errors.push(FieldError::future_day(pointer));
    } else if day < FIRST_RECORDED {
        errors.push(FieldError::new(
            pointer,
            "too_early",
            faults::before_year(FIRST_RECORDED.year()),
            format!("lies before {}", FIRST_RECORDED.year()),
        ));
    }
}

/// 138****1234: what those see who don't work the case.
pub fn masked_phone(phone: &str) -> String {
    let chars: Vec<char> = phone.chars().collect();
    if chars.len() < 8 {
        return "****".into();
    }
    let head: String = chars[..3].iter().collect();
    let tail: String = chars[chars.len() - 4..].iter().collect();
    format!("{head}****{tail}")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn faults(check: impl Fn(&mut Vec<FieldError>)) -> Vec<&'static str> {
        let mut errors = Vec::new();
        check(&mut errors);
        errors.iter().map(|e| e.code).collect()
    }

    #[test]
    fn published_credit_codes_pass_and_any_changed_character_fails() {
        for code in ["91350100M000100Y43", "91330100799655058B"] {
            assert!(
                faults(|e| drop(credit_code("/c", code, e))).is_empty(),
                "{code}"
            );
            for place in 0..18 {
                let mut chars: Vec<char> = code.chars().collect();
                chars[place] = if chars[place] == '2' { '3' } else { '2' };
                let changed: String = chars.into_iter().collect();
                assert_eq!(
                    faults(|e| drop(credit_code("/c", &changed, e))),
                    ["wrong_check_character"],
                    "{changed}"
                );
            }
        }
    }

    #[test]
    fn a_credit_code_has_eighteen_characters_of_its_alphabet() {
        for wrong in [
            "",
            "91350100M000100Y4",
            "91350100M000100Y433",
            "9135010OM000100Y43",
        ] {
            assert_eq!(
                faults(|e| drop(credit_code("/c", wrong, e))),
                ["malformed"],
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_line_is_limited_in_characters_not_in_bytes() {
        assert!(faults(|e| drop(line("/n", &"园".repeat(100), 100, e))).is_empty());
        assert_eq!(
            faults(|e| drop(line("/n", &"园".repeat(101), 100, e))),
            ["too_long"]
        );
        assert_eq!(
            faults(|e| drop(line("/n", "甲\n乙", 100, e))),
            ["control_character"]
        );
        assert_eq!(faults(|e| drop(line("/n", "  ", 100, e))), ["required"]);
    }

    #[test]
    fn addresses_that_could_break_a_mail_header_are_refused() {
        for wrong in [
            "",
            "a",
            "@b",
            "a@",
            "a@b@c",
            "a b@c",
            "a@b\r\nBcc: x@y",
            "a,b@c",
            "a@b.",
        ] {
            assert_eq!(
                faults(|e| drop(email("/e", wrong, e))),
                ["malformed"],
                "{wrong:?}"
            );
        }
        assert!(faults(|e| drop(email("/e", "dian@huachen.example", e))).is_empty());
    }

    #[test]
    fn phones_show_three_and_four_digits() {
        assert_eq!(masked_phone("13812341234"), "138****1234");
        assert_eq!(masked_phone("1234567"), "****");
    }
}
