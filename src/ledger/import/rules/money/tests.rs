use super::*;

fn read(cell: Value, unit: MoneyUnit) -> Result<Option<i64>, &'static str> {
    yuan(&cell, unit).map_err(|issue| issue.code)
}

fn text(text: &str) -> Value {
    Value::of_text(text)
}

#[test]
fn headings_tell_their_unit() {
    for (heading, unit) in [
        ("总投资(万元)", Ok(Some(MoneyUnit::WanYuan))),
        ("总投资（亿元）", Ok(Some(MoneyUnit::YiYuan))),
        ("总投资 (元)", Ok(Some(MoneyUnit::Yuan))),
        ("总投资万元", Ok(Some(MoneyUnit::WanYuan))),
        ("计划总投资/亿元", Ok(Some(MoneyUnit::YiYuan))),
        ("总投资万元（含税）", Ok(Some(MoneyUnit::WanYuan))),
        ("总投资(亿)", Ok(Some(MoneyUnit::YiYuan))),
        ("总投资（万）", Ok(Some(MoneyUnit::WanYuan))),
        ("总投资(万元人民币)", Ok(Some(MoneyUnit::WanYuan))),
        ("总投资（人民币 亿元）", Ok(Some(MoneyUnit::YiYuan))),
        ("总投资(单位：万元)", Ok(Some(MoneyUnit::WanYuan))),
        ("总投资（万元，含税）", Ok(Some(MoneyUnit::WanYuan))),
        ("总投资(含流动资金)(亿元)", Ok(Some(MoneyUnit::YiYuan))),
        ("总投资(含流动资金)", Ok(None)),
        ("总投资(万美元)(折合万元)", Err(OtherUnit)),
        ("总投资(千万)", Err(OtherUnit)),
        ("总投资千元", Err(OtherUnit)),
        ("总投资", Ok(None)),
        ("单元数", Ok(None)),
        ("总投资(千元)", Err(OtherUnit)),
        ("总投资(百万元)", Err(OtherUnit)),
        ("投资额(万美元)", Err(OtherUnit)),
    ] {
        assert_eq!(unit_of(heading), unit, "{heading}");
    }
}

#[test]
fn titles_tell_their_unit_behind_that_word_and_nowhere_else() {
    for (title, unit) in [
        ("单位：万元", Some(MoneyUnit::WanYuan)),
        (
            "单位：万元　填报日期：2021年8月2日",
            Some(MoneyUnit::WanYuan),
        ),
        ("填报单位：发展改革局  单位: 亿元", Some(MoneyUnit::YiYuan)),
        ("重点项目表（单位：元）", Some(MoneyUnit::Yuan)),
        ("金额单位：人民币万元", Some(MoneyUnit::WanYuan)),
        ("单位（万元）", Some(MoneyUnit::WanYuan)),
        ("填报单位：鑫元", None),
        ("单位：千元", None),
        ("投资一万元以上的项目", None),
    ] {
        assert_eq!(unit_of_title(title), unit, "{title}");
    }
}

#[test]
fn amounts_are_whole_yuan_or_refused() {
    for (cell, unit, yuan) in [
        (text("6000"), MoneyUnit::WanYuan, Ok(Some(60_000_000))),
        (text("1,234.5678"), MoneyUnit::WanYuan, Ok(Some(12_345_678))),
        (text("1234.56780"), MoneyUnit::WanYuan, Ok(Some(12_345_678))),
        (
            text("1234.56789"),
            MoneyUnit::WanYuan,
            Err("not_whole_yuan"),
        ),
        (text("1.00000001"), MoneyUnit::YiYuan, Ok(Some(100_000_001))),
        (
            text("1.000000001"),
            MoneyUnit::YiYuan,
            Err("not_whole_yuan"),
        ),
        (text("2.5亿元"), MoneyUnit::WanYuan, Ok(Some(250_000_000))),
        (text("１２０万"), MoneyUnit::Yuan, Ok(Some(1_200_000))),
        (text("0.5"), MoneyUnit::Yuan, Err("not_whole_yuan")),
        (text("-3"), MoneyUnit::WanYuan, Ok(Some(-30_000))),
        (text("—"), MoneyUnit::WanYuan, Ok(None)),
        (text("约500"), MoneyUnit::WanYuan, Err("malformed")),
        (text("12,34"), MoneyUnit::WanYuan, Err("malformed")),
        (text("1."), MoneyUnit::WanYuan, Err("malformed")),
        (
            text("9".repeat(30).as_str()),
            MoneyUnit::Yuan,
            Err("malformed"),
        ),
        (Value::Empty, MoneyUnit::Yuan, Ok(None)),
        (Value::Number(0.1 + 0.2), MoneyUnit::WanYuan, Ok(Some(3000))),
        (
            Value::Number(6_000.0),
            MoneyUnit::WanYuan,
            Ok(Some(60_000_000)),
        ),
        (
            Value::Number(0.000_01),
            MoneyUnit::WanYuan,
            Err("not_whole_yuan"),
        ),
        (Value::Number(1e300), MoneyUnit::Yuan, Err("malformed")),
        (Value::Bool(true), MoneyUnit::Yuan, Err("malformed")),
    ] {
        assert_eq!(read(cell.clone(), unit), yuan, "{cell:?}");
    }
}

#[test]
fn other_numbers_are_read_as_they_stand() {
    assert_eq!(integer(&text("12")), Ok(Some(12)));
    assert!(integer(&text("1.5")).is_err() && integer(&text("12万")).is_err());
    for (cell, plain) in [
        (text("100.250"), "100.25"),
        (text("100"), "100"),
        (Value::Number(12.5), "12.5"),
        (Value::Number(0.05), "0.05"),
        (Value::Number(1200.0), "1200"),
    ] {
        assert_eq!(decimal(&cell), Ok(Some(plain.to_owned())), "{cell:?}");
    }
}
