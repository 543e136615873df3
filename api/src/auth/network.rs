//! Networks: what counts as one address, and how an account knows those that it has signed in from.

use aws_lc_rs::hmac;
use odoi_domain::kernel::id::AccountId;
use std::net::IpAddr;

/// An address as it is counted. Of IPv6 the /64 counts: that is one customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network(IpAddr);

impl Network {
    /// Of an address. An IPv4 address that a socket of version six shows as one of its own is still IPv4.
    #[must_use]
    pub fn of(ip: IpAddr) -> Self {
        Self(match ip.to_canonical() {
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                IpAddr::from([a, b, c, d, 0, 0, 0, 0])
            }
            v4 => v4,
        })
    }

    /// What is kept of it, of an account: a MAC, so that the database tells nobody where people are.
    #[must_use]
    pub fn digest(self, key: &hmac::Key, account: AccountId) -> Vec<u8> {
        let text = format!("network {} of {}", self.0, account.0);
        hmac::sign(key, text.as_bytes()).as_ref().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_customer_is_one_network_and_two_are_two() {
        let of = |text: &str| Network::of(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:1::1"), of("2001:db8:1:1:ffff::2"));
        assert_ne!(of("2001:db8:1:1::1"), of("2001:db8:1:2::1"));
        assert_eq!(of("::ffff:9.9.9.9"), of("9.9.9.9"));
        assert_ne!(of("::ffff:9.9.9.9"), of("::ffff:9.9.9.8"));
    }
}
