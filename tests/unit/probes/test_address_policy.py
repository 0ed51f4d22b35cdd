"""Where probes may connect to: the whole table."""

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.probes.addresses import AddressPolicy

PUBLIC = AddressPolicy()
PRIVATE = "private or reserved"
METADATA = "a metadata service"

TABLE = [
    ("8.8.8.8", None),
    ("1.1.1.1", None),
    ("203.0.114.1", None),
    ("2606:4700:4700::1111", None),
    ("2001:4860:4860::8888", None),
    # loopback, in every writing that an address can have
    ("127.0.0.1", "loopback"),
    ("127.255.255.254", "loopback"),
    ("::1", "loopback"),
    ("::ffff:127.0.0.1", "loopback"),
    ("::ffff:7f00:1", "loopback"),
    ("::127.0.0.1", "loopback"),
    ("::ffff:0:127.0.0.1", "loopback"),
    ("64:ff9b::127.0.0.1", "loopback"),
    ("2002:7f00:1::", "loopback"),
    # this host, everybody
    (str(IPv4Address(0)), "unspecified"),
    ("0.1.2.3", "unspecified"),
    ("::", "unspecified"),
    ("::ffff:0.0.0.0", "unspecified"),
    ("224.0.0.1", "multicast"),
    ("239.255.255.250", "multicast"),
    ("ff02::1", "multicast"),
    ("255.255.255.255", "a broadcast address"),
    # metadata services
    ("169.254.169.254", METADATA),
    ("::ffff:169.254.169.254", METADATA),
    ("64:ff9b::a9fe:a9fe", METADATA),
    ("2002:a9fe:a9fe::", METADATA),
    ("169.254.170.2", METADATA),
    ("169.254.170.23", METADATA),
    ("fd00:ec2::254", METADATA),
    ("fd00:ec2::23", METADATA),
    ("fd20:ce::254", METADATA),
    ("100.100.100.200", METADATA),
    ("192.0.0.192", METADATA),
    ("168.63.129.16", METADATA),
    # link-local
    ("169.254.1.1", "link-local"),
    ("fe80::1", "link-local"),
    ("fe80::1%eth0", "link-local"),
    # private
    ("10.0.0.1", PRIVATE),
    ("172.16.0.1", PRIVATE),
    ("172.31.255.255", PRIVATE),
    ("192.168.1.1", PRIVATE),
    ("100.64.0.1", PRIVATE),
    ("fc00::1", PRIVATE),
    ("fd12:3456::1", PRIVATE),
    ("fec0::1", PRIVATE),
    ("::ffff:10.0.0.1", PRIVATE),
    ("64:ff9b::192.168.0.1", PRIVATE),
    ("64:ff9b:1::8.8.8.8", PRIVATE),
    ("2002:a00:1::", PRIVATE),
    # reserved, documentation, benchmarks, relays, tunnels
    ("192.0.0.8", PRIVATE),
    ("192.0.2.1", PRIVATE),
    ("192.88.99.1", PRIVATE),
    ("198.18.0.1", PRIVATE),
    ("198.51.100.1", PRIVATE),
    ("203.0.113.1", PRIVATE),
    ("240.0.0.1", PRIVATE),
    ("::2", PRIVATE),
    ("100::1", PRIVATE),
    ("2001:0:4136:e378::1", PRIVATE),
    ("2001:20::1", PRIVATE),
    ("2001:db8::1", PRIVATE),
    ("3fff::1", PRIVATE),
    ("5f00::1", PRIVATE),
    # what carries a public address is judged by it
    ("::ffff:8.8.8.8", None),
    ("64:ff9b::8.8.8.8", None),
    ("2002:808:808::", None),
    # writings that are no address
    ("127.1", "not an address"),
    ("2130706433", "not an address"),
    ("0x7f000001", "not an address"),
    ("127.0.0.01", "not an address"),
    ("localhost", "not an address"),
    ("", "not an address"),
]


@pytest.mark.parametrize(("address", "refusal"), TABLE)
def test_policy_opens_public_addresses_only(address: str, refusal: str | None) -> None:
    assert PUBLIC.refusal(address) == refusal


@pytest.mark.parametrize(
    ("allow", "address", "refusal"),
    [
        ("10.0.0.0/8", "10.1.2.3", None),
        ("10.0.0.0/8", "::ffff:10.1.2.3", None),
        ("10.0.0.0/8", "192.168.1.1", PRIVATE),
        ("fd12::/16", "fd12::1", None),
        ("0.0.0.0/0", "192.168.1.1", None),
        # loopback, link-local and metadata only where the range names them
        ("0.0.0.0/0", "127.0.0.1", "loopback"),
        ("127.0.0.0/8", "127.0.0.1", None),
        ("127.0.0.1/32", "127.0.0.1", None),
        ("127.0.0.1/32", "127.0.0.2", "loopback"),
        ("::/0", "::1", "loopback"),
        ("::1/128", "::1", None),
        ("0.0.0.0/0", "169.254.1.1", "link-local"),
        ("169.254.0.0/16", "169.254.1.1", None),
        ("169.254.0.0/16", "169.254.169.254", METADATA),
        ("169.254.169.254/32", "169.254.169.254", None),
        ("100.64.0.0/10", "100.100.100.200", METADATA),
        ("fd00::/8", "fd00:ec2::254", METADATA),
        # never
        ("0.0.0.0/0", str(IPv4Address(0)), "unspecified"),
        ("0.0.0.0/8", str(IPv4Address(0)), "unspecified"),
        ("224.0.0.0/4", "224.0.0.1", "multicast"),
        ("::/0", "ff02::1", "multicast"),
        ("255.255.255.255/32", "255.255.255.255", "a broadcast address"),
    ],
)
def test_policy_opens_what_is_allowed_and_nothing_by_accident(
    allow: str, address: str, refusal: str | None
) -> None:
    assert AddressPolicy([ip_network(allow)]).refusal(address) == refusal


@given(st.integers(0, 2**32 - 1))
def test_an_address_in_disguise_is_judged_as_itself(number: int) -> None:
    plain = PUBLIC.refusal(str(IPv4Address(number)))

    for prefix in (0xFFFF << 32, 0xFFFF << 48, 0x64FF9B << 96):
        assert PUBLIC.refusal(str(IPv6Address(prefix | number))) == plain
    assert PUBLIC.refusal(str(IPv6Address(0x2002 << 112 | number << 80))) == plain


@given(st.ip_addresses())
def test_nothing_python_calls_private_is_open(address: IPv4Address | IPv6Address) -> None:
    if not address.is_global:
        inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
        assert PUBLIC.refusal(str(address)) or (inner and inner.is_global)
