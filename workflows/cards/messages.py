"""Everything the bot says: sentences, each a function of what they are about. Cards are put together in `views`; what only a chat's
surface can cause (no room, no such button) is said in `surfaces`, what answers a question in `guidance`. Long because the
bot's voice is read and kept in one place.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from workflows.cards import holding, identity, overriding, standstill, suggesting, watching
from workflows.checks.channels import CHANNELS
from workflows.domain.content import Wanted
from workflows.domain.ids import ChannelId, DeskId, PersonId
from workflows.domain.policy import Policy
from workflows.domain.proposal import Decision, ReasonCode, Review
from workflows.domain.refusals import (
    AlreadyCounts,
    AlreadyDecided,
    AlreadyOverrides,
    AlreadyProposed,
    CanNotTake,
    CanNotWatch,
    ChangedSince,
    DeclineReasonMissing,
    FieldProblems,
    HoldReasonMissing,
    IsOnHold,
    IsStopped,
    NobodyCalled,
    NobodyElse,
    NoCover,
    NotApproved,
    NotAwaited,
    NotAway,
    NotConfirmed,
    NotFound,
    NothingChanged,
    NothingRequired,
    NothingToCover,
    NothingToLift,
    NothingToOverride,
    NotHolder,
    NotInReview,
    NotLead,
    NotNeeded,
    NotOnHold,
    NotOverrider,
    NotStopped,
    NotStopper,
    NotYetItsTurn,
    NotYours,
    OverrideReasonMissing,
    OwnWording,
    OwnWords,
    ParkedByNewerVersion,
    ReasonMissing,
    Refusal,
    StaleRevision,
    SuggestionOver,
    SuggestionStale,
    TimePassed,
    Unknown,
)
from workflows.domain.value import value

Names = Mapping[PersonId, str]

REASONS: Final[Mapping[ReasonCode, str]] = {
    "tone": "Tone",
    "unsupported_claim": "Unsupported claim",
    "missing_asset": "Missing asset",
    "timing": "Timing",
    "non_public_information": "Non-public information",
    "other": "Other",
}

DECIDED: Final[Mapping[Decision, str]] = {
    "approve": "approved",
    "request_changes": "asked for changes",
    "reject": "rejected it",
}


def name(names: Names, person: PersonId) -> str:
    """A person's name; someone whose record was erased is still a person."""
    return names.get(person, "someone who has left")


def signed_name(names: Names, person: PersonId, behalf: PersonId | None) -> str:
    """A person's name, and for whom they act."""
    return f"{name(names, person)} for {name(names, behalf)}" if behalf else name(names, person)


def signed(names: Names, review: Review) -> str:
    """Who decided, and for whom."""
    return signed_name(names, review.reviewer, review.behalf)


