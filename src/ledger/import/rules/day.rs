//! Days, in the ways in which officials and programs write them. What stands behind a day that isn't an
//! hour or a weekday makes it no day: it may say that another one is meant.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use super::value::Epoch;
use crate::base::clock::day_of;

/// How the days of a file are meant.
#[derive(Debug, Clone, Copy)]
pub struct Days {
    pub epoch: Epoch,
    /// In which an instant is a local day.
    pub zone: Tz,
}

/// 20210802, or a serial number of this century in a cell that isn't formatted as a day.
pub fn of_number(number: f64, epoch: Epoch) -> Option<NaiveDate> {
    if number.fract() == 0.0 && (19_000_101.0..=99_991_231.0).contains(&number) {
        return packed(number as u32);
    }
    epoch.day(number).filter(|day| {
        let year = chrono::Datelike::year(day);
        (2000..2100).contains(&year)
    })
}

/// 2021-8-2, 2021/8/2, 2021.8.2, 2021年8月2日, 20210802, each with or without an hour and a weekday; an
/// instant with an offset is the day that it lies in here.
pub fn of_text(text: &str, zone: Tz) -> Option<NaiveDate> {
    let text = half_width(text);
    let (day, rest) = date(text.trim())?;
    let rest = without_weekday(rest);
    let (hour, rest) = time(rest.strip_prefix(['T', 't']).unwrap_or(rest).trim_start())?;
    let (offset, rest) = match hour {
        Some(_) => offset(rest)?,
        None => (None, rest),
    };
    if !without_weekday(rest).trim().is_empty() {
        return None;
    }
    match (hour, offset) {
        (Some(hour), Some(offset)) => {
            let at = day.and_time(hour).and_local_timezone(offset).single()?;
            Some(day_of(DateTime::<Utc>::from(at), zone))
        }
        _ => Some(day),
    }
}

/// Full-width digits and signs come with Chinese input.
fn half_width(text: &str) -> String {
    let half = |c: char| match c {
        '\u{3000}' => ' ',
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    };
    text.chars().map(half).collect()
}

fn packed(number: u32) -> Option<NaiveDate> {
    let year = i32::try_from(number / 10_000).ok()?;
    NaiveDate::from_ymd_opt(year, number / 100 % 100, number % 100)
}

/// So many digits, one at least, and what follows; None where there are more.
fn digits(text: &str, max: usize) -> Option<(u32, &str)> {
    let many = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text.get(..many).filter(|_| (1..=max).contains(&many))?;
    Some((number.parse().ok()?, text.get(many..)?))
}

/// The day that a text begins with, and what follows.
fn date(text: &str) -> Option<(NaiveDate, &str)> {
    if let Some((number, rest)) = digits(text, 8)
        && number >= 10_000_000
    {
        return Some((packed(number)?, rest));
    }
    let (year, rest) = digits(text, 4).filter(|(year, _)| *year >= 1000)?;
    let rest = rest.trim_start();
    let sign = rest.chars().next().filter(|c| "-/.年".contains(*c))?;
    let (month, rest) = digits(rest.get(sign.len_utf8()..)?.trim_start(), 2)?;
    let next = if sign == '年' { '月' } else { sign };
    let rest = rest.trim_start().strip_prefix(next)?;
    let (day, rest) = digits(rest.trim_start(), 2)?;
    let end = rest.trim_start().strip_prefix(['日', '号']);
    let day = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    Some((day, end.unwrap_or(rest)))
}

/// What follows a weekday, where one stands here, with or without brackets.
fn without_weekday(text: &str) -> &str {
    let text = text.trim_start();
    let inner = text.strip_prefix('(').map(str::trim_start);
    let named = ["星期", "礼拜", "周"]
        .iter()
        .find_map(|name| inner.unwrap_or(text).strip_prefix(name));
    let rest = named.and_then(|rest| rest.strip_prefix(|c: char| "一二三四五六日天".contains(c)));
    let rest = match inner {
        Some(_) => rest.and_then(|rest| rest.trim_start().strip_prefix(')')),
        None => rest,
    };
    rest.unwrap_or(text)
}

