//! Amounts of money and other numbers as files write them: exact, whatever the unit, and never rounded.

use super::fault::Issue;
use super::names::is_none;
use super::value::Value;
use crate::problems::rules::number::half_width;

crate::text_enum! {
    /// The unit of the amounts of a file whose headings tell none.
    pub enum MoneyUnit {
        /// 元.
        Yuan = "yuan",
        /// 万元.
        WanYuan = "wan_yuan",
        /// 亿元.
        YiYuan = "yi_yuan",
    }
}

crate::in_words!(MoneyUnit, crate::vocabulary::import::MONEY_UNIT);

impl MoneyUnit {
    /// Digits behind the point of one unit, in yuan.
    const fn power(self) -> i32 {
        match self {
            Self::Yuan => 0,
            Self::WanYuan => 4,
            Self::YiYuan => 8,
        }
    }
}

/// A unit that isn't one of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherUnit;

/// What brackets stand around, and what stands between several things that one says.
const OPENING: &[char] = &['(', '（', '[', '［', '【', '〔'];
const CLOSING: &[char] = &[')', '）', ']', '］', '】', '〕'];
const BETWEEN: &[char] = &['，', ',', '、', ';', '；', '/', '／', ':', '：'];
/// Characters of which at least one stands in the name of a unit of money.
const OF_UNITS: &[char] = &['元', '万', '亿'];

/// The unit that a word names, and nothing else.
fn named(word: &str) -> Option<MoneyUnit> {
    const RMB: &str = "人民币";
    let bare = word.strip_prefix(RMB).unwrap_or(word);
    match bare.strip_suffix(RMB).unwrap_or(bare) {
        "元" => Some(MoneyUnit::Yuan),
        "万元" | "万" => Some(MoneyUnit::WanYuan),
        "亿元" | "亿" => Some(MoneyUnit::YiYuan),
        _ => None,
    }
}

/// The unit that a heading tells, in brackets as in 总投资(亿) or at its end as in 总投资万元; None where it tells
/// none.
///
/// # Errors
/// A unit that no amount can be read in, such as 千元 or 万美元, and one that isn't understood.
pub fn unit_of(heading: &str) -> Result<Option<MoneyUnit>, OtherUnit> {
    let text: String = heading.chars().filter(|c| !c.is_whitespace()).collect();
    let brackets = text
        .split(OPENING)
        .skip(1)
        .filter_map(|rest| rest.split(CLOSING).next())
        .filter(|inside| inside.contains(OF_UNITS));
    // The last bracket goes before those within the name, such as 总投资(含流动资金)(万元).
    match brackets.last() {
        Some(inside) => {
            let unit = inside.split(BETWEEN).find_map(named);
            unit.map(Some).ok_or(OtherUnit)
        }
        None => {
            let bare = text.split(OPENING).next().unwrap_or_default();
            let mut told = bare.split(BETWEEN).map(at_end);
            told.find(|unit| *unit != Ok(None)).unwrap_or(Ok(None))
        }
    }
}

/// The unit at the end of a text without brackets.
fn at_end(text: &str) -> Result<Option<MoneyUnit>, OtherUnit> {
    let text = text.strip_suffix("人民币").unwrap_or(text);
    let Some(before) = text.strip_suffix('元') else {
        return Ok(None);
    };
    let (rest, unit) = if let Some(rest) = before.strip_suffix('万') {
        (rest, MoneyUnit::WanYuan)
    } else if let Some(rest) = before.strip_suffix('亿') {
        (rest, MoneyUnit::YiYuan)
    } else {
        (before, MoneyUnit::Yuan)
    };
    match rest.ends_with(['十', '百', '千', '万', '美', '欧', '港', '日']) {
        true => Err(OtherUnit),
        false => Ok(Some(unit)),
    }
}

/// The unit that a title tells behind 单位, whatever else it tells: 单位：万元　填报日期：2021年8月2日.
pub fn unit_of_title(title: &str) -> Option<MoneyUnit> {
    let ends = |c: char| {
        c.is_whitespace()
            || [OPENING, CLOSING, BETWEEN]
                .iter()
                .any(|all| all.contains(&c))
    };
    let behind = title.split("单位").skip(1);
    behind
        .filter_map(|rest| rest.trim_start_matches(ends).split(ends).next())
        .find_map(named)
}

/// A number as it was written: its digits, and by which power of ten they count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    digits: i128,
    power: i32,
}

/// Digits that are read; more is no number of a ledger.
const DIGITS: usize = 24;

