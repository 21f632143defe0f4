//! Whole yuan in the units that officials write.

/// Whole yuan in 万元, exactly: at most four decimals.
pub fn in_ten_thousands(yuan: i64) -> String {
    let sign = if yuan < 0 { "-" } else { "" };
    let (whole, rest) = (yuan.unsigned_abs() / 10_000, yuan.unsigned_abs() % 10_000);
    let text = format!("{sign}{whole}.{rest:04}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Yuan as 亿元, the unit of papers: one decimal from 1 亿元 on; below, as many as tell whole 万元, at least one.
pub fn in_hundred_millions(yuan: i128) -> String {
    let size = yuan.unsigned_abs();
    let sign = |shown_is_zero: bool| if yuan < 0 && !shown_is_zero { "-" } else { "" };
    if size >= 100_000_000 {
        let tenths = (size + 5_000_000) / 10_000_000;
        return format!("{}{}.{}", sign(false), tenths / 10, tenths % 10);
    }
    let ten_thousands = (size + 5_000) / 10_000;
    let (whole, part) = (ten_thousands / 10_000, ten_thousands % 10_000);
    let decimals = format!("{part:04}");
    let decimals = match decimals.trim_end_matches('0') {
        "" => "0",
        decimals => decimals,
    };
    format!("{}{whole}.{decimals}", sign(ten_thousands == 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_thousands_are_exact() {
        for (yuan, shown) in [
            (0, "0"),
            (1, "0.0001"),
            (1_000, "0.1"),
            (10_000, "1"),
            (100_000, "10"),
            (12_345_678, "1234.5678"),
            (-5_000, "-0.5"),
        ] {
            assert_eq!(in_ten_thousands(yuan), shown, "{yuan}");
        }
    }

    #[test]
    fn papers_tell_hundred_millions() {
        for (yuan, shown) in [
            (0, "0.0"),
            (4_999, "0.0"),
            (5_000, "0.0001"),
            (-4_999, "0.0"),
            (350_000, "0.0035"),
            (50_000_000, "0.5"),
            (35_000_000, "0.35"),
            (99_994_999, "0.9999"),
            (99_995_000, "1.0"),
            (100_000_000, "1.0"),
            (184_999_999, "1.8"),
            (185_000_000, "1.9"),
            (62_900_000_000, "629.0"),
            (-12_350_000_000, "-123.5"),
            (-35_000_000, "-0.35"),
        ] {
            assert_eq!(in_hundred_millions(yuan), shown, "{yuan}");
        }
    }
}
