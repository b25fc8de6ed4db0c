"""Lists: what a page holds, whose Homes are made due, and how a proposal is found without its card."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.policy_file.load import Loaded as LoadedPolicy
from adapters.policy_file.load import load_text
from adapters.policy_file.texts import example
from adapters.storage.store import SqlStore
from tests.contract.store.world import (
    LEGAL,
    MARKETING_ROOM,
    MINUTE,
    NOW,
    accepting,
    account,
    begun,
    email,
    in_room,
    known,
    noted,
    order,
    profile,
    propose,
)
from workflows.domain.ids import CardPostId, DeskId, PersonId, ProposalId
from workflows.domain.refusals import NotFound
from workflows.engine.agenda import Lists
from workflows.engine.chat import CardPost, HomeSubject, HomeTab, MessageRef
from workflows.engine.store import AgendaRow, Loaded, Recorded, Section, Settled

ASKED = AgendaRow(section="needs_you", desk=LEGAL)


async def test_a_page_of_a_list(store: SqlStore) -> None:
    """A person's list is made of their own rows and their desks', soonest wanted first, without what they can't act on."""
    ada, ben = await known(store, "ada"), await known(store, "ben")
    await _put(store, ada, "undated", ASKED)
    await _put(store, ada, "later", replace(ASKED, wanted=NOW + timedelta(days=2)))
    await _put(store, ada, "sooner", replace(ASKED, wanted=NOW + timedelta(days=1)))
    await _put(store, ada, "spent", replace(ASKED, without=frozenset({ben})))
    await _put(store, ada, "own", AgendaRow(section="needs_you", person=ben, wanted=NOW))
    await _put(store, ada, "elsewhere", AgendaRow(section="needs_you", desk=DeskId("marketing")))
    await _put(store, ada, "out", AgendaRow(section="going_out"))
    assert await _listed(store, ben, LEGAL) == (["own", "sooner", "later", "undated"], 4)
    assert await _listed(store, ben, LEGAL, most=2) == (["own", "sooner"], 4)
    assert await _listed(store, ben, LEGAL, most=2, counted=3) == (["own", "sooner"], 3)
    assert await _listed(store, ben) == (["own"], 1)
    assert await _listed(store, ben, section="going_out") == ([], 0)
    assert await _listed(store, ben, section="going_out", lead=True) == (["out"], 1)


async def test_rows_follow_their_proposal(store: SqlStore) -> None:
    """New rows replace the old ones; a decision that changes none leaves them; what ended stands on no list."""
    ada = await known(store, "ada")
    await _put(store, ada, "post", ASKED)
    await store.apply(order(ada, "k1", ProposalId("post")), accepting([noted(ada, "x")]))
    assert await _listed(store, ada, LEGAL) == (["post"], 1)
    await store.apply(order(ada, "k2", ProposalId("post")), accepting([noted(ada, "y")], agenda=()))
    assert await _listed(store, ada, LEGAL) == ([], 0)


async def test_about_how_many_posts_everyone_is_asked(store: SqlStore) -> None:
    """Counted of everybody whom the policy lists, where the order wants it; on nobody's list, and gone with what ended."""
    read = load_text(example())
    assert isinstance(read, LoadedPolicy)
    await store.adopt_policy(read.policy, read.text, NOW)
    ada = await known(store, "ada")
    ben, cleo, ivy = [person.id for name in ("ben", "cleo", "ivy") if (person := await store.person_of(email(name)))]
    for proposal in ("one", "two", "three"):
        await _put(store, ada, proposal, AgendaRow(section="needs_you", asked=ben))
    await store.apply(order(ada, "k1", ProposalId("three")), accepting([noted(ada, "x")], agenda=()))
    assert await _listed(store, ben, LEGAL) == ([], 0)
    loads: list[Mapping[PersonId, int]] = []

    def look(loaded: Loaded) -> NotFound:
        loads.append(loaded.load)
        return NotFound()

    await store.apply(replace(order(ada, "k2"), asks=True), look)
    await store.apply(order(ada, "k2"), look)
    assert loads == [{ben: 2, cleo: 0, ivy: 0}, {}]


async def test_what_needs_people_who_left_falls_to_the_leads(store: SqlStore) -> None:
    """Once all its authors have left, a draft stands on the comms leads' lists, and on nobody else's, until one is back."""
    ada, ben, cleo = await known(store, "ada"), await known(store, "ben"), await known(store, "cleo")
    await _put(store, ada, "alone", AgendaRow(section="needs_you", person=ada))
    two = (AgendaRow(section="needs_you", person=ada), AgendaRow(section="needs_you", person=ben))
    await _put(store, ada, "with ben", *two)
    await _put(store, ada, "waits", AgendaRow(section="waiting", person=ada))
    assert await _listed(store, cleo, lead=True) == ([], 0)
    await store.leave(account("ada"), NOW)
    assert await _listed(store, cleo, lead=True) == (["alone"], 1)
    assert await _listed(store, cleo) == ([], 0)
    assert await _listed(store, cleo, lead=True, section="waiting") == ([], 0)
    await store.leave(account("ben"), NOW)
    assert await _listed(store, cleo, lead=True) == (["alone", "with ben"], 2)
    await store.link(account("ada"), profile("ada"), email("ada"), NOW)
    assert await _listed(store, cleo, lead=True) == ([], 0)


