"""E-mail addresses, domains and time zones as the policy file has them."""

import re
from collections.abc import Callable, Collection
from difflib import SequenceMatcher
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from workflows.checks.hosts import in_ascii
from workflows.domain.ids import Email
from workflows.policy.reading import Reader, hint, quoted
from workflows.policy.shapes import Shape, like
from workflows.policy.tree import Node

_DOMAIN: Final = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])"
_HOST: Final = _DOMAIN.replace("a-z0-9", "a-z0-9\u0080-\U0010ffff").replace("[a-z]", "[a-z\u0080-\U0010ffff]")
"""A domain in any script."""
_EMAIL: Final = rf"[a-z0-9!#$%&'*+/=?^_`{{|}}~.-]{{1,64}}@{_DOMAIN}"

_NEARLY: Final = 0.85
"""As difflib counts it."""


def _in_any_case(pattern: str) -> Shape:
    """The form of what is made lower case when it is read."""
    return like(pattern.replace("a-z", "A-Za-z"))


EMAIL: Final = _in_any_case(_EMAIL)
DOMAIN: Final = _in_any_case(_DOMAIN)
HOST: Final = _in_any_case(_HOST)
"""How they look in the JSON Schema."""


def read_email(node: Node | None, reader: Reader) -> Email | None:
    """An address, made lower case; None with a note where it is none."""
    text = reader.text(node, "an e-mail address")
    if node is None or text is None:
        return None
    if not re.fullmatch(_EMAIL, text.lower(), re.ASCII):
        reader.wrong(node, f"expected an e-mail address such as ada@example.com, not {quoted(text)}")
        return None
    return Email(text.lower())


def slip_of(email: Email, people: Collection[Email], reader: Reader, node: Node) -> None:
    """Warn where an address that may be anybody's is nobody's listed one, and yet a slip of the keys away from one."""
    meant = None if email in people else next((one for one in people if _slipped(email, one)), None)
    if meant is not None:
        reader.warn(node, f"{quoted(email)} is not listed under “people”; did you mean {quoted(meant)}?")


def _slipped(email: Email, listed: Email) -> bool:
    """Either side of the @ is the same, and the other nearly: colleagues share a domain, and many have names alike."""
    (name, domain), (other, its_domain) = email.split("@"), listed.split("@")
    return (domain == its_domain and _nearly(name, other)) or (name == other and _nearly(domain, its_domain))


def _nearly(word: str, other: str) -> bool:
    """Its letters in another order, or about one of seven different."""
    return sorted(word) == sorted(other) or SequenceMatcher(None, word, other).ratio() >= _NEARLY


def read_domain(node: Node, reader: Reader) -> str | None:
    """A domain such as `example.com`, made lower case."""
    return _read_domain(node, reader, str.lower)


def read_host(node: Node, reader: Reader) -> str | None:
    """The same of links, in any script: `münchen.de`."""
    return _read_domain(node, reader, in_ascii)


def _read_domain(node: Node, reader: Reader, spelled: Callable[[str], str]) -> str | None:
    text = reader.text(node, "a domain")
    if text is None:
        return None
    if not re.fullmatch(_DOMAIN, spelled(text), re.ASCII):
        reader.wrong(node, f"expected a domain such as example.com, not {quoted(text)}")
        return None
    return text.lower()


def read_zone(node: Node | None, reader: Reader) -> str | None:
    """The name of an IANA time zone."""
    text = reader.text(node, "a time zone such as Europe/London")
    if node is None or text is None:
        return None
    if text not in _zones():
        reader.wrong(node, f"expected a time zone such as Europe/London, not {quoted(text)}{hint(text, _zones())}")
        return None
    return text


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
