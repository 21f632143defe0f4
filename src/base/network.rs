//! Networks of addresses, as a setting lists them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Addresses that begin with the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    first: IpAddr,
    /// How many bits are the network's, 0 to 32 or 128.
    bits: u32,
}

impl Network {
    /// `10.0.0.0/8`, `fd00::/8`, or one address. What stands behind the network's bits has to be
    /// zero: `10.0.0.7/8` may mean the one as well as the sixteen million.
    fn parse(text: &str) -> Option<Self> {
        let (first, bits) = match text.split_once('/') {
            Some((first, bits)) => (first, Some(bits)),
            None => (text, None),
        };
        let first: IpAddr = first.parse().ok()?;
        // Clients' addresses come as IPv4 then: it would hold nobody.
        if first.to_canonical() != first {
            return None;
        }
        let most = match first {
            IpAddr::V4(_) => Ipv4Addr::BITS,
            IpAddr::V6(_) => Ipv6Addr::BITS,
        };
        let bits = match bits {
            Some(bits) if bits.bytes().all(|b| b.is_ascii_digit()) => bits.parse().ok()?,
            Some(_) => return None,
            None => most,
        };
        let network = Self { first, bits };
        (bits <= most && network.start_of(first) == Some(first)).then_some(network)
    }

    /// Where a network of this size begins that holds the address; None for the other kind of address.
    fn start_of(self, ip: IpAddr) -> Option<IpAddr> {
        match (self.first, ip) {
            (IpAddr::V4(_), IpAddr::V4(ip)) => {
                let mask = u32::MAX.checked_shl(Ipv4Addr::BITS.checked_sub(self.bits)?);
                Some(Ipv4Addr::from(u32::from(ip) & mask.unwrap_or(0)).into())
            }
            (IpAddr::V6(_), IpAddr::V6(ip)) => {
                let mask = u128::MAX.checked_shl(Ipv6Addr::BITS.checked_sub(self.bits)?);
                Some(Ipv6Addr::from(u128::from(ip) & mask.unwrap_or(0)).into())
            }
            _ => None,
        }
    }
}

/// Any number of networks; none of them holds nobody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Networks(Vec<Network>);

impl Networks {
    /// How many one setting may list.
    pub const MAX: usize = 64;

    /// Networks and addresses with commas between them.
    ///
    /// # Errors
    /// The part that is none, or what there is too much of.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let read = |part: &str| {
            let part = part.trim();
            Network::parse(part).ok_or_else(|| {
                format!("{part:?} is neither an address nor a network such as 10.8.0.0/16")
            })
        };
        let networks: Vec<_> = text.split(',').map(read).collect::<Result<_, _>>()?;
        if networks.len() > Self::MAX {
            return Err(format!("at most {} addresses and networks", Self::MAX));
        }
        Ok(Self(networks))
    }

    /// `ip` as [`super::http::address`] gives it, never an IPv4 address within IPv6.
    pub fn hold(&self, ip: IpAddr) -> bool {
        let within = |network: &Network| network.start_of(ip) == Some(network.first);
        self.0.iter().any(within)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn holds(list: &str, ip: &str) -> bool {
        Networks::parse(list).unwrap().hold(ip.parse().unwrap())
    }

    #[test]
    fn a_network_holds_its_first_and_last_address_and_none_beyond() {
        for (list, inside, outside) in [
            ("10.8.0.0/16", "10.8.0.0", "10.7.255.255"),
            ("10.8.0.0/16", "10.8.255.255", "10.9.0.0"),
            ("10.8.0.5", "10.8.0.5", "10.8.0.6"),
            ("127.0.0.0/8, ::1", "::1", "::2"),
            ("127.0.0.0/8,::1", "127.0.0.1", "128.0.0.1"),
            ("fd00::/8", "fdff::1", "fe00::"),
            ("0.0.0.0/0", "255.255.255.255", "::1"),
            ("::/0", "fe80::1", "10.0.0.1"),
            ("192.0.2.8/31", "192.0.2.9", "192.0.2.10"),
            ("192.0.2.8/32", "192.0.2.8", "192.0.2.9"),
            ("2001:db8::/127", "2001:db8::1", "2001:db8::2"),
        ] {
            assert!(holds(list, inside), "{list} {inside}");
            assert!(!holds(list, outside), "{list} {outside}");
        }
        for nobody in ["", "  "] {
            assert!(!holds(nobody, "127.0.0.1"));
        }
    }

    #[test]
    fn what_is_no_list_of_networks_is_refused_with_the_part_that_is_wrong() {
        for (list, part) in [
            ("localhost", "\"localhost\""),
            ("10.0.0.0/8,", "\"\""),
            ("10.0.0.0/8 10.9.0.0/16", "\"10.0.0.0/8 10.9.0.0/16\""),
            ("127.0.0.1,10.0.0.7/8", "\"10.0.0.7/8\""),
            ("10.0.0.0/33", "\"10.0.0.0/33\""),
            ("::/129", "\"::/129\""),
            ("10.0.0.0/", "\"10.0.0.0/\""),
            ("10.0.0.0/+8", "\"10.0.0.0/+8\""),
            ("10.0.0", "\"10.0.0\""),
            ("::ffff:10.0.0.5", "\"::ffff:10.0.0.5\""),
            ("[::1]", "\"[::1]\""),
        ] {
            let told = Networks::parse(list).unwrap_err();
            assert!(told.starts_with(part), "{list}: {told}");
        }
    }

    #[test]
    fn a_list_has_as_many_parts_as_it_may_and_no_more() {
        let of = |parts: usize| Networks::parse(&vec!["10.0.0.1"; parts].join(","));
        assert!(of(Networks::MAX).is_ok());
        assert_eq!(
            of(Networks::MAX + 1).unwrap_err(),
            "at most 64 addresses and networks"
        );
    }
}
