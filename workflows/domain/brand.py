"""How a company wants to sound and what its posts must say: by the policy file, for `workflows.checks` to hold posts against."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Literal

from workflows.domain.ids import ChannelId, DeskId, Email
from workflows.domain.value import value

Effect = Literal["note", "warn", "block", "route"]
"""What a finding does: it is told, told with a mark, keeps the post from going on, or brings in a desk."""
How = Literal["phrase", "stem", "pattern"]
ClaimKind = Literal["numbers", "superlatives", "comparisons", "guarantees"]


@value
class Owner:
    """Whom to ask about a rule: `name` as people read it, which is the address where the policy lists nobody with it."""

    email: Email
    name: str


@value
class Pillar:
    """A message that posts carry: what it promises, what proves that, words that fit it and words that do not."""

    name: str
    promise: str = ""
    proof: str = ""
    do: tuple[str, ...] = ()
    dont: tuple[str, ...] = ()
    owner: Owner | None = None
    review: date | None = None
    """The last day on which it needs no second look."""


@value
class ChannelCard:
    """How a channel is written for, to read beside the form."""

    purpose: str
    voice: tuple[str, ...] = ()
    good: str = ""
    bad: str = ""
    owner: Owner | None = None
    review: date | None = None


@value
class Listed:
    """One entry of a word list: what is found (`how`: a whole phrase, words that begin so, or a regular expression), and what to
    write instead.
    """

    how: How
    find: str
    instead: str = ""


@value
class WordList:
    """Words to look out for, on some channels or markets only if it names any. `desk` is who is asked where the effect is
    `route`.
    """

    name: str
    why: str
    owner: Owner
    effect: Effect
    entries: tuple[Listed, ...]
    channels: frozenset[ChannelId] = frozenset()
    markets: frozenset[str] = frozenset()
    desk: DeskId | None = None


@value
class Disclosure:
    """What whoever writes in this relationship must say: one of `forms`, at the very start (`first`) or before the networks cut
    the post off behind “more” (`before_more`).
    """

    name: str
    forms: tuple[str, ...]
    where: Literal["first", "before_more"] = "first"
    owner: Owner | None = None


@value
class ClaimsRule:
    """Which kinds of claims need a source."""

    kinds: frozenset[ClaimKind]
    owner: Owner | None = None


@value
class AltTextRule:
    """What it leads to that a picture has no alt text."""

    effect: Literal["block", "warn"]
    owner: Owner | None = None


@value
class Brand:
    """All of it. Pillars, channel cards and disclosures by key."""

    pillars: Mapping[str, Pillar] = field(default_factory=dict[str, Pillar])
    channels: Mapping[ChannelId, ChannelCard] = field(default_factory=dict[ChannelId, ChannelCard])
    wordlists: tuple[WordList, ...] = ()
    disclosures: Mapping[str, Disclosure] = field(default_factory=dict[str, Disclosure])
    claims: ClaimsRule | None = None
    alt_text: AltTextRule | None = None
