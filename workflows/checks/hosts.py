"""Hosts as browsers ask for them: `münchen.de` and `ｅxample.com` lead to what they are in ASCII."""

import unicodedata
from functools import lru_cache
from typing import Final

import idna
import regex

DOT: Final = "[.\u3002\uff0e\uff61\u2024]"
"""What stands between labels, for an expression: browsers take all of these."""
_REMEMBERED: Final = 256


@lru_cache(maxsize=_REMEMBERED)
def in_ascii(host: str) -> str:
    """`xn--mnchen-3ya.de`, `example.com`: mapped by Unicode Technical Standard #46, labels of other letters in Punycode.

    What no such mapping has, such as `☕.com`, is written in Punycode all the same, as browsers do.
    """
    if host.isascii():
        return host.lower()
    try:
        mapped = idna.uts46_remap(host, std3_rules=False)
    except idna.IDNAError:
        mapped = unicodedata.normalize("NFKC", host).lower()
    labels = regex.split(DOT, mapped)
    return ".".join(label if label.isascii() else "xn--" + label.encode("punycode").decode() for label in labels)
