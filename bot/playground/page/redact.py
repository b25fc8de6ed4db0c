"""What of a request may be shown: everything but what somebody could use. Text, forms and JSON are read; secrets are cut out."""

import json
import re
from collections.abc import Collection, Mapping
from typing import Final, cast
from urllib.parse import parse_qsl

SECRET: Final = frozenset(
    {
        "access_token",
        "authorization",
        "authed_user",
        "client_assertion",
        "client_secret",
        "code",
        "cookie",
        "password",
        "refresh_token",
        "response_url",
        "response_urls",
        "set-cookie",
        "state_token",
        "ticket",
        "token",
        "trigger_id",
        "x-slack-signature",
    }
)
"""Names, in small letters, of what opens something: whatever stands under them is cut out."""
CUT: Final = "…"
NESTED: Final = frozenset({"payload", "view", "blocks", "metadata", "attachments"})
"""Fields of a form that hold JSON."""
_RESPONSE: Final = re.compile(r"/response/[^/?\"\s]+")
_TOLD: Final = frozenset(
    {"authorization", "content-type", "retry-after", "x-slack-request-timestamp", "x-slack-retry-num",
     "x-slack-retry-reason", "x-slack-signature"}
)  # fmt: skip
"""The headers that mean something in these chats."""


class Redactor:
    """Cuts out secrets by the names that they stand under, and wherever one of those that are known stands."""

    def __init__(self, known: Collection[str]) -> None:
        """`known` are secrets, word for word."""
        self._known = [secret for secret in known if secret]

    def text(self, text: str) -> str:
        """The text without any secret that is known, and without the key of a response URL."""
        for secret in self._known:
            text = text.replace(secret, CUT)
        return _RESPONSE.sub(f"/response/{CUT}", text)

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """The headers that mean something, a secret one by its kind alone."""
        return {
            name: _kind(given) if name.lower() in SECRET else self.text(given)
            for name, given in headers.items()
            if name.lower() in _TOLD
        }

    def body(self, body: bytes, content_type: str) -> object:
        """A body as JSON to be shown: an object or a list, a text, or None where it is empty."""
        text = body.decode("utf-8", "replace")
        if not text.strip():
            return None
        if "x-www-form-urlencoded" in content_type:
            return self.value({name: _opened(name, given) for name, given in parse_qsl(text, keep_blank_values=True)})
        try:
            return self.value(json.loads(text))
        except ValueError:
            return self.text(text)

    def value(self, value: object) -> object:
        """JSON without its secrets."""
        match value:
            case dict():
                held = cast("dict[str, object]", value)
                return {name: self._field(name, inner) for name, inner in held.items()}
            case list():
                return [self.value(inner) for inner in cast("list[object]", value)]
            case str():
                return self.text(value)
            case _:
                return value

    def _field(self, name: str, value: object) -> object:
        # An empty field tells that there was nothing; an error's code is none that opens anything.
        secret = name.lower() in SECRET and value not in ("", None, [])
        if secret and not (name == "code" and isinstance(value, str) and value.isalpha()):
            return CUT
        return self.value(value)


def _kind(header: str) -> str:
    """`Bearer abc` → `Bearer …`, `v0=abc` → `v0=…`."""
    begins = re.match(r"(Bearer |Basic |v0=)", header)
    return f"{begins[0] if begins else ''}{CUT}"


def _opened(name: str, given: str) -> object:
    if name in NESTED:
        try:
            opened: object = json.loads(given)
        except ValueError:
            return given
        return opened
    return given