/// The hour that stands here, and what follows; None where something stands here that is no hour.
fn time(text: &str) -> Option<(Option<NaiveTime>, &str)> {
    let part = ["凌晨", "早上", "上午", "中午", "下午", "晚上"]
        .iter()
        .find_map(|name| text.strip_prefix(name));
    let text = part.unwrap_or(text).trim_start();
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        // 上午 alone says no hour.
        return Some((None, text));
    }
    let (hour, rest) = digits(text, 2)?;
    let (minute, rest) = match rest.strip_prefix([':', '时', '点']) {
        Some(rest) if rest.starts_with('半') => (30, rest.strip_prefix('半')?),
        Some(rest) => digits(rest, 2).unwrap_or((0, rest)),
        None => return None,
    };
    let rest = rest.strip_prefix('分').unwrap_or(rest);
    let after = rest.strip_prefix(':').unwrap_or(rest);
    let (second, rest) = match digits(after, 2) {
        Some((second, rest)) => (second, rest.strip_prefix('秒').unwrap_or(rest)),
        None => (0, rest),
    };
    let rest = match rest.strip_prefix('.').and_then(|rest| digits(rest, 9)) {
        Some((_, rest)) => rest,
        None => rest,
    };
    let bare = rest.trim_start();
    let rest = ["AM", "PM", "am", "pm"]
        .iter()
        .find_map(|name| bare.strip_prefix(name))
        .unwrap_or(rest);
    // 24:00 is the end of a day.
    let time = NaiveTime::from_hms_opt(if hour == 24 { 0 } else { hour }, minute, second)?;
    Some((Some(time), rest))
}

/// The offset of an instant, where it has one, and what follows.
fn offset(text: &str) -> Option<(Option<FixedOffset>, &str)> {
    let bare = text.trim_start();
    if let Some(rest) = bare.strip_prefix(['Z', 'z']) {
        return Some((FixedOffset::east_opt(0), rest));
    }
    let Some(rest) = bare.strip_prefix(['+', '-']) else {
        return Some((None, text));
    };
    let sign = if bare.starts_with('-') { -1 } else { 1 };
    let hours: u32 = rest.get(..2)?.parse().ok()?;
    let rest = rest.get(2..)?;
    let (minutes, rest) = digits(rest.strip_prefix(':').unwrap_or(rest), 2).unwrap_or((0, rest));
    let by = Duration::hours(i64::from(hours)) + Duration::minutes(i64::from(minutes));
    let east = i32::try_from(by.num_seconds()).ok()? * sign;
    Some((Some(FixedOffset::east_opt(east)?), rest))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        of_text(text, chrono_tz::Asia::Shanghai)
    }

    #[test]
    fn a_day_is_read_in_every_way_that_officials_write_it() {
        let wanted = NaiveDate::from_ymd_opt(2021, 8, 2);
        for text in [
            "2021-8-2",
            "2021-08-02",
            "2021/8/2",
            "2021.8.2",
            "2021年8月2日",
            "2021 年 08 月 02 日",
            "2021年8月2号",
            "２０２１．８．２",
            "20210802",
            " 2021-08-02 09:30:00 ",
            "2021-08-02T09:30:00",
            "2021-08-02T09:30:00.123",
            "2021/8/2 9:30 AM",
            "2021年8月2日上午",
            "2021年8月2日 下午3时",
            "2021年8月2日 15时30分20秒",
            "2021年8月2日9点半",
            "2021-8-2 星期一",
            "2021-8-2（周一）9:30",
            "2021-8-2 9:30 (星期一)",
            "20210802 09:30",
        ] {
            assert_eq!(day(text), wanted, "{text}");
        }
        for text in [
            "2021-2-30",
            "21-8-2",
            "8月2日",
            "明天",
            "2021-8",
            "2021-8-2-1",
            "2021-8/2",
            "20211301",
            "202108021",
            "2021-08-12 延期至2021-09-02",
            "2021-08-12前",
            "2021年8月2日至8月5日",
            "2021-8-2、2021-8-3",
            "2021-8-2 25:00",
            "2021-8-2 9:70",
            "2021-8-2 (9:30",
            "2021-8-2 星期八",
            "2021-8-2 9",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn an_instant_with_an_offset_is_the_day_here() {
        for (text, wanted) in [
            ("2021-08-01T16:00:00Z", "2021-08-02"),
            ("2021-08-01T15:59:59Z", "2021-08-01"),
            ("2021-08-02T00:30:00+09:00", "2021-08-01"),
            ("2021-08-01 23:30:00 -0500", "2021-08-02"),
            ("2021-08-02T09:00:00+08:00", "2021-08-02"),
        ] {
            assert_eq!(day(text), wanted.parse().ok(), "{text}");
        }
        assert_eq!(day("2021-08-01T16:00:00+99:00"), None);
        assert_eq!(day("2021-08-01+08:00"), None);
    }

    #[test]
    fn numbers_are_days_of_this_century() {
        let wanted = NaiveDate::from_ymd_opt(2021, 8, 2);
        for number in [44_410.0, 44_410.75, 20_210_802.0] {
            assert_eq!(of_number(number, Epoch::Y1900), wanted);
        }
        assert_eq!(of_number(42_948.0, Epoch::Y1904), wanted);
        for number in [12.0, 20_211_301.0, -1.0, f64::MAX] {
            assert_eq!(of_number(number, Epoch::Y1900), None);
        }
    }
}
