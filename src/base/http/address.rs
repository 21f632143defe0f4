//! Where a request comes from.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use actix_web::dev::RequestHead;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The client's address, and whether it is a process of this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address {
    pub ip: Option<IpAddr>,
    pub is_this_machine: bool,
}

impl Address {
    /// What calls from here are counted by; None where the address isn't known.
    pub fn network(self) -> Option<String> {
        self.ip.map(network)
    }
}

/// An IPv4 address, or the /64 network of an IPv6 one, within which one machine may take any address.
fn network(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let first = (u128::from(ip) >> 64) << 64;
            format!("{}/64", Ipv6Addr::from(first))
        }
    }
}

/// The network of an address as it is kept.
pub fn network_of(text: &str) -> Option<String> {
    parse(text).map(network)
}

/// An address as a proxy writes it: also with a port, in brackets, or an IPv4 one within IPv6.
pub fn parse(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let ip = bare.unwrap_or(text).parse().ok();
    let ip = ip.or_else(|| text.parse().ok().map(|address: SocketAddr| address.ip()));
    ip.map(|ip: IpAddr| ip.to_canonical())
}

/// The peer's address. A proxy on this machine is believed about whom it speaks for: the last
/// entry of `X-Forwarded-For`, which is the one that it wrote itself.
pub fn of_client(head: &RequestHead) -> Address {
    let peer = head.peer_addr.map(|peer| peer.ip().to_canonical());
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
                .and_then(parse),
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

    #[test]
    fn one_machine_is_counted_as_one_however_its_address_is_written() {
        for same in [
            "10.0.0.8",
            " 10.0.0.8 ",
            "10.0.0.8:50123",
            "::ffff:10.0.0.8",
            "[::ffff:10.0.0.8]:443",
        ] {
            assert_eq!(network_of(same).as_deref(), Some("10.0.0.8"), "{same}");
        }
        for same in [
            "2001:db8:1:2::7",
            "[2001:db8:1:2::7]",
            "[2001:db8:1:2:3:4:5:6]:443",
        ] {
            assert_eq!(
                network_of(same).as_deref(),
                Some("2001:db8:1:2::/64"),
                "{same}"
            );
        }
        assert_ne!(network_of("2001:db8:1:3::7"), network_of("2001:db8:1:2::7"));
        for none in ["", "rubbish", "10.0.0", "10.0.0.8:x", "[10.0.0.8"] {
            assert_eq!(network_of(none), None, "{none}");
        }
        let through = address("[::ffff:127.0.0.1]:5000", &["10.0.0.8:50123"]);
        assert_eq!(through, ("10.0.0.8".into(), false));
    }
}
