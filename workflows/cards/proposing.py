"""The form in which a post is written, and reading back what was typed into it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from workflows.cards import about, guidance, messages
from workflows.cards.actions import Action
from workflows.cards.brand import channel_cards
from workflows.cards.card import Element, Paragraph, Words
from workflows.cards.forms import (
    MOST_TYPED,
    ChoiceField,
    DateField,
    Form,
    FormButton,
    Info,
    TextField,
    TimeField,
    Values,
    too_long,
)
from workflows.cards.times import NoTime, read_time
from workflows.checks.channels import CHANNELS
from workflows.checks.claims import KINDS
from workflows.checks.findings import wrong_with
from workflows.domain.brand import ClaimsRule
from workflows.domain.content import Content, Wanted, published_text
from workflows.domain.ids import ChannelId, ProposalId
from workflows.domain.policy import Policy
from workflows.domain.proposal import Proposal, Readers
from workflows.domain.value import value
from workflows.lifecycle.evaluate import stage_name

TEXT: Final = "text"
CHANNELS_FIELD: Final = "channels"
LINK: Final = "link"
DAY: Final = "day"
CLOCK: Final = "time"
NOTE: Final = "note"
SOURCE: Final = "source"
READERS: Final = "readers"
SOURCES: Final = "sources"
MOST_WORDS: Final = 40_000
"""Characters of a post; X takes so many where most of them are links."""


@value
class Written:
    """What was typed, read: the words, the wanted time, the note, where the words come from, and who may read them."""

    content: Content
    wanted: Wanted | None
    note: str
    source: str
    readers: Readers


def blank(text: str = "", source: str = "") -> Values:
    """The values of a form that nobody has filled in yet; `source` is the address that the text comes from."""
    return {TEXT: text, LINK: "", CHANNELS_FIELD: (), DAY: "", CLOCK: "", NOTE: "", SOURCE: source, READERS: "asked"}


def values_of(proposal: Proposal, zone: str) -> Values:
    """A proposal's head as form values; its wanted time in `zone` (IANA)."""
    content = proposal.head.content
    local = proposal.wanted.at.astimezone(ZoneInfo(zone)) if proposal.wanted else None
    return {
        TEXT: content.text,
        CHANNELS_FIELD: tuple(content.channels),
        LINK: content.link,
        DAY: f"{local:%Y-%m-%d}" if local else "",
        CLOCK: f"{local:%H:%M}" if local else "",
        NOTE: proposal.note,
        SOURCE: proposal.source,
        SOURCES: content.sources,
        **about.values_of(content),
        READERS: "named" if proposal.restriction else "asked",
    }


def propose_form(
    action: Action,
    values: Values,
    zone: str,
    policy: Policy,
    *,
    draft: bool,
    closed: bool = False,
) -> Form:
    """The form, filled with `values` (times in `zone`), for a post that `policy` rules. `draft` offers to keep it private; else
    it says what saving asks. Of a post that is `closed`, being confidential, it does not ask who may read it: only its card's
    button opens it.

    Where the words come from is settled when a post is proposed: only then, and if it is known, there is a field for it.
    """
    options = tuple((channel.id, f"{channel.name} ({_limits(channel.id)})") for channel in CHANNELS.values())
    asks_again = (
        "Saving new words asks every desk that judges them again; what it has approved so far lapses. "
        "A note asks nobody."
    )
    ticked = about.chosen(values, CHANNELS_FIELD)
    items = (
        *(() if draft else (Info(elements=(Paragraph(text=asks_again),)),)),
        *((Info(elements=(Paragraph(text=guidance.stays_restricted()),)),) if closed else ()),
        TextField(
            name=TEXT, label="The post", value=_text(values, TEXT), lines="many", hint="Exactly as people will read it."
        ),
        ChoiceField(
            name=CHANNELS_FIELD,
            label="Channels",
            options=options,
            chosen=ticked,
            many=True,
        ),
        *((Info(elements=cards),) if (cards := channel_cards(ticked, policy.brand)) else ()),
        TextField(
            name=LINK, label="Link", value=_text(values, LINK), hint="It is added below the post.", optional=True
        ),
        *about.fields(values, policy.vocabulary),
        *(_sources_field(values, policy.brand.claims) if policy.brand.claims else ()),
        DateField(name=DAY, label="Wanted on", value=_text(values, DAY)),
        TimeField(name=CLOCK, label=f"at ({zone} time)", value=_text(values, CLOCK)),
        TextField(
            name=NOTE,
            label="Note for the reviewers",
            value=_text(values, NOTE),
            lines="many",
            hint="Never published.",
            optional=True,
        ),
        *(() if closed else _readers_field(values)),
        *(_source_field(values) if action.name == "propose" and _text(values, SOURCE) else ()),
    )
    save = (FormButton(intent="save", label="Save as draft"),) if draft else ()
    return Form(
        title="Propose a post" if action.name == "propose" else "Edit the post",
        action=replace(action, zone=zone),
        items=items,
        submit="Send for review" if draft else "Save",
        buttons=(FormButton(intent="check", label="Check"), *save),
    )


