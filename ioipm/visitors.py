"""Who asks: the address that may be counted on."""

import ipaddress

from django.conf import settings


def visitor_address(request):
    """Return the address the request came from; None where it cannot be told.

    `X-Forwarded-For` is believed as far as our own proxies wrote it: each adds whom it heard from at the end, so with
    two of them the last entry but one is the visitor, and whatever stands before it is what the visitor claims. Without
    proxies (`BEHIND_TLS_PROXY` not set) the header is not read. A subscriber owns a whole /64 of IPv6: what is
    returned is its first address, or a limit on addresses would be none.
    """
    heard_from = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        # A proxy that sets no header is itself all that is known.
        heard_from = forwarded[-settings.TRUSTED_PROXIES :][0].strip() or heard_from
    return _normal(heard_from)


def _normal(text):
    """The address without its port, brackets and zone, IPv4 as IPv4, IPv6 as its network."""
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
