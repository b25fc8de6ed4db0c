"""Who sees what of a post: of one that only the people named may read, what stands on their cards, and the stub that everybody else
sees instead; of any, what whoever watches does not see.

Whatever shows a card of a post is drawn here, so that one place decides between the card and its stub.
"""

from dataclasses import replace

from workflows.cards import messages, watching
from workflows.cards.actions import Action
from workflows.cards.card import Button, Buttons, Card, Element, Heading, Paragraph
from workflows.cards.forms import Form, Info
from workflows.cards.seen import Audience, Seen
from workflows.cards.views import author_card, overview, refresh_of, review_card
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import Draft, InReview, Restriction
from workflows.lifecycle import watchers

ELSEWHERE = "Those concerned have it in direct messages."


def desk_card(seen: Seen, desk: DeskId, audience: Audience) -> Card:
    """What a desk's card shows to whom it is drawn for: all of it, or its stub; to who only watches, what those see."""
    if not seen.shown_to(audience):
        return stub_card(seen, desk, audience)
    if audience not in ("everyone", "onlookers", *seen.involved):
        return watch_card(seen, audience) if audience in seen.watchers else past_card(seen, desk)
    named = messages.desk(seen.policy, desk)
    card = marked(seen, review_card(seen, desk, audience), _lift_row(seen))
    return card if seen.named is None else replace(card, summary=f"{named}: a confidential post")


def own_card(seen: Seen) -> Card:
    """What whoever keeps a post sees of it."""
    return marked(seen, author_card(seen), _lift_row(seen))


def watch_card(seen: Seen, person: PersonId) -> Card:
    """How the post stands, why this person sees it, and a way out; a line alone once they watch no longer, or may not."""
    watcher = watchers.watching(seen.proposal).get(person)
    if watcher is None or person not in seen.readers:
        says = watching.ended(confidential=watcher is not None)
        return Card(summary="A post that you watched", elements=(Paragraph(text=says),))
    why = Paragraph(text=watching.told(watcher, lambda one: messages.name(seen.names, one)))
    card = Card(
        summary="A post that you watch",
        elements=(Heading(text="A post that you watch"), *overview(seen, asides=False), why, *_way_out(seen)),
    )
    return marked(seen, card)


def _way_out(seen: Seen) -> tuple[Element, ...]:
    proposal = seen.proposal
    if not isinstance(proposal.stage, InReview):
        return ()
    action = Action(name="unwatch", proposal=proposal.id, revision=proposal.head.number, retimes=proposal.retimes)
    return (Buttons(buttons=(Button(label="Stop watching", action=action),)),)


def marked(seen: Seen, card: Card, row: tuple[Buttons, ...] = ()) -> Card:
    """A card with its post's words on it: where it is confidential it says so below its first two lines, ends with `row`,
    and tells whose words it has.
    """
    restriction = seen.proposal.restriction
    if restriction is None:
        return card
    top, rest = card.elements[:2], card.elements[2:]
    line = Paragraph(text=restricted_line(seen.names, restriction), weight="strong")
    return replace(card, elements=(*top, line, *rest, *row), secrets=seen.secrets)


def told(seen: Seen, form: Form) -> Form:
    """A form with a post's words in it, with the same; one to write in has its own sentence on that."""
    restriction = seen.proposal.restriction
    if restriction is None:
        return form
    line = Info(elements=(Paragraph(text=restricted_line(seen.names, restriction), weight="strong"),))
    items = form.items if form.action.name in ("edit", "propose") else (line, *form.items)
    return replace(form, items=items, secrets=seen.secrets)


def restricted_line(names: messages.Names, restriction: Restriction) -> str:
    """Why a post is confidential, and what that means."""
    cause = f"as {messages.name(names, restriction.by)} chose" if restriction.by else f"because it {restriction.why}"
    return (
        f"🔒 Confidential, {cause}. Only its authors, the people it asks and those whom the policy names can read it, "
        "and it is on record who was shown it."
    )


def would_restrict(why: str) -> str:
    """What *Check* says of words that a rule restricts."""
    return f"Confidential, because it {why}: only its authors, the people it asks and those whom the policy names will read it."


