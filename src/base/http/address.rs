//! Where a request comes from.

use std::net::IpAddr;

use actix_web::dev::RequestHead;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The client's address, and whether it is a process of this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address {
    pub ip: Option<IpAddr>,
    pub is_this_machine: bool,
}

/// The peer's address. A proxy on this machine is believed about whom it speaks for: the last
/// entry of `X-Forwarded-For`, which is the one that it wrote itself.
pub fn of_client(head: &RequestHead) -> Address {
    let peer = head.peer_addr.map(|peer| peer.ip());
    let beside = peer.is_some_and(|ip| ip.is_loopback());
    let forwarded = head
        .headers
        .get_all(FORWARDED_FOR)
        .last()
        .filter(|_| beside);
    match forwarded {
        Some(list) => Address {
            ip: list
                .to_str()
                .ok()
                .and_then(|list| list.rsplit(',').next())
                .and_then(|last| last.trim().parse().ok()),
            is_this_machine: false,
        },
        None => Address {
            ip: peer,
            is_this_machine: beside,
        },
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.ip {
            Some(ip) => ip.fmt(f),
            None => f.write_str("unknown"),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn address(peer: &str, forwarded: &[&str]) -> (String, bool) {
        let mut request = TestRequest::default().peer_addr(peer.parse().unwrap());
        for list in forwarded {
            request = request.append_header((FORWARDED_FOR, *list));
        }
        let found = of_client(request.to_http_request().head());
        (found.to_string(), found.is_this_machine)
    }

    #[test]
    fn only_a_proxy_on_this_machine_is_believed_and_only_its_own_word() {
        assert_eq!(address("10.0.0.7:5000", &[]), ("10.0.0.7".into(), false));
        assert_eq!(
            address("10.0.0.7:5000", &["1.1.1.1"]),
            ("10.0.0.7".into(), false)
        );
        assert_eq!(address("127.0.0.1:5000", &[]), ("127.0.0.1".into(), true));
        let told = ["6.6.6.6", "6.6.6.6, 10.0.0.8"];
        assert_eq!(address("127.0.0.1:5000", &told), ("10.0.0.8".into(), false));
        assert_eq!(
            address("[::1]:5000", &["rubbish"]),
            ("unknown".into(), false)
        );
    }
}
