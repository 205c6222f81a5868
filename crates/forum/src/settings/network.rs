//! Networks of trusted proxies, and whose address a request then comes from.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;

/// Addresses that begin with the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    bits: u128,
    prefix: u32,
    is_v4: bool,
}

impl Network {
    /// Reads an address, or a network as `10.0.0.0/8`.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix.parse::<u32>().ok()?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.unwrap_or(width);
        (prefix <= width).then(|| Self { bits: left_aligned(address), prefix, is_v4: address.is_ipv4() })
    }

    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        let differing = self.bits ^ left_aligned(address);
        self.is_v4 == address.is_ipv4() && differing.leading_zeros() >= self.prefix
    }
}

fn left_aligned(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)) << 96,
        IpAddr::V6(address) => u128::from(address),
    }
}

/// Who asks: the other end of the connection, or whom the trusted proxies in between say that they speak for.
///
/// Each proxy adds the address it was asked from at the end, so the list is read from there, and what stands before the first
/// address that is no proxy of ours may have been made up by the caller.
pub fn client(peer: SocketAddr, headers: &HeaderMap, trusted: &[Network]) -> SocketAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    if !is_trusted(peer.ip()) {
        return peer;
    }
    let lists: Vec<&str> = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect();
    let mut client = peer;
    for told in lists.iter().rev().flat_map(|list| list.rsplit(',')) {
        let Ok(address) = told.trim().parse::<IpAddr>() else { break };
        client = SocketAddr::new(address.to_canonical(), 0);
        if !is_trusted(client.ip()) {
            break;
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_hold_the_addresses_that_begin_like_them() {
        let network = Network::parse("10.1.0.0/16").unwrap();
        assert!(network.contains("10.1.255.3".parse().unwrap()));
        assert!(network.contains("::ffff:10.1.0.1".parse().unwrap()));
        assert!(!network.contains("10.2.0.1".parse().unwrap()));
        assert!(!network.contains("::1".parse().unwrap()));
        assert!(Network::parse("0.0.0.0/0").unwrap().contains("203.0.113.9".parse().unwrap()));
        assert!(Network::parse("fd00::/8").unwrap().contains("fd12::1".parse().unwrap()));
        assert!(!Network::parse("::1").unwrap().contains("::2".parse().unwrap()));
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in ["", "10.0.0.0/33", "::1/129", "10.0.0", "localhost", "10.0.0.0/-1", "10.0.0.0/8/8"] {
            assert_eq!(Network::parse(text), None, "{text}");
        }
    }

    fn asked_by(peer: &str, forwarded: &[&str]) -> String {
        let trusted = [Network::parse("10.0.0.0/8").unwrap()];
        let mut headers = HeaderMap::new();
        for list in forwarded {
            headers.append("x-forwarded-for", list.parse().unwrap());
        }
        client(peer.parse().unwrap(), &headers, &trusted).ip().to_string()
    }

    #[test]
    fn a_stranger_is_himself_whatever_he_claims() {
        assert_eq!(asked_by("203.0.113.9:4000", &["198.51.100.1"]), "203.0.113.9");
    }

    #[test]
    fn a_trusted_proxy_is_believed_up_to_the_first_stranger() {
        assert_eq!(asked_by("10.0.0.2:4000", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(asked_by("10.0.0.2:4000", &["6.6.6.6, 198.51.100.1, 10.0.0.9"]), "198.51.100.1");
        assert_eq!(asked_by("10.0.0.2:4000", &["6.6.6.6", "198.51.100.1"]), "198.51.100.1");
        assert_eq!(asked_by("10.0.0.2:4000", &["198.51.100.1, nonsense"]), "10.0.0.2");
        assert_eq!(asked_by("10.0.0.2:4000", &[]), "10.0.0.2");
    }
}
