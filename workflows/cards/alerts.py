"""What a desk's lead or a comms lead must not miss although it is about no one proposal. Each is told once, in a message."""

from collections.abc import Iterable
from typing import Final, Literal, assert_never

from workflows.cards import away, messages
from workflows.cards.accounts import AccountClaimed, AccountDenied, claimed_card, denied_card
from workflows.cards.actions import Action
from workflows.cards.away import CoverTold, DecidedForYou
from workflows.cards.card import Bullets, Button, Buttons, Card, Element, Heading, Paragraph
from workflows.cards.groups import GroupLost, lost_card
from workflows.cards.guidance import reference
from workflows.cards.identity import CHATS
from workflows.cards.overriding import OverrideAsked, PassedOver, asked_card, passed_over_card
from workflows.cards.standstill import EverythingResumed, EverythingStopped, resumed_card, stopped_card
from workflows.domain.ids import CardPostId, Chat, DeskId, ProposalId
from workflows.domain.policy import Policy
from workflows.domain.value import value
from workflows.policy.explain import called


@value
class PersonLeft:
    """Somebody's last account was deactivated: who, which `desks` wait for them no longer, which of these are `empty` now,
    which have fewer people than the policy asks for (`short`), which `drafts` they leave (the first few) and how many `more`.
    """

    kind: Literal["person_left"] = "person_left"
    name: str
    desks: tuple[DeskId, ...]
    empty: tuple[DeskId, ...]
    drafts: tuple[ProposalId, ...]
    more: int
    short: tuple[DeskId, ...] = ()


@value
class FewerAsked:
    """Somebody left a desk of which all, or most, were asked: which `posts` (the first few, and how many `more`) ask only
    those who are there now, and how many of them are `approved` by that.
    """

    kind: Literal["fewer_asked"] = "fewer_asked"
    desk: DeskId
    posts: tuple[ProposalId, ...]
    more: int
    approved: int


@value
class PolicyKept:
    """A new policy file is broken, and the one before goes on: the first `errors` with their places, and how many `more`."""

    kind: Literal["policy_kept"] = "policy_kept"
    errors: tuple[str, ...]
    more: int


@value
class PlaceLost:
    """A desk cannot be asked any more where it was bound, and why. `name` and `team_name` are what the place was called, if
    that was told.
    """

    kind: Literal["place_lost"] = "place_lost"
    desk: DeskId
    cause: Literal["removed", "archived", "deleted", "shared"]
    name: str
    team_name: str


@value
class ButtonTrial:
    """A button to click, so that whoever installs Copydesk sees that the way back works; `post` is this card post's own id."""

    kind: Literal["button_trial"] = "button_trial"
    post: CardPostId


@value
class InstallationLost:
    """Copydesk may no longer speak in a workspace, whose `name` is empty if it was never told."""

    kind: Literal["installation_lost"] = "installation_lost"
    chat: Chat
    name: str


_NAME_SOMEBODY: Final = "Name somebody in the policy file and run “copydesk policy reload”"

Alert = (
    PersonLeft
    | FewerAsked
    | PolicyKept
    | PlaceLost
    | ButtonTrial
    | InstallationLost
    | CoverTold
    | DecidedForYou
    | EverythingStopped
    | EverythingResumed
    | OverrideAsked
    | PassedOver
    | AccountClaimed
    | AccountDenied
    | GroupLost
)


def alert_card(alert: Alert, policy: Policy) -> Card:
    """The alert as a card; desks are named as `policy` names them."""
    match alert:
        case PersonLeft():
            return _person_left(alert, policy)
        case FewerAsked():
            return _fewer_asked(alert, policy)
        case PolicyKept():
            return _policy_kept(alert)
        case PlaceLost():
            return _place_lost(alert, policy)
        case ButtonTrial():
            return _button_trial(alert)
        case InstallationLost():
            return _installation_lost(alert)
        case CoverTold():
            return away.cover_told(alert, policy)
        case DecidedForYou():
            return away.decided_for_you(alert, policy)
        case EverythingStopped():
            return stopped_card(alert)
        case OverrideAsked():
            return asked_card(alert)
        case PassedOver():
            return passed_over_card(alert, _named(alert.desks, policy))
        case EverythingResumed():
            return resumed_card(alert)
        case AccountClaimed():
            return claimed_card(alert)
        case AccountDenied():
            return denied_card(alert)
        case GroupLost():
            return lost_card(alert, policy)
        case _:
            assert_never(alert)


def _person_left(alert: PersonLeft, policy: Policy) -> Card:
    title = f"{alert.name} is no longer here"
    body: list[Element] = [Heading(text=title)]
    body.append(Paragraph(text="Their account was deactivated. What they decided before still counts."))
    if alert.desks:
        waits = "wait" if len(alert.desks) > 1 else "waits"
        body.append(Paragraph(text=f"{_named(alert.desks, policy)} {waits} for them no longer."))
    if alert.empty:
        body.append(Paragraph(text=f"Nobody else sits on {_named(alert.empty, policy)}. {_NAME_SOMEBODY}."))
    if alert.short:
        has = "have" if len(alert.short) > 1 else "has"
        too_few = f"{_named(alert.short, policy)} {has} fewer people now than must approve"
        body.append(Paragraph(text=f"{too_few}. {_NAME_SOMEBODY}."))
    if alert.drafts:
        many = len(alert.drafts) + alert.more
        drafts = "One draft of theirs is" if many == 1 else f"{many} drafts of theirs are"
        body.append(Paragraph(text=f"{drafts} open to comms leads now, to send for review or to discard."))
        body += [_draft(number, draft) for number, draft in enumerate(alert.drafts, start=1)]
    return Card(summary=title, elements=tuple(body))


