"""Disclosure: whoever writes for the company in return for something has to say so where nobody can miss it.

After 16 CFR 255.0(f) and 255.5 and the FTC's questions and answers about them (read 2026-11-22): in the post itself, in plain
words, before anything is cut off, not in a string of tags. The policy names the forms, so that counsel can change them.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import regex

from workflows.checks import words
from workflows.checks.finding import Finding
from workflows.domain.brand import Brand, Disclosure
from workflows.domain.content import Content
from workflows.domain.ids import ChannelId

FAILING: Final = (
    "#sp", "#spon", "#collab", "#ambassador", "#partner", "#ee", "#brandambassador", "#thanks", "thanks to", "thank you to",
)  # fmt: skip
"""What does not say it: the FTC's examples, as reported; a form that the policy names counts all the same."""
SHOWN: Final[Mapping[ChannelId, int]] = {
    ChannelId("linkedin"): 140,
    ChannelId("facebook"): 125,
    ChannelId("instagram"): 125,
    ChannelId("tiktok"): 80,
    ChannelId("youtube"): 100,
}
"""Characters of a post that stand before “more” on a telephone. No network documents a figure: these are below those that
others have measured. A channel that is not here shows its posts whole (2026-11-26).
"""

_TAG: Final = r"#[\p{L}\p{M}\p{N}_]+"
_HEAP: Final = regex.compile(rf"(?:{_TAG}\s*){{2,}}")
_OPENING: Final = regex.compile(r"[\s\p{P}\p{So}--[#@]]*", regex.V1)
"""A bracket, a quote or a picture may stand before the first word."""


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
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    if any(words.phrase(form).match(text, place) for form in asked.forms for place in (start, 0)):
        return True
    if asked.where == "first":
        return False
    shown = min((SHOWN.get(channel, len(text)) for channel in content.channels), default=len(text))
    heaps = [heap.span() for heap in _HEAP.finditer(text)]
    return any(
        found.end() <= shown and not any(low <= found.start() < high for low, high in heaps)
        for form in asked.forms
        for found in words.phrase(form).finditer(text)
    )
