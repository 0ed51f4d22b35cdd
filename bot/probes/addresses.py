"""The address policy: where a probe may connect to. Everything that is not public is refused.

Python's own `is_global` is not enough: it calls Azure's wire server, 6to4, NAT64 and multicast
global, so those are looked through or listed here.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_LITERAL_ONLY: tuple[tuple[str, tuple[Network, ...]], ...] = tuple(
    (word, tuple(map(ip_network, ranges)))
    for word, ranges in (
        (
            "a metadata service",
            (
                "169.254.169.254/32",  # AWS, Google, Azure, DigitalOcean and others
                "169.254.170.2/32",  # AWS task credentials
                "169.254.170.23/32",  # AWS pod identity
                "fd00:ec2::254/128",
                "fd00:ec2::23/128",
                "fd20:ce::254/128",  # Google over IPv6
                "100.100.100.200/32",  # Alibaba
                "192.0.0.192/32",  # Oracle
                "168.63.129.16/32",  # Azure's wire server
            ),
        ),
        ("loopback", ("127.0.0.0/8", "::1/128")),
        ("link-local", ("169.254.0.0/16", "fe80::/10")),
    )
)
_NEVER: tuple[tuple[str, tuple[Network, ...]], ...] = tuple(
    (word, tuple(map(ip_network, ranges)))
    for word, ranges in (
        ("unspecified", ("0.0.0.0/8", "::/128")),
        ("multicast", ("224.0.0.0/4", "ff00::/8")),
        ("a broadcast address", ("255.255.255.255/32",)),
    )
)
_PRIVATE: tuple[Network, ...] = tuple(
    map(
        ip_network,
        (
            "::/96",  # IPv4-compatible of old, where it carries no address
            "192.0.0.0/24",
            "192.88.99.0/24",  # relays of 6to4
            "64:ff9b:1::/48",  # NAT64 inside a site
            "2001::/32",  # Teredo
            "2001:20::/28",
            "3fff::/20",
            "5f00::/16",
            "fec0::/10",  # site-local of old
        ),
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")
_TRANSLATED = IPv6Network("::ffff:0:0:0/96")
_COMPATIBLE = IPv6Network("::/96")
_SMALL = 0xFFFF  # :: and ::1 and their neighbours carry nothing


class AddressPolicy:
    """What is public is open; ``allow`` opens more.

    Loopback, link-local and metadata services open only to a range that names them and nothing
    wider, so that ``0.0.0.0/0`` does not open them by accident.
    """

    def __init__(self, allow: Iterable[Network] = ()) -> None:
        self._allow = tuple(allow)

    def refusal(self, address: str) -> str | None:
        """Why an address is refused, in words that end "… is"; None for one that is open."""
        try:
            parsed = ip_address(address.partition("%")[0])
        except ValueError:
            return "not an address"
        inner = _carried(parsed)
        if inner is None:
            return self._judge(parsed)
        return self._judge(inner)

    def _judge(self, address: Address) -> str | None:
        for word, networks in _NEVER:
            if any(address in network for network in networks):
                return word
        for word, networks in _LITERAL_ONLY:
            for network in networks:
                if address in network:
                    return None if self._names(address, network) else word
        if any(address in network for network in self._allow):
            return None
        listed = any(address in network for network in _PRIVATE)
        return "private or reserved" if listed or not address.is_global else None

    def _names(self, address: Address, kind: Network) -> bool:
        return any(address in network and _within(network, kind) for network in self._allow)


def _within(network: Network, outer: Network) -> bool:
    if isinstance(network, IPv4Network) and isinstance(outer, IPv4Network):
        return network.subnet_of(outer)
    if isinstance(network, IPv6Network) and isinstance(outer, IPv6Network):
        return network.subnet_of(outer)
    return False


def _carried(address: Address) -> IPv4Address | None:
    """The IPv4 address inside a mapped, translated, 6to4 or compatible IPv6 address."""
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    low = int(address) & 0xFFFFFFFF
    if address in _NAT64 or address in _TRANSLATED or (address in _COMPATIBLE and low > _SMALL):
        return IPv4Address(low)
    return None