def stub_card(seen: Seen, desk: DeskId, audience: Audience) -> Card:
    """What everybody else sees in place of a desk's card: that there is a post, and how it stands with the desk."""
    says = f"{_at_desk(seen, desk)} {ELSEWHERE}"
    standing = seen.evaluation.of(desk)
    asks = isinstance(seen.proposal.stage, InReview) and standing is not None and bool(standing.awaited)
    action = replace(refresh_of(seen, desk), name="open")
    row = (Buttons(buttons=(Button(label="Open", action=action),)),) if asks else ()
    refresh = refresh_of(seen, desk) if audience == "onlookers" else None
    body = (Heading(text="🔒 A confidential post"), Paragraph(text=says), *row)
    return Card(summary="A confidential post", elements=body, refresh=refresh)


def past_card(seen: Seen, desk: DeskId) -> Card:
    """What becomes of the card of somebody who had it of their own, once they read the post for that desk no more."""
    where = messages.desk(seen.policy, desk)
    says = f"{where} is no longer asked about this post, so it is no longer yours to read."
    if seen.evaluation.of(desk) is not None:
        says = f"You neither sit on {where} nor cover for anybody there, so this post is no longer yours to read."
    return Card(summary="A post that was yours to read", elements=(Paragraph(text=says),))


def _at_desk(seen: Seen, desk: DeskId) -> str:
    name = messages.desk(seen.policy, desk)
    standing = seen.evaluation.of(desk)
    if not isinstance(seen.proposal.stage, InReview):
        return "A confidential post is closed."
    if standing is None:
        return f"A confidential post no longer needs {name}."
    match standing.status:
        case "met":
            return f"{name} has approved a confidential post."
        case "blocked":
            return f"{name} asked for changes in a confidential post."
        case "pending" | "unfillable":
            return f"A confidential post waits for {name}."
        case "waiting":
            return f"A confidential post will wait for {name} later: others come first."


def covered_notice() -> Card:
    """What becomes of a notice that stands where others read, once its post is confidential."""
    return Card(
        summary="A confidential post", elements=(Paragraph(text=f"🔒 This was about a confidential post. {ELSEWHERE}"),)
    )


def stub_line(seen: Seen) -> str:
    """How a confidential post stands, for a list of somebody who may not read it."""
    if seen.evaluation.approved:
        return "A confidential post is approved."
    asked = [one.requirement.desk for one in seen.evaluation.standings if one.status in ("pending", "unfillable")]
    if not asked or any(one.blocking for one in seen.evaluation.standings):
        return "A confidential post is with its author."
    return f"A confidential post waits for {messages.listing(messages.desk(seen.policy, one) for one in asked)}."


def not_named() -> str:
    """To who presses something on a stub."""
    return (
        "This post is confidential. Its authors, the people it asks and those whom the policy names read it in direct "
        "messages; nothing was recorded. If you should be one of them, ask whoever keeps the policy file."
    )


def closed(said: str) -> str:
    """After what was saved turned out to be confidential by the policy."""
    return f"{said} The policy holds these words confidential: only the people named can read them, as your card says."


def lifted() -> str:
    """After a confidential post was opened."""
    return "Recorded: it is no longer confidential. Everybody whom it asks, and the comms leads, can read it now."


def lift_form(action: Action) -> Form:
    """Asked before a confidential post is opened."""
    says = (
        "Everybody whom it asks, and the comms leads, can read it then, also where its desks are asked in a channel. "
        "The ledger keeps who opened it, and who was shown it before. Words that the policy holds confidential close it again "
        "when a new revision has them."
    )
    return Form(title="Open the post", action=action, items=(Info(elements=(Paragraph(text=says),)),), submit="Open it")


def _lift_row(seen: Seen) -> tuple[Buttons, ...]:
    if not isinstance(seen.proposal.stage, Draft | InReview):
        return ()
    proposal = seen.proposal
    action = Action(
        name="lift_restriction", proposal=proposal.id, revision=proposal.head.number, retimes=proposal.retimes
    )
    return (Buttons(buttons=(Button(label="Open to everybody asked", action=action),)),)


def posts_shown(listed: tuple[Seen, ...], person: PersonId) -> tuple[Seen, ...]:
    """Those of a list that this person may read."""
    return tuple(seen for seen in listed if seen.shown_to(person))