def _fewer_asked(alert: FewerAsked, policy: Policy) -> Card:
    desk = messages.desk(policy, alert.desk)
    many = len(alert.posts) + alert.more
    title = f"{desk}: {'a post asks' if many == 1 else f'{many} posts ask'} fewer people now"
    numbers = messages.listing(
        [*(f"No. {reference(post)}" for post in alert.posts), *([f"{alert.more} more"] if alert.more else [])]
    )
    body: list[Element] = [
        Heading(text=title),
        Paragraph(
            text=f"The policy asks all of {desk}, or most, and somebody left it. So that nothing waits for them for ever, "
            f"{numbers} {'asks' if many == 1 else 'ask'} only those who are there. The cards and the ledger say so."
        ),
    ]
    if alert.approved:
        it = "It is" if many == 1 else f"{alert.approved} of them {'is' if alert.approved == 1 else 'are'}"
        body.append(Paragraph(text=f"{it} approved by that: everyone else had agreed.", weight="strong"))
    found = policy.desks.get(alert.desk)
    seats = f"{desk} in the policy file, run “copydesk policy reload”,"
    if found and found.groups:
        seats = messages.listing(map(called, found.groups))
    again = f"To have more people decide, add them to {seats} and edit the post"
    body.append(Paragraph(text=f"{again}: an edit asks the desk anew."))
    return Card(summary=title, elements=tuple(body))


def _named(desks: Iterable[DeskId], policy: Policy) -> str:
    return messages.listing(messages.desk(policy, desk) for desk in desks)


def _draft(number: int, draft: ProposalId) -> Buttons:
    return Buttons(
        buttons=(
            Button(label=f"Open draft {number}", action=Action(name="edit", proposal=draft)),
            Button(label=f"Discard draft {number}", action=Action(name="withdraw", proposal=draft), style="danger"),
        )
    )


def _policy_kept(alert: PolicyKept) -> Card:
    title = "The new policy file was not taken over"
    rows = tuple(("✗", error) for error in alert.errors)
    body: list[Element] = [
        Heading(text=title),
        Paragraph(text="It has mistakes, so the policy before it stays in force. Mend the file and reload it."),
        Bullets(items=rows),
    ]
    if alert.more:
        body.append(Paragraph(text=f"And {alert.more} more: the log has them all."))
    return Card(summary=title, elements=tuple(body))


def _place_lost(alert: PlaceLost, policy: Policy) -> Card:
    desk = messages.desk(policy, alert.desk)
    title = f"{desk} is asked by direct message for now"
    team = f"the team {alert.team_name}" if alert.team_name else "its team"
    place = " in ".join([*([alert.name] if alert.name else []), team]) if alert.name or alert.team_name else "its place"
    again = f"Or bind {desk} elsewhere: write “@Copydesk bind {alert.desk}” there."
    match alert.cause:
        case "removed":
            happened, way_out = f"Copydesk was removed from {place}.", f"Add it again, and I ask there again. {again}"
        case "archived":
            happened, way_out = (
                f"{place[:1].upper()}{place[1:]} was archived.",
                f"Restore it, and I ask there again. {again}",
            )
        case "deleted":
            happened, way_out = (
                f"{place[:1].upper()}{place[1:]} was deleted.",
                f"Restore it, and I ask there again. {again}",
            )
        case "shared":
            happened = f"Guests or other organisations may read {place} now, and drafts are not posted there."
            way_out = f"Once only your own people are in it, I ask there again. {again}"
        case _:
            assert_never(alert.cause)
    body = (
        Heading(text=title),
        Paragraph(text=f"{happened} What is open was sent to the desk's people directly."),
        Paragraph(text=way_out),
    )
    return Card(summary=title, elements=body)


def _button_trial(alert: ButtonTrial) -> Card:
    title = "Please press this button"
    button = Button(label="It works", action=Action(name="try_out", proposal=ProposalId(alert.post)), style="primary")
    return Card(
        summary=title,
        elements=(
            Heading(text=title),
            Paragraph(
                text="Whoever installs Copydesk wants to see that a click finds its way back. It changes nothing."
            ),
            Buttons(buttons=(button,)),
        ),
    )


def _installation_lost(alert: InstallationLost) -> Card:
    title = f"Copydesk is cut off from {alert.name or 'a workspace'} in {CHATS[alert.chat]}"
    lost = "It was uninstalled there, or its access ended. What was decided stands, and nothing is lost."
    meanwhile = "What is open was sent to the people directly, where they can still be reached."
    again = f"Whoever runs Copydesk installs it there again, at its address with /{alert.chat}/install; then it goes on there."
    says = (lost, meanwhile, again)
    return Card(summary=title, elements=(Heading(text=title), *(Paragraph(text=text) for text in says)))
