"""Being away, in words: the form, what is said about it, and the messages to the one who covers and the one who is covered."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Literal, assert_never
from zoneinfo import ZoneInfo

from workflows.cards import messages
from workflows.cards.actions import Action
from workflows.cards.card import Button, Buttons, Card, Heading, Paragraph
from workflows.cards.forms import ChoiceField, DateField, Form, Info, TimeField, Values
from workflows.cards.times import NoTime, read_time
from workflows.domain.covers import Cover
from workflows.domain.ids import Chat, DeskId, PersonId, ProposalId
from workflows.domain.policy import Policy
from workflows.domain.proposal import Decision, Review
from workflows.domain.value import value
from workflows.lifecycle.evaluate import Standing

DAY: Final = "day"
CLOCK: Final = "time"
COVER: Final = "cover"
FROM_DAY: Final = "from_day"
FROM_CLOCK: Final = "from_time"
MOST_OFFERED: Final = 100
"""People that a select can offer in either chat."""
MOST_SHOWN: Final = 200
"""Of words that can't be read, so many characters are said again."""
WHOLE: Final = "form"
"""The name under which an error stands that belongs to no field."""
_TYPED: Final = re.compile(
    r"(?:until\s+(?P<day>[^\s,]+)(?:\s+(?P<time>\d\d?:\d\d))?)?,?\s*(?:\bcover(?:ed)?(?:\s+by)?\s+(?P<cover>\S.*))?",
    re.IGNORECASE,
)


@value
class CoverTold:
    """To the one who covers: that they are asked in somebody's place from now on, at which `desks`, or no longer. To one who is
    covered: that who covers for them is `gone` meanwhile.
    """

    kind: Literal["cover_told"] = "cover_told"
    news: Literal["named", "ended", "gone"]
    name: str
    since: datetime
    until: datetime
    zone: str
    desks: tuple[DeskId, ...]


@value
class DecidedForYou:
    """To the one who is away: what their cover has decided for them."""

    kind: Literal["decided_for_you"] = "decided_for_you"
    by: str
    author: str
    desk: DeskId
    proposal: ProposalId
    revision: int
    decision: Decision


@value
class Absence:
    """That somebody is away, or will be: it has `begun`, and `by` decides meanwhile, if they still `can`."""

    cover: Cover
    by: str
    begun: bool
    can: bool


@value
class Times:
    """From when until when somebody is away, in UTC."""

    since: datetime
    until: datetime


def away_form(
    values: Values,
    zone: str,
    people: Sequence[tuple[PersonId, str]],
    errors: Mapping[str, str],
    present: Absence | None,
) -> Form:
    """Who is away until when (times in `zone`), and who of `people` covers; filled with what holds at `present`, if that is all
    there is.
    """
    values = values or (_values(present, zone) if present else {})
    from_now = "Leave both empty to begin now."
    chosen = _text(values, COVER)
    return Form(
        title="Be away",
        action=Action(name="away", zone=zone),
        items=(
            *((Info(elements=stands(present)),) if present else ()),
            DateField(name=DAY, label="Away until", value=_text(values, DAY), optional=False),
            TimeField(
                name=CLOCK, label=f"at ({zone} time)", value=_text(values, CLOCK), hint="Empty: as the day begins."
            ),
            ChoiceField(
                name=COVER,
                label="Who decides for you",
                options=tuple(people[:MOST_OFFERED]),
                chosen=(chosen,) if chosen else (),
                hint="They are asked in your place, and you are told what they decide.",
            ),
            DateField(name=FROM_DAY, label="Away from", value=_text(values, FROM_DAY), hint=from_now),
            TimeField(name=FROM_CLOCK, label=f"from ({zone} time)", value=_text(values, FROM_CLOCK)),
        ),
        submit="Be away",
        errors=errors,
    )


