"""E-mail addresses, domains and time zones as the policy file has them."""

import re
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from workflows.domain.ids import Email
from workflows.policy.reading import Reader, hint, quoted
from workflows.policy.tree import Node

_DOMAIN: Final = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])"
_EMAIL: Final = re.compile(rf"[a-z0-9!#$%&'*+/=?^_`{{|}}~.-]{{1,64}}@{_DOMAIN}", re.ASCII)


def read_email(node: Node | None, reader: Reader) -> Email | None:
    """An address, made lower case; None with a note where it is none."""
    text = reader.text(node, "an e-mail address")
    if node is None or text is None:
        return None
    if not _EMAIL.fullmatch(text.lower()):
        reader.wrong(node, f"expected an e-mail address such as ada@example.com, not {quoted(text)}")
        return None
    return Email(text.lower())


def read_domain(node: Node, reader: Reader) -> str | None:
    """A domain such as `example.com`, made lower case."""
    text = reader.text(node, "a domain")
    if text is None:
        return None
    if not re.fullmatch(_DOMAIN, text.lower(), re.ASCII):
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
