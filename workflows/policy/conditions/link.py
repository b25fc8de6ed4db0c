"""`link: present` or `link: {domain: [example.org]}`: in its own field, or anywhere in the words."""

from typing import Final
from urllib.parse import urlsplit

from workflows.checks.hosts import in_ascii
from workflows.checks.x_urls import find_links
from workflows.domain.content import published_text
from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.addresses import HOST, read_host
from workflows.policy.conditions.base import Reading, once, single
from workflows.policy.reading import listed
from workflows.policy.shapes import either, fields, one_of, several
from workflows.policy.tree import Node, Scalar

_PRESENT: Final = "present"
_KEYS: Final = {"domain": "domains such as example.org"}


@value
class HasLink:
    """Holds for a link to one of `domains` or to a host under one of them, however either is spelled; for any link where there
    are no domains.
    """

    domains: tuple[str, ...]

    def because(self, subject: Subject) -> str | None:
        """`has a link` or `links to example.org`."""
        hosts = _hosts(subject)
        if not self.domains:
            return "has a link" if hosts else None
        met = [domain for domain in self.domains if any(f".{host}".endswith(f".{in_ascii(domain)}") for host in hosts)]
        return f"links to {listed(met, 'and')}" if met else None

    def looks_for(self) -> str:
        """`links to example.org or example.net`."""
        return f"links to {listed(self.domains, 'or')}" if self.domains else "has a link"


@once
def _hosts(subject: Subject) -> frozenset[str]:
    """The hosts of all links in ASCII, as X would find them; the link field's too where it is in no form that X knows."""
    content = subject.content
    text = published_text(content)
    found = [text[start:end] for start, end in find_links(text)] + ([content.link] if content.link else [])
    return frozenset(filter(None, map(_host, found)))


def _host(link: str) -> str:
    try:
        return in_ascii(urlsplit(link if "://" in link else f"https://{link}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def parse(node: Node, reading: Reading) -> HasLink | None:
    """The word `present`, or a mapping with domains."""
    reader = reading.reader
    if isinstance(node, Scalar):
        return HasLink(domains=()) if reader.choice(node, "“present” or a mapping with “domain”", (_PRESENT,)) else None
    found = reader.fields(node, "“link”", _KEYS, {})
    if found is None or "domain" not in found:
        return None
    read = [read_host(item, reader) for item in reader.scalars(found["domain"], "domains")]
    domains = tuple(domain for domain in read if domain is not None)
    return HasLink(domains=domains) if domains else None


KIND: Final = single(
    help="There is a link in its own field or in the words: any, or one to these domains or to what is under them, "
    "however they are spelled.",
    examples=(
        ("link: present", "A post with a link."),
        ("link: {domain: [example.org]}", "A post that links to example.org, or to www.example.org."),
        (
            "link: {domain: [münchen.de]}",
            "A post that links to münchen.de, or to xn--mnchen-3ya.de, which is the same.",
        ),
    ),
    parse=parse,
    shape=either(one_of((_PRESENT,)), fields(_KEYS, {}, {"domain": several(HOST)})),
)
