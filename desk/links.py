"""Addresses that letters hold, and the tokens in them.

A token is made of the home's secret and of what it opens, so that any later letter can hold it; the catalogue
keeps its hash alone. After a restore into another home older tokens still open their pages; letters then only
leave the address out.
"""

from __future__ import annotations

import base64
import hashlib
import hmac


def order_token(secret: bytes, number: str) -> str:
    """The token of the customer's own page of an order."""
    return _token(secret, f"order\n{number}")


def follower_token(secret: bytes, selection: int, address: str) -> str:
    """The token with which a follower confirms and leaves."""
    return _token(secret, f"follower\n{selection}\n{address}")


def site_in(site: str, language: str, usual: str) -> str:
    """The address of the site in a language; its usual one has no name in addresses."""
    return site if language == usual or not site else f"{site}/{language}"


def order_page(site: str, number: str, token: str) -> str:
    """Where a customer sees their order; the token stands behind the path, which logs may hold."""
    return f"{site}/orders/{number}?key={token}"


def file_page(site: str, token: str) -> str:
    """Where the file of an export is fetched."""
    return f"{site}/exports/{token}"


def confirm_page(site: str, token: str) -> str:
    """Where a follower confirms."""
    return f"{site}/follow/{token}"


def leave_page(site: str, token: str) -> str:
    """Where a follower leaves."""
    return f"{site}/follow/{token}/leave"


def _token(secret: bytes, what: str) -> str:
    digest = hmac.new(secret, what.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")
