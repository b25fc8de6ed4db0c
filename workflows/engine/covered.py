"""Whoever is asked and is not where their desk is: the card to them directly. And to who is away, each decision made for them."""

from collections.abc import Callable, Iterable

from workflows.cards import messages
from workflows.cards.away import DecidedForYou
from workflows.cards.seen import Seen
from workflows.domain.ids import CardPostId, Chat
from workflows.domain.policy import Desk
from workflows.engine.alerts import alert_posts
from workflows.engine.chat import CardPost, Direct, ProposalSubject
from workflows.engine.store import Loaded
from workflows.lifecycle.evaluate import Standing


def own_posts(
    desk: Desk, subject: ProposalSubject, standing: Standing | None, loaded: Loaded, new_id: Callable[[], str]
) -> Iterable[CardPost]:
    """Whoever covers may not be where the desk is asked, and whoever is known in another chat alone is not: they get its card
    directly, in one chat where they are.
    """
    slack: list[Chat] = ["slack"] if desk.reach.slack else []
    teams: list[Chat] = ["teams"] if desk.reach.teams else []
    reached = slack + teams
    for person in sorted(standing.asked) if standing else ():
        chats: list[Chat] = [account.id.chat for account in loaded.accounts.get(person, ())]
        covers = standing is not None and person in standing.behalf
        if not covers and (not chats or set(reached) & set(chats)):
            continue
        places = (post.place for post in loaded.posts if post.subject == subject)
        if not any(isinstance(place, Direct) and place.person == person for place in places):
            place = Direct(chat=(chats + reached)[0], person=person)
            yield CardPost(id=CardPostId(new_id()), subject=subject, place=place)


def tell_covered(before: Seen | None, after: Seen, loaded: Loaded, new_id: Callable[[], str]) -> Iterable[CardPost]:
    """To whoever is away: each decision that was made for them, where they are."""
    proposal = after.proposal
    for given in proposal.reviews[len(before.proposal.reviews) if before else 0 :]:
        if given.behalf is not None:
            alert = DecidedForYou(
                by=messages.name(after.names, given.reviewer),
                author=messages.name(after.names, proposal.author),
                desk=given.desk,
                proposal=proposal.id,
                revision=given.revision,
                decision=given.decision,
            )
            chats: set[Chat] = {account.id.chat for account in loaded.accounts.get(given.behalf, ())}
            occasion = f"{proposal.id} {proposal.sequence}"
            yield from alert_posts(alert, occasion, (given.behalf,), loaded.accounts, chats, new_id)