def _readers_field(values: Values) -> tuple[ChoiceField]:
    options = (
        ("asked", "Everybody whom it asks, and comms leads"),
        ("named", "Only the people named: it is confidential"),
    )
    hint = "Named are its authors, the people of the desks it asks, and those whom the policy names."
    return (
        ChoiceField(
            name=READERS,
            label="Who may read it",
            options=options,
            chosen=(_text(values, READERS) or "asked",),
            hint=hint,
        ),
    )


def _source_field(values: Values) -> tuple[TextField]:
    hint = "Reviewers see this address beside the post; it is never published. Clear it to leave it out."
    return (TextField(name=SOURCE, label="Made from", value=_text(values, SOURCE), hint=hint, optional=True),)


def _sources_field(values: Values, rule: ClaimsRule) -> tuple[TextField]:
    proves = messages.listing(kind for kind in KINDS if kind in rule.kinds)
    hint = f"What proves its {proves}. Reviewers judge it; it is never published."
    label = "What proves its claims"
    return (TextField(name=SOURCES, label=label, value=_text(values, SOURCES), lines="many", hint=hint, optional=True),)


def edit_form(proposal: Proposal, zone: str, policy: Policy) -> Form:
    """The form for a proposal that exists, under the `policy` that rules it."""
    action = Action(name="edit", proposal=proposal.id, revision=proposal.head.number, retimes=proposal.retimes)
    return propose_form(
        action,
        values_of(proposal, zone),
        zone,
        policy,
        draft=stage_name(proposal) == "draft",
        closed=proposal.restriction is not None,
    )


def again_form(proposal: Proposal, new: ProposalId, zone: str, policy: Policy, *, asides: bool) -> Form:
    """A proposal `new` with the words of one that ended; it carries no approval and no time, and without `asides` nothing that was
    for reviewers only.
    """
    values = {**values_of(proposal, zone), DAY: "", CLOCK: "", **({} if asides else {NOTE: "", SOURCE: ""})}
    return propose_form(Action(name="propose", proposal=new), values, zone, policy, draft=True)


def with_findings(form: Form, errors: Mapping[str, str], found: Sequence[Element]) -> Form:
    """The same form with these errors, and with what there is to read below its fields."""
    return replace(form, errors=errors, items=(*form.items, Info(elements=tuple(found))) if found else form.items)


def words_now(proposal: Proposal) -> tuple[Element, ...]:
    """What stands now, for an editor whose form was opened on older words."""
    label = f"Revision {proposal.head.number}, as it stands now"
    return (Words(label=label, text=published_text(proposal.head.content), kind="aside"),)


def read(
    values: Values, zone: str, now: datetime, policy: Policy, before: Proposal | None = None
) -> tuple[Written, Mapping[str, str]]:
    """What was typed, and a sentence for each field that cannot be read, or that `policy` knows nothing of. Times are meant in
    `zone` and must lie ahead of `now`; one that stands as `before` has it is kept as it is, and so are the media.
    """
    kept, strange = about.read(values, policy.vocabulary)
    content = Content(
        text=_text(values, TEXT).strip(),
        channels=tuple(map(ChannelId, about.chosen(values, CHANNELS_FIELD))),
        link=_text(values, LINK).strip(),
        media=before.head.content.media if before else (),
        sources=_text(values, SOURCES).strip()
        if policy.brand.claims or before is None
        else before.head.content.sources,
        relationship="".join(kept["relationship"][:1]),
        markets=kept["markets"],
        language="".join(kept["language"][:1]),
        pillar="".join(kept["pillar"][:1]),
        campaign="".join(kept["campaign"][:1]),
        topics=kept["topics"],
    )
    day, clock = _text(values, DAY), _text(values, CLOCK)
    drawn: Values = values_of(before, zone) if before else {}
    wanted, problems = _read_wanted(day, clock, zone, now)
    if before is not None and (day, clock) == (drawn[DAY], drawn[CLOCK]):
        wanted, problems = before.wanted, dict[str, str]()
    source = _text(values, SOURCE).strip()
    if source and (wrong := wrong_with(source)):
        problems = {**problems, SOURCE: wrong}
    readers: Readers = "named" if values.get(READERS) in ("named", ("named",)) else "asked"
    problems = {
        **strange,
        **problems,
        **too_long(
            values, {TEXT: MOST_WORDS, LINK: MOST_TYPED, NOTE: MOST_TYPED, SOURCE: MOST_TYPED, SOURCES: MOST_TYPED}
        ),
    }
    return Written(
        content=content, wanted=wanted, note=_text(values, NOTE).strip(), source=source, readers=readers
    ), problems


def _limits(channel: ChannelId) -> str:
    return " and ".join(f"{limit.most:,} {limit.unit}" for limit in CHANNELS[channel].limits)


def _text(values: Values, name: str) -> str:
    found = values.get(name, "")
    return found if isinstance(found, str) else ", ".join(found)


def _read_wanted(day: str, clock: str, zone: str, now: datetime) -> tuple[Wanted | None, Mapping[str, str]]:
    if not day and not clock:
        return None, {}
    if not day:
        return None, {DAY: "Pick the day as well, or clear the time."}
    if not clock:
        return None, {CLOCK: "Pick the time as well, or clear the day."}
    at = read_time(day, clock, zone, now)
    if isinstance(at, NoTime):
        return None, {DAY if at.about == "day" else CLOCK: at.says}
    return Wanted(at=at, zone=zone), {}
