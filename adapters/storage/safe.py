"""What is kept sealed: tokens, which whoever reads the database, or a copy of it, must not be able to use.

AES-256-GCM with a fresh nonce each time, under a key derived from the deployment's secret (RFC 5869, RFC 5116).
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_FORM: Final = "1."
_NONCE: Final = 12
_PURPOSE: Final = b"copydesk: tokens of installations"


class Safe:
    """Seals with the first of `keys` and opens with any, so that a new one can be put in front of the old."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        """Take long random texts; raises `ValueError` without any."""
        if not keys:
            raise ValueError("a safe needs a key")
        self._keys = [AESGCM(HKDF(SHA256(), 32, salt=None, info=_PURPOSE).derive(key.encode())) for key in keys]

    def seal(self, text: str, about: str) -> str:
        """A text that only `unseal` can read, and only `about` the same thing. Nothing is sealed as nothing."""
        if not text:
            return ""
        nonce = os.urandom(_NONCE)
        return _FORM + urlsafe_b64encode(nonce + self._keys[0].encrypt(nonce, text.encode(), about.encode())).decode()

    def resealed(self, sealed: str, about: str) -> str:
        """The same under the first key; what no key opens, and what is sealed so already, stays as it is."""
        text = self.unseal(sealed, about)
        return sealed if not text or self._open(self._keys[0], sealed, about) is not None else self.seal(text, about)

    def unseal(self, sealed: str, about: str) -> str | None:
        """The text; None if it was sealed with another key or about another thing, or was tampered with."""
        if not sealed:
            return ""
        opened = (self._open(key, sealed, about) for key in self._keys)
        return next((text for text in opened if text is not None), None)

    def _open(self, key: AESGCM, sealed: str, about: str) -> str | None:
        try:
            raw = urlsafe_b64decode(sealed.removeprefix(_FORM))
            return key.decrypt(raw[:_NONCE], raw[_NONCE:], about.encode()).decode()
        except (Error, ValueError, InvalidTag):
            return None
