"""Disclosure: whoever writes for the company in return for something has to say so where nobody can miss it.

After 16 CFR 255.0(f) and 255.5 and the FTC's questions and answers about them (read 2026-11-22): in the post itself, in plain
words, before anything is cut off, not in a string of tags. The policy names the forms, so that counsel can change them.
"""

from collections.abc import Iterator
from math import ceil
from typing import Final

import regex

from workflows.checks import words
from workflows.checks.channels import CHANNELS
from workflows.checks.finding import Finding
from workflows.domain.brand import Brand, Disclosure
from workflows.domain.content import Content

FAILING: Final = (
    "#sp", "#spon", "#collab", "#ambassador", "#partner", "#ee", "#brandambassador", "#thanks", "thanks to", "thank you to",
)  # fmt: skip
"""What does not say it: the FTC's examples, as reported; a form that the policy names counts all the same."""
_LINE: Final = 40
"""Characters of a line on a telephone: one that ends sooner takes as much of what is shown."""
_TAG: Final = r"#[\p{L}\p{M}\p{N}_]+"
_HEAP: Final = regex.compile(rf"(?:{_TAG}\s*){{2,}}")
_OPENING: Final = regex.compile(r"[[\s\p{P}\p{So}\p{Emoji_Modifier}]--[#@\n\v\f\r\x85\u2028\u2029]]*+", regex.V1)
"""A bracket, a quote or a picture may stand before the first word, on the same line."""
_CLUSTER: Final = regex.compile(r"\X")
_MOST_OPENING: Final = 6
"""So many of them, spaces too, as a reader counts: a picture of several signs is one."""


def check_disclosure(content: Content, brand: Brand) -> Iterator[Finding]:
    """Whether this post says in what relationship its author writes, where the policy wants that said."""
    asked = brand.disclosures.get(content.relationship)
    if asked is None or _disclosed(content, asked):
        return
    owner = asked.owner.name if asked.owner else ""
    forms = " or ".join(f"“{form}”" for form in asked.forms)
    fails = next(_failing(content, asked), "")
    late = next(
        (form for form in asked.forms if next(words.find(words.phrase(form), words.readable(content.text)), "")), ""
    )
    if late:
        why = f"“{late}” stands where readers may miss it."
    elif fails:
        why = f"“{fails}” does not say it plainly."
    else:
        why = "The post does not say it."
    asks = f" Ask {owner} about it." if owner else ""
    says = f"Whoever writes as “{asked.name}” has to disclose it. {why} Begin the post with {forms}.{asks}"
    yield Finding(field="text", says=says, rule=asked.name, owner=owner, words=late or fails)


def _failing(content: Content, asked: Disclosure) -> Iterator[str]:
    text = words.readable(content.text)
    named = {form.casefold() for form in asked.forms}
    for form in FAILING:
        if form not in named:
            yield from words.find(words.phrase(form), text)


def _disclosed(content: Content, asked: Disclosure) -> bool:
    text = words.plain(content.text)
    shown = [one.before_more.most for one in CHANNELS.values() if one.id in content.channels and one.before_more]
    soonest = min(_ends(content.text, text, asked), default=0)
    return soonest > 0 and all(_room(text[:soonest]) <= most for most in shown)


def _ends(source: str, text: str, asked: Disclosure) -> Iterator[int]:
    """Where each form ends that stands where the policy wants it."""
    first = _first(source, text)
    heaps = [heap.span() for heap in _HEAP.finditer(text)]
    for form in asked.forms:
        for found in words.phrase(form).finditer(text):
            early = found.start() in (0, first)
            if early or (asked.where == "before_more" and not any(low <= found.start() < high for low, high in heaps)):
                yield found.end()


def _first(source: str, text: str) -> int:
    """Where the first word stands, if no more stands before it than may."""
    opening = _OPENING.match(text)
    end = opening.end() if opening else 0
    before = words.readable(source).exact(0, end) if end else ""
    return end if sum(1 for _ in _CLUSTER.finditer(before)) <= _MOST_OPENING else 0


def _room(text: str) -> int:
    """What the text takes of a screen, in characters: a line that ends sooner takes a whole one."""
    *ended, last = text.splitlines()
    return sum(max(1, ceil(len(line) / _LINE)) * _LINE for line in ended) + len(last)
