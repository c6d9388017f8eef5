"""Where a fetch may go: https, hosts that the catalogue names, addresses on the open internet. Pure but for the resolver.

A name is resolved once; what it resolved to is what is connected to, also after a redirect (DNS rebinding).
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from ingest.catalogue import host_and_port

Resolve = Callable[[str, int], Sequence[str]]
MOST_ADDRESSES = 8
_NAT64 = IPv6Network("64:ff9b::/96")


class Refused(Exception):
    """The fetch may not go there. What, and what to do next, in Swedish."""

    def __init__(self, what: str, next_step: str = "Kontrollera kalla_url i faktabladet") -> None:
        super().__init__(what)
        self.what = what
        self.next_step = next_step


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, in the order that the system prefers. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]).partition("%")[0] for *_, address in found))


def is_public(address: str) -> bool:
    """True for an address on the open internet: not private, loopback, link-local, multicast or an IPv4 one in disguise."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        inner = _inner(ip)
        if inner is not None:
            return is_public(str(inner))
        if ip.teredo or ip.sixtofour or ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _inner(ip: IPv6Address) -> IPv4Address | None:
    if ip.ipv4_mapped:
        return ip.ipv4_mapped
    if ip in _NAT64 or int(ip) >> 32 == 0:  # translated, or the old "compatible" form
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    return None


@dataclass
class Border:
    """Checks every address before it is gone to. ``is_allowed`` and ``resolve`` are replaced in tests only."""

    hosts: Collection[tuple[str, int]]
    resolve: Resolve = resolve
    is_allowed: Callable[[str], bool] = is_public
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def check(self, url: str) -> None:
        """Raises Refused when the address may not be fetched."""
        try:
            parts, (host, port) = urlsplit(url), host_and_port(url)
        except ValueError:
            raise Refused("Adressen går inte att tolka") from None
        if parts.scheme != "https":
            raise Refused(
                "Adressen börjar inte med https:// och hämtas därför inte", "Skriv adressen med https:// i kalla_url"
            )
        if parts.username or parts.password:
            raise Refused("Adressen innehåller ett användarnamn eller lösenord", "Ta bort det ur kalla_url")
        if (host, port) not in self.hosts:
            raise Refused(
                f"Sidan leder vidare till {host}, som ingen kalla_url i katalogen nämner",
                "Öppna sidan i en webbläsare. Stämmer det, skriv den nya adressen i kalla_url",
            )

    def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """What to connect to for a host; resolved once. Raises Refused, also when only some of them are not public."""
        if host not in self._known:
            try:
                found = tuple(self.resolve(host, port))[:MOST_ADDRESSES]
            except (OSError, UnicodeError):
                found = ()
            if not found:
                raise Refused(f"Webbplatsen {host} finns inte i namntjänsten", "Kontrollera kalla_url och nätverket")
            self._known[host] = found
        if not all(map(self.is_allowed, self._known[host])):
            raise Refused(
                f"Webbplatsen {host} leder till en adress i ett privat nät och hämtas därför inte",
                "Kontrollera kalla_url",
            )
        return self._known[host]
