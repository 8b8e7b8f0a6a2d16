"""Who asks: the address that may be counted on."""

import ipaddress


def visitor_address(request):
    """Return the address the request came from; None where it cannot be told.

    A subscriber owns a whole /64 of IPv6: what is returned is its first address, or a limit on addresses would be none.
    """
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "").partition("%")[0])
    except ValueError:
        return None
    if address.version == 6 and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)
