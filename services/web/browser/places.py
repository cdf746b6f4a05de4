"""Where a request comes from, as far as its tries are counted: never stored, only its keyed digest."""

from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

from kernel.auth.principal import SYSTEM
from kernel.web.node import current_node
from services.web.settings import IPV6_PREFIX

NOWHERE = "nowhere"  # a server that does not say counts as one place


def place() -> str:
    """The digest of the line behind this request."""
    line = line_of(request.remote_addr or "")
    return current_node().reader(SYSTEM("web")).digest(purpose="sign-in address", address=line)[:32]


def line_of(address: str) -> str:
    """An IPv4 address, also when it is written as IPv6; of an IPv6 address the network, because one line has it all."""
    try:
        found = ip_address(address)
    except ValueError:
        return NOWHERE
    if isinstance(found, IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else str(ip_network((int(found), IPV6_PREFIX), strict=False))
    return str(found)