def stands(absence: Absence) -> tuple[Paragraph, Buttons]:
    """To whoever is away, or will be: until when, who decides meanwhile, and how to end it."""
    begins, until = _when(absence.cover, begun=absence.begun)
    decides = (
        "decides for you" if absence.can else "was to decide for you and can't now, so nobody does: name somebody else"
    )
    said = Paragraph(text=f"{begins} until {until}. {absence.by} {decides}.", weight="strong")
    return said, Buttons(buttons=(back_button(),))


def _when(cover: Cover, *, begun: bool) -> tuple[str, str]:
    begins = "You are away" if begun else f"You are away from {messages.moment(cover.since, cover.zone)}"
    return begins, messages.moment(cover.until, cover.zone)


def _values(absence: Absence, zone: str) -> Values:
    cover = absence.cover
    until, since = (at.astimezone(ZoneInfo(zone)) for at in (cover.until, cover.since))
    begins = {} if absence.begun else {FROM_DAY: f"{since:%Y-%m-%d}", FROM_CLOCK: f"{since:%H:%M}"}
    return {DAY: f"{until:%Y-%m-%d}", CLOCK: f"{until:%H:%M}", COVER: cover.by, **begins}


def typed(words: str) -> Values | None:
    """What was written behind `away`, as the form's values; None if no part of that is `until WHEN cover PERSON`."""
    found = _TYPED.fullmatch(words.strip())
    if found is None:
        return None
    return {
        DAY: found["day"] or "",
        CLOCK: found["time"].zfill(5) if found["time"] else "",
        COVER: found["cover"] or "",
    }


def read(values: Values, zone: str, now: datetime) -> tuple[Times | None, Mapping[str, str]]:
    """From when until when, and a sentence for each field that can't be read. A day alone means as it begins."""
    problems: dict[str, str] = {}
    since: datetime | NoTime = now
    if _text(values, FROM_DAY):
        since = read_time(_text(values, FROM_DAY), _text(values, FROM_CLOCK) or "00:00", zone, now)
    elif _text(values, FROM_CLOCK):
        since = NoTime(about="day", says="Pick the day as well, or clear the time.")
    until = read_time(_text(values, DAY), _text(values, CLOCK) or "00:00", zone, now)
    if isinstance(since, NoTime):
        problems[FROM_DAY if since.about == "day" else FROM_CLOCK] = since.says
    if isinstance(until, NoTime):
        problems[DAY if until.about == "day" else CLOCK] = until.says
    if isinstance(since, NoTime) or isinstance(until, NoTime):
        return None, problems
    if until <= since:
        return None, {DAY: "This is before you are away. Pick a later day."}
    return Times(since=since, until=until), {}


def away_until(cover: Cover, names: messages.Names) -> str:
    """That somebody is away, and until when."""
    return f"{messages.name(names, cover.person)} is away until {messages.moment(cover.until, cover.zone)}"


def untils(standing: Standing, covers: Mapping[PersonId, Cover], names: messages.Names) -> str:
    """Of everyone in whose place somebody else is asked: until when they are away."""
    covered = (covers[person] for by, person in sorted(standing.behalf.items()) if by in standing.asked)
    return "".join(f"; {away_until(cover, names)}" for cover in covered)


def asked_instead(
    standing: Standing, audience: str, covers: Mapping[PersonId, Cover], names: messages.Names
) -> tuple[Paragraph, ...]:
    """To the one who is asked in somebody's place; nothing to everybody else."""
    cover = next((covers[person] for by, person in standing.behalf.items() if by == audience), None)
    if cover is None:
        return ()
    signed = messages.signed_name(names, cover.by, cover.person)
    who = messages.name(names, cover.person)
    return (Paragraph(text=f"You cover for {who}: what you decide here is recorded as “{signed}”."),)


def minds(reviews: Sequence[Review], covers: Mapping[PersonId, Cover]) -> frozenset[PersonId]:
    """Who could change one of these decisions now: its giver, while they cover if it was for somebody, and that one."""
    given = {one.reviewer for one in reviews if one.behalf is None}
    pairs = {(cover.person, cover.by) for cover in covers.values()}
    covering = {one.reviewer for one in reviews if (one.behalf, one.reviewer) in pairs}
    return frozenset(given | covering | {one.behalf for one in reviews if one.behalf})