impl Decimal {
    /// Reads a cell's number, with thousands parted by commas or not.
    fn of_text(text: &str) -> Option<Self> {
        let (sign, bare) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, part) = bare.split_once('.').unwrap_or((bare, ""));
        let mut groups = whole.split(',');
        let first = groups.next()?;
        let groups: Vec<&str> = groups.collect();
        let are_thousands = groups.iter().all(|group| group.len() == 3);
        if !groups.is_empty() && (!are_thousands || first.len() > 3) {
            return None;
        }
        let digits: String = [first, &groups.concat(), part].concat();
        let is_number = !first.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        if !is_number || (bare.contains('.') && part.is_empty()) || digits.len() > DIGITS {
            return None;
        }
        Some(Self {
            digits: sign * digits.parse::<i128>().ok()?,
            power: -i32::try_from(part.len()).ok()?,
        })
    }

    /// A number of Excel with the fifteen digits that it shows; what a formula has behind them is its own
    /// way of counting.
    fn of_number(number: f64) -> Option<Self> {
        let written = format!("{number:.14e}");
        let (digits, power) = written.split_once('e')?;
        Some(Self {
            digits: digits.replace('.', "").parse().ok()?,
            power: power.parse::<i32>().ok()? - 14,
        })
    }

    /// Times a power of ten, where it comes out whole; what is greater than any bound stays so.
    fn whole(self, power: i32) -> Option<i64> {
        let power = self.power + power;
        let most = i128::from(i64::MAX);
        let factor = 10_i128.checked_pow(power.unsigned_abs());
        let found = match (self.digits, factor) {
            (0, _) => 0,
            (digits, Some(factor)) if power >= 0 => digits.saturating_mul(factor),
            (digits, Some(factor)) if digits % factor == 0 => digits / factor,
            _ => return None,
        };
        i64::try_from(found.clamp(-most, most)).ok()
    }

    fn is_huge(self) -> bool {
        self.power > 18 || self.digits.unsigned_abs() > 10_u128.pow(DIGITS as u32)
    }

    /// As it is written without an exponent.
    fn plain(self) -> Option<String> {
        let places = usize::try_from(-self.power.min(0)).ok()?;
        let scaled = self
            .digits
            .checked_mul(10_i128.checked_pow(self.power.max(0).unsigned_abs())?)?;
        let digits = format!("{:0>width$}", scaled.unsigned_abs(), width = places + 1);
        let (whole, part) = digits.split_at(digits.len() - places);
        let part = part.trim_end_matches('0');
        let sign = if scaled < 0 { "-" } else { "" };
        Some(match part.is_empty() {
            true => format!("{sign}{whole}"),
            false => format!("{sign}{whole}.{part}"),
        })
    }
}

fn malformed() -> Issue {
    Issue::new("malformed", "不是数字，请只填数字", "is no number")
}

/// A cell's number, and the unit that stands behind it in the cell.
fn number(cell: &Value) -> Result<Option<(Decimal, Option<MoneyUnit>)>, Issue> {
    if let Value::Number(number) = cell {
        let found = Decimal::of_number(*number).filter(|found| !found.is_huge());
        return Ok(Some((found.ok_or_else(malformed)?, None)));
    }
    if matches!(cell, Value::Day(_) | Value::Bool(_)) {
        return Err(malformed());
    }
    let Some(text) = cell.text()? else {
        return Ok(None);
    };
    if is_none(&text) {
        return Ok(None);
    }
    let text: String = half_width(&text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let (bare, unit) = [
        ("亿元", MoneyUnit::YiYuan),
        ("万元", MoneyUnit::WanYuan),
        ("亿", MoneyUnit::YiYuan),
        ("万", MoneyUnit::WanYuan),
        ("元", MoneyUnit::Yuan),
    ]
    .into_iter()
    .find_map(|(end, unit)| Some((text.strip_suffix(end)?, Some(unit))))
    .unwrap_or((text.as_str(), None));
    let found = Decimal::of_text(bare).ok_or_else(malformed)?;
    Ok(Some((found, unit)))
}

/// The whole yuan of a cell whose column counts in a unit; a unit in the cell itself goes before it.
///
/// # Errors
/// What is no number, and what doesn't come out as whole yuan.
pub fn yuan(cell: &Value, unit: MoneyUnit) -> Result<Option<i64>, Issue> {
    let Some((found, own)) = number(cell)? else {
        return Ok(None);
    };
    let unit = own.unwrap_or(unit);
    match found.whole(unit.power()) {
        Some(yuan) => Ok(Some(yuan)),
        None => Err(Issue::new(
            "not_whole_yuan",
            format!(
                "以{}计时不是整数元，请核对小数位数（万元最多4位），不作四舍五入",
                unit.zh()
            ),
            "doesn't come out as whole yuan, and nothing is rounded",
        )),
    }
}

/// A whole number.
///
/// # Errors
/// What is none.
pub fn integer(cell: &Value) -> Result<Option<i64>, Issue> {
    match number(cell)? {
        None => Ok(None),
        Some((found, None)) => found
            .whole(0)
            .map(Some)
            .ok_or_else(|| Issue::new("malformed", "应为整数", "is no whole number")),
        Some((_, Some(_))) => Err(malformed()),
    }
}

/// A decimal number as text.
///
/// # Errors
/// What is none.
pub fn decimal(cell: &Value) -> Result<Option<String>, Issue> {
    match number(cell)? {
        None => Ok(None),
        Some((found, None)) => found.plain().map(Some).ok_or_else(malformed),
        Some((_, Some(_))) => Err(malformed()),
    }
}

#[cfg(test)]
mod tests;
