"""What *Check* found: lengths, findings, and who will be asked, with how long that usually takes."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from workflows.cards import guidance
from workflows.cards.brand import pillar_card, told
from workflows.cards.card import Bullets, Element, Paragraph
from workflows.checks.findings import check
from workflows.checks.length import measure_all
from workflows.domain.brand import Brand
from workflows.domain.content import Content
from workflows.domain.ids import DeskId
from workflows.lifecycle.turnarounds import LATELY, MOST, together, usual
from workflows.lifecycle.wording import Prospect

_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_MINUTES: Final = (5, 10, 15, 30)
"""What less than an hour is rounded up to; above it is whole hours, and above a day whole days: nobody plans by more."""

_MEANS: Final = (
    f"“Usually” means four in five of the posts that the desk decided last (at most {MOST}, in the last {LATELY.days} days), "
    "nights and weekends included."
)
_SETTLED: Final = "It is not asked again: what it judges stays as it is."


def check_result(
    content: Content,
    brand: Brand,
    restricted: Sequence[str],
    prospect: Prospect,
    lately: Mapping[DeskId, Sequence[timedelta]],
) -> tuple[Element, ...]:
    """What *Check* found: the length on each channel, what to know (what blocks stands beside its field), why only
    some may read it, what the pillar is about, and a sentence for each desk that would be asked, with how long that takes by
    what desks took `lately`.
    """
    counted = tuple(
        ("✓" if not one.over else "✗", f"{one.name}: {one.used:,} of {one.limit:,} {one.unit}")
        for one in measure_all(content)
    )
    sentences, below = _sentences(prospect, lately)
    asked = tuple(("→", sentence) for sentence in sentences)
    elements: list[Element] = []
    if counted:
        elements += [Paragraph(text="Length", weight="strong"), Bullets(items=counted)]
    elements += told(one for one in check(content, brand) if one.effect != "block")
    elements += [Paragraph(text=f"⚠ {says}", weight="strong") for says in restricted]
    elements += pillar_card(content, brand)
    if asked:
        elements += [Paragraph(text="Who will be asked", weight="strong"), Bullets(items=asked)]
        elements += below
    else:
        elements.append(Paragraph(text=guidance.nobody_asked()))
    return tuple(elements)


def _sentences(
    prospect: Prospect, lately: Mapping[DeskId, Sequence[timedelta]]
) -> tuple[tuple[str, ...], tuple[Paragraph, ...]]:
    """A sentence for each desk that would be asked, with how long it usually takes, and for everybody who would watch. Then what
    there is to say below: how long all of them take, if that is known of each, and what was counted; nothing where none was.
    """
    says: list[str] = []
    asked: list[tuple[int, timedelta | None]] = []
    first = min((one.requirement.stage for one in prospect.desks), default=1)
    for one in prospect.desks:
        stage = one.requirement.stage
        if one.status == "settled":
            says.append(f"{one.says} {_SETTLED}")
            continue
        span = usual(lately.get(one.requirement.desk, ())) if one.status == "asked" else None
        asked.append((stage, _rounded(span) if span is not None else None))
        within = (
            f" Usually decides within {_words(span)}{' of its turn' if stage > first else ''}."
            if span is not None
            else ""
        )
        says.append(f"{one.says}{within}")
    known = [(stage, span) for stage, span in asked if span is not None]
    below = [Paragraph(text=_MEANS, weight="small")] if known else []
    if len(known) == len(asked) > 1:
        span = _words(together(known))
        at_once = len({stage for stage, _ in known}) == 1
        slowest = f"They are asked at once: the slowest usually decides within {span}."
        below.insert(0, Paragraph(text=slowest if at_once else f"One stage after another, that adds up to {span}."))
    return (*says, *prospect.watchers), tuple(below)


def _rounded(span: timedelta) -> timedelta:
    """What is said of a span: so the sum of what is said is the sum that is said."""
    if span > _DAY:
        return -(-span // _DAY) * _DAY
    return next((one * _MINUTE for one in _MINUTES if span <= one * _MINUTE), -(-span // _HOUR) * _HOUR)


def _words(span: timedelta) -> str:
    """A span as people say it, rounded up: `30 minutes`, `an hour`, `7 hours`, `a day`, `3 days`."""
    rounded = _rounded(span)
    for unit, one, many in ((_DAY, "a day", "days"), (_HOUR, "an hour", "hours")):
        if rounded >= unit:
            return one if rounded == unit else f"{rounded // unit} {many}"
    return f"{rounded // _MINUTE} minutes"
