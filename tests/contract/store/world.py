"""The people, places and decisions that the tests of the store speak of."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from adapters.storage.store import SqlStore
from workflows.domain.content import Content, hash_parts, hash_revision
from workflows.domain.events import Event, NoteChanged, Proposed, RevisionAdded
from workflows.domain.ids import CardPostId, ChannelId, Chat, DeskId, Email, PersonId, ProposalId
from workflows.domain.people import AccountId, Profile
from workflows.domain.proposal import Proposal
from workflows.domain.refusals import Refusal
from workflows.engine.chat import BesideCard, CardPost, Conversation, Direct, InConversation, Place, ProposalSubject
from workflows.engine.store import Accepted, AgendaRow, Decide, Loaded, Order, QueueRow, QueueStatus, Recorded
from workflows.lifecycle.evolve import evolve
from workflows.lifecycle.turnarounds import Turnarounds

NOW: Final = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)
MINUTE: Final = timedelta(minutes=1)
POST: Final = ProposalId("post-1")
LEGAL: Final = DeskId("legal")
SALT: Final = "5a" * 32
WORDS: Final = "We beat everyone. \N{PARTY POPPER}\n\0<@U1> *"

MARKETING_ROOM: Final = Conversation(chat="slack", installation="T1", id="C1", kind="channel")
GLOBEX_ROOM: Final = Conversation(chat="slack", installation="T2", id="C1", kind="channel")
LEGAL_ROOM: Final = Conversation(
    chat="teams", installation="tenant", id="19:legal", kind="channel", address="https://old.example.com"
)


def account(name: str, chat: Chat = "slack") -> AccountId:
    """Someone's account in a chat."""
    return AccountId(chat=chat, installation="T1" if chat == "slack" else "tenant", user=f"U-{name}")


def email(name: str) -> Email:
    """Someone's address."""
    return Email(f"{name}@example.com")


def profile(name: str, alias: str = "") -> Profile:
    """What a chat's directory says of someone."""
    return Profile(name=name.title(), email=email(name), verified=True, standing="member", alias=alias)


async def known(store: SqlStore, name: str, chat: Chat = "slack") -> PersonId:
    """Someone whose account was looked up and matched."""
    linked = await store.link(account(name, chat), profile(name), email(name), NOW)
    assert linked.person
    return linked.person


def order(by: PersonId, key: str, proposal: ProposalId = POST, at: datetime = NOW) -> Order:
    """A command from Ada's Slack account."""
    return Order(key=key, proposal=proposal, by=by, account=account("ada"), at=at)


def begun(by: PersonId, proposal: ProposalId = POST, words: str = WORDS) -> tuple[Event, ...]:
    """A proposal with its first revision."""
    content = Content(text=words, channels=(ChannelId("x"),))
    salt = bytes.fromhex(SALT)
    return (
        Proposed(proposal=proposal, by=by, at=NOW, co_authors=(), wanted=None, salt=SALT, note="for Monday"),
        RevisionAdded(
            number=1,
            by=by,
            at=NOW,
            hash=hash_revision(content, salt),
            parts=hash_parts(content, salt),
            content=content,
        ),
    )


def noted(by: PersonId, note: str) -> NoteChanged:
    """The smallest event there is."""
    return NoteChanged(by=by, at=NOW, note=note)


def accepting(
    events: Iterable[Event],
    *,
    wishes: tuple[CardPost, ...] = (),
    say: str = "Done.",
    status: QueueStatus = "draft",
    changed: datetime | None = NOW,
    wanted: datetime | None = None,
    agenda: tuple[AgendaRow, ...] | None = None,
    concerned: frozenset[PersonId] = frozenset(),
    newcomers: frozenset[PersonId] = frozenset(),
    turnarounds: Turnarounds = Turnarounds(),  # noqa: B008  # frozen
) -> Decide:
    """A decision that says yes to these events, whatever the state."""
    what = tuple(events)

    def decide(loaded: Loaded) -> Accepted | Refusal:
        proposal = _after(loaded.proposal, what)
        return Accepted(
            events=what,
            proposal=proposal,
            row=QueueRow(proposal=proposal.id, status=status, wanted=wanted, changed=changed),
            wishes=wishes,
            policy=None,
            say=say,
            agenda=agenda,
            concerned=concerned,
            newcomers=newcomers,
            turnarounds=turnarounds,
        )

    return decide


async def propose(
    store: SqlStore, by: PersonId, *wishes: CardPost, proposal: ProposalId = POST, at: datetime = NOW
) -> None:
    """Begin a proposal with these card posts."""
    recorded = await store.apply(
        order(by, f"propose {proposal}", proposal, at), accepting(begun(by, proposal), wishes=wishes)
    )
    assert isinstance(recorded, Recorded)


async def note(store: SqlStore, by: PersonId, words: str, at: datetime = NOW) -> None:
    """Change the note, so that every card post becomes due."""
    recorded = await store.apply(order(by, f"note {words}", at=at), accepting([noted(by, words)]))
    assert isinstance(recorded, Recorded)


async def state(store: SqlStore, proposal: ProposalId = POST) -> Proposal:
    """A proposal as it stands."""
    loaded = await store.load(proposal)
    assert isinstance(loaded, Loaded)
    assert loaded.proposal
    return loaded.proposal


def post(name: str, place: Place, desk: DeskId | None = None, proposal: ProposalId = POST) -> CardPost:
    """A card post about a proposal."""
    return CardPost(id=CardPostId(name), subject=ProposalSubject(proposal=proposal, desk=desk), place=place)


def in_room(name: str, room: Conversation = MARKETING_ROOM, proposal: ProposalId = POST) -> CardPost:
    """A card post in a room."""
    return post(name, InConversation(conversation=room), LEGAL, proposal)


def to(name: str, person: PersonId, chat: Chat = "slack") -> CardPost:
    """A card post in a person's own chat."""
    return post(name, Direct(chat=chat, person=person))


def beside(name: str, parent: str) -> CardPost:
    """A card post in the thread of another."""
    return post(name, BesideCard(parent=CardPostId(parent)), LEGAL)


def _after(proposal: Proposal | None, events: Iterable[Event]) -> Proposal:
    for event in events:
        proposal = evolve(proposal, event)
    assert proposal
    return proposal
