"""Where a request comes from: addresses of proxies are believed only if the settings name them."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.requests import HTTPConnection

from web.services import Network, SiteSettings

Address = IPv4Address | IPv6Address
_OF_ONE_ASKER = 64


def _parse(text: str) -> Address | None:
    try:
        address = ip_address(text.strip().strip("[]").split("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def within(address: Address | None, networks: tuple[Network, ...]) -> bool:
    """Whether an address lies in one of the networks."""
    return address is not None and any(
        address.version == network.version and address in network for network in networks
    )


def client_address(request: HTTPConnection, settings: SiteSettings) -> Address | None:
    """The address of the asker; ``X-Forwarded-For`` is read from its end and through named proxies only.

    A named proxy that does not say for whom it asks leaves the asker unknown: he is not taken for the proxy.
    """
    address = _parse(request.client.host) if request.client else None
    hops = [hop for line in request.headers.getlist("x-forwarded-for") for hop in line.split(",")]
    if not hops and within(address, settings.proxies):
        return None
    while hops and within(address, settings.proxies):
        address = _parse(hops.pop())
    return address


def counted_address(request: HTTPConnection, settings: SiteSettings) -> str:
    """The address under which requests are counted; a network of IPv6 is one asker, not 2^64 of them."""
    address = client_address(request, settings)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _OF_ONE_ASKER), strict=False))
    return str(address or "")


def is_inside(request: HTTPConnection, settings: SiteSettings) -> bool:
    """Whether the asker sits in a network of the library's."""
    return within(client_address(request, settings), settings.trusted)


def is_secure(request: HTTPConnection, settings: SiteSettings) -> bool:
    """Whether the reader's browser speaks HTTPS, here or to a named proxy."""
    peer = _parse(request.client.host) if request.client else None
    if within(peer, settings.proxies):
        return request.headers.get("x-forwarded-proto", request.url.scheme).split(",")[-1].strip() == "https"
    return request.url.scheme == "https"
