"""IP address of a visitor, as far as it can be trusted."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def visitor_address(request: HttpRequest) -> str | None:
    """Return the IP address of the visitor; None if it is unknown or malformed.

    Each proxy appends the address of its peer to `X-Forwarded-For`. Only the entries that our own `TRUSTED_PROXIES`
    proxies wrote are trusted: with two proxies the visitor is the last entry but one, and a visitor can forge the
    entries before it. Without proxies (`BEHIND_TLS_PROXY` not set) the header is not read.

    For IPv6 the first address of the /64 network is returned. A subscriber usually has a whole /64, and could avoid a
    limit for each address by changing it.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        forwarded = forwarded_addresses(request)
        # If the proxy sets no header, only its own address is known.
        peer = forwarded[-settings.TRUSTED_PROXIES :][0] if forwarded else peer
    return _normalize(peer)


def forwarded_addresses(request: HttpRequest) -> list[str]:
    """Return the entries of `X-Forwarded-For`, the nearest proxy's last."""
    return [entry.strip() for entry in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if entry.strip()]


def _normalize(text: str) -> str | None:
    """Return the address without port, brackets and zone: IPv4 (also mapped into IPv6) as IPv4, IPv6 as its /64."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False).network_address)
