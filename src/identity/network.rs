//! Where somebody is, as far as that can honestly be said of an address: the name that the operator gave its network, or the
//! address without its end. Whole addresses are kept of nobody.

use std::net::IpAddr;

/// The networks that the operator has named, the narrowest first.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Networks(Vec<Network>);

#[derive(Clone, Debug, Eq, PartialEq)]
struct Network {
    first: IpAddr,
    bits: u32,
    name: String,
}

impl Networks {
    /// Reads lines such as `10.20.0.0/16 = Bộ phận một cửa Ba Đình`; none when one is no network or has no short name.
    pub fn parse<'a>(lines: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut networks = lines.into_iter().map(Network::parse).collect::<Option<Vec<_>>>()?;
        networks.sort_by_key(|network| std::cmp::Reverse(network.bits));
        Some(Self(networks))
    }

    /// They as they are written, the narrowest first.
    pub fn lines(&self) -> Vec<String> {
        self.0.iter().map(|one| format!("{}/{} = {}", one.first, one.bits, one.name)).collect()
    }

    /// Whether none is named.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the address is in one of them.
    pub fn hold(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.holds(address))
    }

    /// What is kept and shown of an address.
    pub fn place(&self, address: IpAddr) -> String {
        // A proxy may write an address of version 4 in version 6.
        let address = address.to_canonical();
        match self.0.iter().find(|network| network.holds(address)) {
            Some(network) => network.name.clone(),
            None => shortened(address),
        }
    }
}

impl Network {
    fn parse(line: &str) -> Option<Self> {
        let (network, name) = line.split_once('=')?;
        let (first, bits) = network.trim().split_once('/')?;
        let (first, bits): (IpAddr, u32) = (first.parse().ok()?, bits.parse().ok()?);
        let name = name.trim();
        let is_good = !name.is_empty() && name.chars().count() <= LONGEST && !name.contains(char::is_control);
        (is_good && bits <= width(first)).then(|| Self { first, bits, name: name.to_owned() })
    }

    fn holds(&self, address: IpAddr) -> bool {
        width(self.first) == width(address) && head(self.first, self.bits) == head(address, self.bits)
    }
}

/// The network of a subscriber's neighbourhood: /24, or /32 of version 6, which is a whole provider's.
fn shortened(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.*")
        }
        IpAddr::V6(address) => {
            let [a, b, ..] = address.segments();
            format!("{a:x}:{b:x}:*")
        }
    }
}

const fn width(address: IpAddr) -> u32 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn head(address: IpAddr, bits: u32) -> u128 {
    let whole = match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits(),
    };
    whole.checked_shr(width(address).saturating_sub(bits)).unwrap_or_default()
}

/// Characters of a network's name.
const LONGEST: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    fn place(lines: &[&str], address: &str) -> String {
        Networks::parse(lines.iter().copied()).unwrap().place(address.parse().unwrap())
    }

    #[test]
    fn the_narrowest_network_names_the_place() {
        let lines =
            ["10.0.0.0/8 = Mạng nội bộ", "10.20.0.0/16 = Một cửa Ba Đình", "2001:db8::/32 = Viettel", "::/0=Khác"];
        assert_eq!(place(&lines, "10.20.255.1"), "Một cửa Ba Đình");
        assert_eq!(place(&lines, "::ffff:10.20.0.1"), "Một cửa Ba Đình");
        assert_eq!(place(&lines, "10.21.0.1"), "Mạng nội bộ");
        assert_eq!(place(&lines, "2001:db8:1::9"), "Viettel");
        assert_eq!(place(&lines, "2001:db9::9"), "Khác");
        assert_eq!(place(&["0.0.0.0/0 = Việt Nam"], "203.0.113.7"), "Việt Nam");
    }

    #[test]
    fn of_any_other_address_the_end_is_not_kept() {
        assert_eq!(place(&[], "203.0.113.77"), "203.0.113.*");
        assert_eq!(place(&[], "2001:db8:1:2::9"), "2001:db8:*");
    }

    #[test]
    fn what_is_no_network_or_has_no_name_is_refused() {
        let long = format!("10.0.0.0/8 = {}", "x".repeat(61));
        for wrong in ["10.0.0.0/8", "10.0.0.0/33 = a", "10.0.0/8 = a", "10.0.0.0/8 =  ", "::/129 = a", "a = b", &long] {
            assert_eq!(Networks::parse([wrong]), None, "{wrong}");
        }
    }
}
