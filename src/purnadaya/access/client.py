"""Where a request comes from, when others may stand in between."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


def from_this_machine(request: HttpRequest) -> bool:
    """Whether the browser runs on the server itself, with nobody forwarding for another."""
    forwarded = settings.PROXIES or any(name in request.META for name in FORWARDED)
    return not forwarded and ipaddress.ip_address(_peer(request)).is_loopback


def client_address(request: HttpRequest) -> str:
    """The client's address. Only what the operator's own proxies added to X-Forwarded-For is believed.

    Each proxy adds the address it was called from on the right; with N of them the client is the N-th from
    there. Whatever stands further left was written by the client. Too few, or no address: the peer's own.
    """
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if not 0 < settings.PROXIES <= len(hops):
        return _peer(request)
    return _address(hops[-settings.PROXIES]) or _peer(request)


def _peer(request: HttpRequest) -> str:
    return _address(request.META.get("REMOTE_ADDR") or "") or "0.0.0.0"  # noqa: S104 - nothing binds to it


def _address(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
