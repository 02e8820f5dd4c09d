"""Clean one value of the contacts table: an address, a phone number, an e-mail address."""

import re
from collections.abc import Collection
from urllib.parse import urlsplit

_SESSION = re.compile(r";jsessionid=[^?#/]*", re.IGNORECASE)
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_BARE = re.compile(r"([a-z0-9-]+\.)+[a-z]{2,}(/\S*)?", re.IGNORECASE)
_PHONE_LENGTHS = {10, 11}
LONGEST_NAME = 120
"""The longest text that the model takes for a name."""


class Unusable(ValueError):
    """A value that must be left out, and why."""


def url(text: str, secure_hosts: Collection[str] = ()) -> str:
    """Return an address without a session id, and with everything a browser would have to guess.

    Args:
        text: The address as printed.
        secure_hosts: Hosts known to answer to https: only for these is a printed `www.…` given its https.

    Raises:
        Unusable: It is no address, or has no scheme and no proof that https works.
    """
    text = _SESSION.sub("", text)
    if _BARE.fullmatch(text):
        if urlsplit(f"//{text}").hostname not in secure_hosts:
            raise Unusable(f"{text} is printed without http or https, and no source shows which one works")
        text = f"https://{text}"
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r"\s", text):
        raise Unusable(f"{text or 'nothing'} is not a web address")
    # A trailing dot names the same host; an apostrophe written as %27 is the same path, and safe in a page.
    host = parts.netloc.rstrip(".")
    return text.replace(parts.netloc, host, 1).replace("'", "%27")


def name(text: str) -> str:
    """Return a service's name; one too long for a page by the abbreviation that it carries itself."""
    return text if len(text) <= LONGEST_NAME else re.sub(r"^[^()]+\((SENDIAS+)\)", r"\1", text)


def phone(text: str) -> str:
    """Return a phone number in digits and spaces, grouped as printed."""
    number = " ".join(re.sub(r"[()]", " ", text).split())
    digits = number.replace(" ", "")
    if not digits.isdigit() or not digits.startswith("0") or len(digits) not in _PHONE_LENGTHS:
        raise Unusable(f"{text} is not a UK phone number")
    return number


def email(text: str) -> str:
    """Return an e-mail address as printed."""
    if not _EMAIL.fullmatch(text):
        raise Unusable(f"{text} is not an e-mail address")
    return text


def same(field: str, value: str) -> str:
    """Return what makes two values the same: a phone's digits, an e-mail address in small letters."""
    return re.sub(r"\D", "", value) if field == "phone" else value.casefold()


def depth(address: str) -> int:
    """Return how far inside a website an address lies: a front page has 0."""
    parts = urlsplit(address)
    return len([part for part in parts.path.split("/") if part]) + bool(parts.query)


def inside_office(address: str) -> bool:
    """Return whether an address is for a council's own staff: families cannot rely on it."""
    host = urlsplit(address).hostname or ""
    return host.startswith(("www-admin.", "www-prod.")) or "-staging." in host or host.startswith("staging.")
