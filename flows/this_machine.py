"""Which hosts are this machine: what is said to them crosses no network, and needs no TLS."""

import ipaddress


def is_this_machine(host: str) -> bool:
    """Whether a host is ``localhost`` or an address that never leaves the machine. Other names are another's."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
