//! Where a mail goes by the time it leaves: accounts and addresses change while mails wait.

use crate::access::Role;

/// Where a mail goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    AsQueued,
    /// The account has another address by now.
    To(String),
    /// To nobody, and why, as the outbox shows it.
    Nowhere(&'static str),
}

/// What an account is today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub active: bool,
    pub standing: String,
    pub address: Option<String>,
}

/// As what somebody is written to. Who has another role or unit later isn't told what was meant for
/// the one before.
pub fn standing(role: Role, park_id: Option<i64>, department_id: Option<i64>) -> String {
    let unit = |name: &str, id: Option<i64>| id.map(|id| format!(" of {name} {id}"));
    let of = unit("park", park_id).or_else(|| unit("department", department_id));
    format!("{}{}", role.as_str(), of.unwrap_or_default())
}

/// Of a mail to a user.
pub fn to_user(queued_for: &str, standing: Option<&str>, today: &Account) -> Destination {
    if !today.active {
        return Destination::Nowhere("未发送：收件账号已停用");
    }
    if standing.is_some_and(|standing| standing != today.standing) {
        return Destination::Nowhere("未发送：收件人的角色或单位已变更");
    }
    match &today.address {
        None => Destination::Nowhere("未发送：收件账号已没有邮箱地址"),
        Some(address) if address == queued_for => Destination::AsQueued,
        Some(address) => Destination::To(address.clone()),
    }
}

/// Of a mail to one of a department's notice addresses. Which other one took its place isn't known.
pub fn to_department(queued_for: &str, active: bool, today: &[String]) -> Destination {
    if !active {
        return Destination::Nowhere("未发送：收件单位已停用");
    }
    let same = |address: &String| address.to_lowercase() == queued_for.to_lowercase();
    if today.iter().any(same) {
        Destination::AsQueued
    } else {
        Destination::Nowhere("未发送：该地址已不是收件单位的通知邮箱")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(address: Option<&str>) -> Account {
        Account {
            active: true,
            standing: standing(Role::ParkStaff, Some(3), None),
            address: address.map(str::to_owned),
        }
    }

    #[test]
    fn a_user_s_mail_follows_the_account() {
        let same = account(Some("a@b.example"));
        let as_park = Some("park_staff of park 3");
        assert_eq!(
            to_user("a@b.example", as_park, &same),
            Destination::AsQueued
        );
        assert_eq!(
            to_user("old@b.example", as_park, &same),
            Destination::To("a@b.example".into())
        );
        let gone = |today: &Account, standing| {
            matches!(
                to_user("a@b.example", standing, today),
                Destination::Nowhere(_)
            )
        };
        assert!(gone(&account(None), as_park));
        assert!(gone(
            &Account {
                active: false,
                ..same.clone()
            },
            as_park
        ));
        for other in [
            "park_staff of park 4",
            "department_staff of department 3",
            "coordinator",
        ] {
            assert!(gone(&same, Some(other)), "{other}");
        }
    }

    #[test]
    fn a_department_s_mail_goes_to_addresses_that_it_still_names() {
        let named = ["Dian@Huachen.example".to_owned()];
        assert_eq!(
            to_department("dian@huachen.example", true, &named),
            Destination::AsQueued
        );
        assert!(matches!(
            to_department("old@huachen.example", true, &named),
            Destination::Nowhere(_)
        ));
        assert!(matches!(
            to_department("dian@huachen.example", false, &named),
            Destination::Nowhere(_)
        ));
    }
}