def set_now(
    cover: Cover, names: messages.Names, now: datetime, gap: Cover | None, covered: Sequence[Cover] = ()
) -> str:
    """After somebody said that they are away; `now` in UTC. `gap` is when their cover is away themselves, if that is part of it;
    the `covered` have them decide in that time.
    """
    begins, until = _when(cover, begun=cover.since <= now)
    by = messages.name(names, cover.by)
    said = f"{begins} until {until}. Meanwhile I ask {by} for you, and tell you what they decide."
    if gap is not None:
        since, back = (messages.moment(at, cover.zone) for at in (gap.since, gap.until))
        said = f"{said} {by} is away from {since} until {back}, too: nobody covers for you then."
    if covered:
        whom = messages.people(names, [one.person for one in covered])
        said = f"{said} You cover for {whom}: while you are away nobody does. I tell them, so that they can name somebody else."
    return said


def offered(name: str, away: Cover | None, zone: str) -> str:
    """Somebody who could cover, and that they are `away` now, if they are; times in `zone`."""
    return f"{name} (away until {messages.moment(away.until, zone)})" if away else name


def back_now(cover: Cover, names: messages.Names) -> str:
    """After somebody came back early."""
    return f"Welcome back. {messages.name(names, cover.by)} no longer decides for you; I ask you again."


def how_to(words: str, chat: Chat) -> str:
    """When the `words` written behind `away` can't be read; they stand in no field."""
    to_me = "/copydesk " if chat == "slack" else ""
    shown = words if len(words) <= MOST_SHOWN else f"{words[: MOST_SHOWN - 1]}…"
    return (
        f"I can't read “{shown}”. Fill in the form, or write “{to_me}away until 2026-12-24 cover NAME”, with a time after the "
        "day if you like (“2026-12-24 14:00”). Nothing was recorded."
    )


def back_button() -> Button:
    """Ends it early."""
    return Button(label="I'm back", action=Action(name="back"))


def cover_told(told: CoverTold, policy: Policy) -> Card:
    """The message to the one who covers, or who is covered."""
    desks = messages.listing(messages.desk(policy, desk) for desk in told.desks)
    at_desks = f" at {desks}" if desks else ""
    when = f"from {messages.moment(told.since, told.zone)} until {messages.moment(told.until, told.zone)}"
    match told.news:
        case "ended":
            title = f"You no longer cover for {told.name}"
            body = "Nothing waits for you in their place any more. What you decided for them counts on."
        case "gone":
            title = f"{told.name}, who covers for you, is away, too"
            body = f"{told.name} is away {when}: nobody decides for you then. Write “away” to name somebody else."
        case "named":
            title = f"{told.name} asked you to cover"
            body = (
                f"{told.name} is away {when}. What waits for them{at_desks} comes to you in that time, and what you decide is "
                "recorded as decided for them. If you can't, tell them: they can name somebody else."
            )
        case _:
            assert_never(told.news)
    return Card(summary=title, elements=(Heading(text=title), Paragraph(text=body)))


def decided_for_you(told: DecidedForYou, policy: Policy) -> Card:
    """The message to the one who is away."""
    did = messages.DECIDED[told.decision]
    title = f"{told.by} decided for you"
    desk = messages.desk(policy, told.desk)
    body = (
        f"{desk}: {told.by} {did} for you, on a post by {told.author} (revision {told.revision}). "
        "You can still decide yourself: your own word goes before theirs."
    )
    read_it = Button(label="Open", action=Action(name="show", proposal=told.proposal, revision=told.revision))
    return Card(summary=title, elements=(Heading(text=title), Paragraph(text=body), Buttons(buttons=(read_it,))))


def _text(values: Values, name: str) -> str:
    found = values.get(name, "")
    return found.strip() if isinstance(found, str) else ""