def listing(words: Iterable[str], joint: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"


def people(names: Names, ids: Iterable[PersonId], joint: str = "and") -> str:
    """Names in a stable order."""
    return listing(sorted(name(names, person) for person in ids), joint)


def channels(ids: Sequence[ChannelId]) -> str:
    """The channels' names in the order of the form."""
    known = [CHANNELS[channel].name for channel in CHANNELS if channel in ids]
    return listing(known + sorted(channel for channel in ids if channel not in CHANNELS))


def desk(policy: Policy, desk_id: DeskId) -> str:
    """The desk's name; its key if the policy no longer has it."""
    found = policy.desks.get(desk_id)
    return found.name if found else desk_id


def waits_first(policy: Policy, first: Iterable[DeskId]) -> str:
    """That a desk waits until the desks before it have approved."""
    return f"waits for {listing(desk(policy, one) for one in first)} first"


def moment(at: datetime, zone: str) -> str:
    """A time of day with its day and zone, such as `Tue 24 Nov 2026, 09:00 (Europe/London)`."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M} ({zone})"


def wanted(time: Wanted | None) -> str:
    """The wanted time, or that there is none."""
    return moment(time.at, time.zone) if time else "no time given"


def refusal(no: Refusal, names: Names, policy: Policy) -> str:
    """What an expected no says, always with the next step."""
    match no:
        case NotFound():
            return "I don't know that post, or it isn't yours to see. Open it again from its newest card."
        case NotYours(author=author):
            return f"Only {name(names, author)} can do that. Ask them, or propose a post of your own."
        case StaleRevision(seen=seen, head=head):
            changed = f"it is at revision {head} now" if head != seen else "its time changed"
            return (
                f"The post has changed since this card was drawn: {changed}. "
                "Nothing was recorded. Read it as it stands and decide again."
            )
        case OwnWords():
            return "These are your own words, so somebody else has to decide on them. Nothing was recorded."
        case NotAwaited(desk=asked, awaited=awaited):
            if awaited:
                return f"{desk(policy, asked)} is waiting for {people(names, awaited, 'or')}, not for you."
            return f"{desk(policy, asked)} is not waiting for you."
        case NotYetItsTurn(desk=asked, first=first):
            return f"{desk(policy, asked)} {waits_first(policy, first)}. Nothing was recorded; you are told when it is your turn."
        case AlreadyDecided(desk=asked, by=by, at=at):
            first = people(names, by)
            return (
                f"{first} decided for {desk(policy, asked)} first, at {moment(at, policy.zone)}. "
                f"Yours was not recorded. If you disagree, tell {first}: they can change their decision."
            )
        case AlreadyCounts(desk=asked, behalf=behalf) if behalf is not None:
            return (
                f"You or {name(names, behalf)} already count for another desk on this post, and a person counts once. "
                f"Somebody else has to decide for {desk(policy, asked)}."
            )
        case AlreadyCounts(desk=asked):
            return (
                "You already approved this post for another desk, and a person counts once. "
                f"Somebody else has to decide for {desk(policy, asked)}."
            )
        case NoCover(until=until) if until is not None:
            back = moment(until, policy.zone)
            return f"{no.named} is away until {back}: nobody would cover. Nothing was recorded; name somebody else."
        case NoCover(why=why, named=named):
            return _no_cover(why, named)
        case NothingToCover():
            return "You sit on no desk, so nobody has to decide for you while you are away. Nothing was recorded."
        case NotAway():
            return "You are not away, so everything is asked of you as it was."
        case CanNotTake(desk=asked, to=to):
            return f"{name(names, to)} can't decide for {desk(policy, asked)} on this post. Pick somebody else."
        case NobodyElse(desk=asked):
            return (
                f"Too few others may decide for {desk(policy, asked)} on this post, so it would wait for nobody. "
                "Nothing was recorded. Decide, or ask a comms lead to add somebody to the desk."
            )
        case NotNeeded(desk=asked):
            return f"This post no longer needs {desk(policy, asked)}. There is nothing left to decide here."
        case NotInReview(stage=stage):
            return _stage_says(stage)
        case ReasonMissing():
            return "A no needs a reason: pick one and say in a few words what the author should change."
        case NothingToLift(desk=asked):
            return f"Nobody on {desk(policy, asked)} is blocking this post any more."
        case NotLead(leads=leads):
            if leads:
                return f"Only {people(names, leads, 'or')} can do that. Ask them."
            return "Only a desk's lead can do that, and the policy names none. Ask whoever keeps the policy file."
        case FieldProblems(discreet=says):
            return f"{' '.join(says)} Press Edit to put that right; nothing was sent."
        case NothingRequired():
            return (
                "The policy asks nobody to review this post, so it can't go out. "
                "Keep it as a draft and tell whoever keeps the policy file."
            )
        case NotApproved():
            return "This post is not approved as it stands, so there are no words to publish yet. Its card says who is asked."
        case AlreadyProposed():
            return (
                "You sent this form before, and its post has a card already. Edit it there, with the words from here."
            )
        case NothingChanged():
            return "Nothing is different, so nothing was recorded. Change something, or close the form."
        case NotHolder() | IsOnHold() | NotOnHold() | HoldReasonMissing() | TimePassed():
            return holding.refusal(no, lambda ids: people(names, ids, "or"), lambda at: moment(at, policy.zone))
        case NotOverrider() | AlreadyOverrides() | NothingToOverride() | OverrideReasonMissing():
            return overriding.refusal(no, lambda ids: people(names, ids, "or"))
        case CanNotWatch():
            return watching.refusal(no, lambda person: name(names, person))
        case NobodyCalled(words=words, several=several):
            return _no_cover("several", words) if several else watching.nobody(words)
        case NotStopper() | IsStopped() | NotStopped():
            return standstill.refusal(no, lambda ids: people(names, ids, "or"), lambda at: moment(at, policy.zone))
        case ChangedSince():
            return (
                "It has changed since you looked, or another policy is in force by now. Nothing was moved; look again."
            )
        case OwnWording() | SuggestionOver() | SuggestionStale() | DeclineReasonMissing():
            who = partial(name, names)
            return suggesting.refusal(no, who, partial(desk, policy), lambda at: moment(at, policy.zone))
        case Unknown(why=why):
            return unknown(why, policy)
        case NotConfirmed(name=who, email=email):
            return identity.in_form(who, email)
        case ParkedByNewerVersion():
            return "A newer version of Copydesk wrote this post. It can be read here, but decided only there."
        case _:
            assert_never(no)


def _no_cover(why: str, named: str) -> str:
    shown = named if len(named) <= 60 else f"{named[:59]}…"
    match why:
        case "yourself":
            return "Somebody else has to cover for you. Nothing was recorded; name one of your colleagues."
        case "guest":
            return f"{shown} is a guest, and guests decide for nobody. Nothing was recorded; name somebody else."
        case "left":
            return f"{shown} is no longer here. Nothing was recorded; name somebody else."
        case "several":
            return f"“{shown}” could be several people. Nothing was recorded; write the whole name, or the address."
        case _:
            who = f"who “{shown}” is" if shown else "whom you mean"
            return f"I don't know {who}. Nothing was recorded; name somebody whom the policy lists."


def _stage_says(stage: str) -> str:
    match stage:
        case "draft":
            return "This is still a draft. Send it for review first."
        case "rejected":
            return "This post was rejected, so nothing more can be decided. Its author can propose it again."
        case "withdrawn":
            return "This post was withdrawn, so nothing more can be decided. Its author can propose it again."
        case _:
            return "This post is in review already. Edit it from its card."


def unknown(why: str, policy: Policy) -> str:
    """Why an account may not take part, and whom to ask."""
    leads = [person.name for person in policy.people.values() if person.role == "lead"]
    ask = f"Ask {listing(leads, 'or')}" if leads else "Ask whoever keeps the policy file"
    return identity.unknown(why, policy.company, ask)


def first_time(desk_name: str, called: Iterable[str] = ()) -> str:
    """To who is asked to decide for the first time, in two lines; with names where others read along who know it."""
    whom = listing(called)
    return (
        f"{f'For {whom}, who is new here: ' if whom else ''}I'm Copydesk. I bring you the posts that need a yes from {desk_name}.\n"
        "Your decision holds for exactly these words. Request changes sends the post back to its author, Reject ends it."
    )


@value
class Asked:
    """The desks that a proposal was sent to, names, a sentence for each where too few may decide, if it is `overridden`."""

    policy: Policy
    desks: tuple[DeskId, ...]
    names: Names
    stuck: tuple[str, ...] = ()
    overridden: bool = False


def sent(to: Asked) -> str:
    """After submitting."""
    asked = listing([desk(to.policy, one) for one in to.desks])
    if to.stuck:
        return " ".join([f"Sent to {asked}, but it can't be approved yet.", *to.stuck])
    return f"Sent to {asked}. I'll keep your card up to date and tell you when somebody needs you."


def saved() -> str:
    """After keeping a draft."""
    return "Saved as a draft that only you can see. Its card has buttons to edit it and to send it for review."


def kept() -> str:
    """Beside the button that opens the form of a draft made from typed words."""
    return "Your words are kept as a draft that only you can see. Pick the channels and send it when it is ready."


def overtaken(head: int) -> str:
    """When the words changed while somebody was editing them; what they typed is still in the form."""
    return (
        f"Somebody else saved revision {head} while you were editing; it is shown below the fields. "
        "Nothing of yours is lost: take over what you need and save again."
    )


def edited(to: Asked, *, revised: bool, asked: bool) -> str:
    """After an edit: whether the words are new, and whether somebody is asked who was not asked before it."""
    if to.stuck:
        return " ".join(["Saved, but it can't be approved yet.", *to.stuck])
    if revised:
        return f"Saved as a new revision. {'Whoever has to look at it is asked.' if asked else 'Every card shows it.'}"
    return "Saved. Whoever judges what you changed is asked again." if asked else "Saved. Nobody has to look again."


def decided(decision: Decision) -> str:
    """After a decision."""
    match decision:
        case "approve":
            return "Recorded: you approved."
        case "request_changes":
            return "Recorded: you asked for changes. The author has your reason."
        case "reject":
            return "Recorded: you rejected the post. The author has your reason."
        case _:
            assert_never(decision)


def lifted() -> str:
    """After a lead lifted a block."""
    return "Recorded: the block is lifted, and the desk is asked again."


def stands_already() -> str:
    """After a decision that was on record already."""
    return "That stands already."


def withdrawn(*, draft: bool) -> str:
    """After a withdrawal, or after a draft was thrown away."""
    if draft:
        return "Discarded. Nobody else has seen it."
    return "Withdrawn. Every open card says so, and nobody is asked any more."


def bound(desk_name: str) -> str:
    """After binding a desk to a place."""
    return f"Done: from now on I ask {desk_name} here."


def bind_only_places() -> str:
    """When somebody tries to bind a personal chat, or in a chat where names do."""
    return "Write “@Copydesk bind DESK” in the Teams channel or group chat where the desk should be asked."


def bind_shared() -> str:
    """When guests or people of other organisations read the place, or nobody can tell."""
    return (
        "Drafts are not posted where guests or other organisations read along, or where I can't see who does. "
        "Bind the desk in a channel or group chat of your own people."
    )


def bind_later() -> str:
    """When the chat would not say who reads the place."""
    return "I couldn't see who reads this place just now, so nothing was bound. Please write it again."


def bind_which(policy: Policy) -> str:
    """When the desk is not one of the policy's."""
    keys = listing(sorted(policy.desks), "or")
    return f"Which desk? Write “@Copydesk bind” and one of {keys}."


def start_here() -> str:
    """Beside the button that opens the form."""
    return "Write a post and I'll ask the right people to look at it."