async def test_homes_are_read_in_pieces(store: SqlStore) -> None:
    """Every Home that waits for nothing, each once, whatever the size of the pieces."""
    ada, ben = await known(store, "ada"), await known(store, "ben")
    await store.open_home(_home("ada", ada))
    await store.open_home(_home("ben", ben))
    await store.open_home(
        replace(_home("ada", ada), id=CardPostId("teams"), place=HomeTab(account=account("ada", "teams")))
    )
    assert await store.homes(None, 9) == ()
    await _drawn(store)
    whole = await store.homes(None, 9)
    assert {one.id for one in whole} == {"home-ada", "home-ben", "teams"}
    found: list[CardPost] = []
    while page := await store.homes(found[-1] if found else None, 1):
        found += page
    assert found == list(whole)


async def test_only_opened_homes_are_made_due(store: SqlStore) -> None:
    """A decision makes the Homes of those concerned due, if they were ever opened, and nobody else's."""
    ada, ben = await known(store, "ada"), await known(store, "ben")
    await propose(store, ada)
    for name, person in (("ada", ada), ("ben", ben)):
        await store.open_home(_home(name, person))
    assert await _drawn(store) == {"home-ada", "home-ben"}
    assert await _drawn(store) == set()
    concerns = accepting([noted(ada, "x")], concerned=frozenset({ada, await known(store, "cleo")}))
    assert isinstance(await store.apply(order(ada, "k1"), concerns), Recorded)
    assert await _drawn(store) == {"home-ada"}


async def test_an_opened_home_is_drawn_whatever_it_shows(store: SqlStore) -> None:
    """Opening a Home again is the same card post, due at once, and as if it showed nothing."""
    ada = await known(store, "ada")
    await store.open_home(_home("ada", ada))
    await _drawn(store)
    await store.open_home(replace(_home("ada", ada), id=CardPostId("another")))
    (claimed,) = await store.claim(NOW, 10, MINUTE)
    assert (claimed.post.id, claimed.post.digest) == ("home-ada", "")
    assert claimed.post.place == HomeTab(account=account("ada"))
    with pytest.raises(ValueError, match="not a Home"):
        await store.open_home(in_room("p1"))


async def test_proposals_that_no_list_knows(store: SqlStore) -> None:
    """Open proposals without rows are found page by page; they are listed unless an event came meanwhile."""
    ada = await known(store, "ada")
    for name in ("a", "b", "c"):
        await propose(store, ada, proposal=ProposalId(name))
    await _put(store, ada, "d", ASKED)
    found = [one.proposal for one in await store.unlisted("a", 5) if one.proposal]
    assert [one.id for one in found] == ["b", "c"]
    await store.list_again(ProposalId("b"), 2, [ASKED])
    await store.list_again(ProposalId("c"), 1, [ASKED])
    assert await _listed(store, ada, LEGAL) == (["b", "d"], 2)


async def test_finding_a_proposal(store: SqlStore) -> None:
    """By its id, by a beginning that fits no other, by the message of its card, or as its author's newest."""
    ada = await known(store, "ada")
    assert await store.newest_of(ada) is None
    for number, name in enumerate(("abcdef11", "abcdef12", "abcdee99")):
        await propose(store, ada, in_room(name, proposal=ProposalId(name)), proposal=ProposalId(name))
        (claimed,) = await store.claim(NOW, 10, MINUTE)
        message = MessageRef(conversation=MARKETING_ROOM, id=f"{number}.1")
        await store.settle(claimed, Settled(shown=claimed.post.wanted, digest="d", ref=message))
    said = ("abcdef11", "abcdef", "abcdee", "abcde", "%", "abcdef1_", "zzzzzzzz")
    assert [await store.named(name) for name in said] == ["abcdef11", None, "abcdee99", None, None, None, None]
    assert await store.shown_at(MessageRef(conversation=MARKETING_ROOM, id="1.1")) == "abcdef12"
    assert await store.shown_at(MessageRef(conversation=MARKETING_ROOM, id="9.1")) is None
    assert await store.newest_of(ada) in ("abcdef11", "abcdef12", "abcdee99")


async def _put(store: SqlStore, by: PersonId, name: str, *rows: AgendaRow) -> None:
    proposal = ProposalId(name)
    recorded = await store.apply(order(by, f"put {name}", proposal), accepting(begun(by, proposal), agenda=rows))
    assert isinstance(recorded, Recorded)


async def _listed(
    store: SqlStore,
    person: PersonId,
    *desks: DeskId,
    lead: bool = False,
    section: Section = "needs_you",
    most: int = 9,
    counted: int = 9,
) -> tuple[list[str], int]:
    page = await store.on_lists(Lists(person=person, desks=desks, lead=lead), section, most, counted)
    return [one.proposal.id for one in page.first if one.proposal], page.total


def _home(name: str, person: PersonId) -> CardPost:
    place = HomeTab(account=account(name))
    return CardPost(id=CardPostId(f"home-{name}"), subject=HomeSubject(person=person), place=place)


async def _drawn(store: SqlStore) -> set[str]:
    """Draw everything that is due, and say what it was."""
    drawn: set[str] = set()
    for claimed in await store.claim(NOW, 10, MINUTE):
        place = claimed.post.place
        assert isinstance(place, HomeTab)
        theirs = replace(MARKETING_ROOM, id=place.account.user, kind="direct")
        ref = MessageRef(conversation=theirs, id="V1")
        await store.settle(claimed, Settled(shown=claimed.post.wanted, digest="d", ref=ref))
        drawn.add(claimed.post.id)
    return drawn
