"""The chat port: what the engine asks of a chat, and everything that may come of it.

Long because whoever writes an adapter reads all of it in one place.
"""

from datetime import date, timedelta
from typing import Literal, Protocol

from workflows.cards.alerts import Alert
from workflows.cards.card import Card
from workflows.cards.notices import News
from workflows.domain.ids import CardPostId, Chat, DeskId, PersonId, ProposalId
from workflows.domain.people import Account, AccountId, Profile
from workflows.domain.policy import Group
from workflows.domain.value import value


@value
class Conversation:
    """A place in a chat that messages can be posted to.

    `address` is the chat's own routing data (Teams: the newest service URL seen; Slack: empty), `team` the id of the team whose
    channel it is, where a chat has teams and told.
    """

    chat: Chat
    installation: str
    id: str
    kind: Literal["direct", "group", "channel"]
    address: str = ""
    team: str = ""


@value
class MessageRef:
    """One message. `thread` is the message it replies to, if any."""

    conversation: Conversation
    id: str
    thread: str = ""


@value
class InConversation:
    """A channel or group chat."""

    conversation: Conversation


@value
class BesideCard:
    """In the thread of another card post (or, where the chat has no threads there, after it)."""

    parent: CardPostId
    ref: MessageRef | None = None


@value
class Direct:
    """A person's own chat with Copydesk. `account` and `conversation` are filled in once known."""

    chat: Chat
    person: PersonId
    account: Account | None = None
    conversation: Conversation | None = None


@value
class HomeTab:
    """The page that a chat keeps for one account of a person with Copydesk."""

    account: AccountId


Place = InConversation | BesideCard | Direct | HomeTab


@value
class ProposalSubject:
    """The proposal itself: as its author sees it (`desk` None) or as that desk's reviewers do."""

    kind: Literal["proposal"] = "proposal"
    proposal: ProposalId
    desk: DeskId | None


@value
class WatchSubject:
    """The proposal as somebody sees it who watches."""

    kind: Literal["watch"] = "watch"
    proposal: ProposalId


@value
class NoticeSubject:
    """One short message that must not be missed: who is mentioned, and what it is about. `occasion` names the cause once."""

    kind: Literal["notice"] = "notice"
    proposal: ProposalId
    desk: DeskId | None
    says: News
    to: tuple[PersonId, ...]
    occasion: int


@value
class DigestSubject:
    """One lead's digest of one day in their zone."""

    kind: Literal["digest"] = "digest"
    person: PersonId
    day: date


@value
class AlertSubject:
    """Something that a lead, or who covers or is covered, must not miss; `occasion` names its cause, so that it is told once."""

    kind: Literal["alert"] = "alert"
    alert: Alert
    occasion: str


@value
class HomeSubject:
    """All that awaits one person."""

    kind: Literal["home"] = "home"
    person: PersonId


PostSubject = ProposalSubject | WatchSubject | NoticeSubject | DigestSubject | AlertSubject | HomeSubject


@value
class CardPost:
    """A card in one place, for its whole life. The courier works while `shown < wanted`.

    `attempts` counts the claims whose outcome is not known; with no `ref`, one of them may have posted it all the same.
    `twice` when that led to a second message, of which nobody can tell whether it is the only one; `extra` is the one of
    the two that was found out to be too many.
    """

    id: CardPostId
    subject: PostSubject
    place: Place
    wanted: int = 1
    shown: int = 0
    digest: str = ""
    ref: MessageRef | None = None
    attempts: int = 0
    twice: bool = False
    extra: MessageRef | None = None


@value
class Personal:
    """A card as one viewer should see it (Teams' user-specific views; at most 60)."""

    viewer: Account
    card: Card


@value
class Shown:
    """The card stands at `ref`."""

    ref: MessageRef


@value
class MessageGone:
    """The message was deleted: post anew."""


@value
class PlaceGone:
    """The conversation can't be posted to (archived, removed, not a member): fall back to direct messages.

    `closed` is what became of the conversation itself, where it is not only Copydesk that cannot post there now.
    """

    cause: str
    closed: Literal["archived", "deleted"] | None = None


@value
class TryLater:
    """Rate limited or out of order: no call in this scope before `after`."""

    after: timedelta
    scope: Literal["conversation", "installation"] = "conversation"


@value
class Refused:
    """The chat will never accept this as it is: park it, visibly."""

    cause: str


@value
class UnknownOutcome:
    """It may have happened: look before acting again."""

    cause: str


@value
class Removed:
    """The message is gone, by us or before us."""


@value
class MissingMessage:
    """Looked, and it isn't there."""


@value
class CannotLook:
    """This chat has no way to look."""


@value
class NoSuchAccount:
    """The chat's directory does not know this account."""


@value
class Seat:
    """Somebody in a group, and what the chat's directory says of them where it tells that with the group."""

    account: AccountId
    profile: Profile | None = None


@value
class Found:
    """Where a group was found, and under which id."""

    installation: str
    id: str


@value
class Members:
    """All who are in a group, which was found in this installation under this id."""

    seats: tuple[Seat, ...]
    installation: str
    id: str


GroupLoss = Literal["disabled", "unknown"]


@value
class NoSuchGroup:
    """The chat was heard to say that there is no such group, or that it is switched off: nobody is in it."""

    why: GroupLoss


ShowOutcome = Shown | MessageGone | PlaceGone | TryLater | Refused | UnknownOutcome
RemoveOutcome = Removed | TryLater | Refused | UnknownOutcome
FindOutcome = MessageRef | MissingMessage | CannotLook | TryLater
MembersOutcome = Members | NoSuchGroup | TryLater | Refused
LookUpOutcome = Profile | NoSuchAccount | CannotLook | TryLater


class ChatPlatform(Protocol):
    """A chat. Every method answers with a value; only bugs raise."""

    @property
    def chat(self) -> Chat:
        """Which chat this is."""
        ...

    async def show(self, post: CardPost, card: Card, viewers: tuple[Account, ...]) -> ShowOutcome:
        """Post the card, or update it in place where `post.ref` is set. `viewers` may get their own view of it (Teams)."""
        ...

    async def remove(self, post: CardPost) -> RemoveOutcome:
        """Delete the message of a card post."""
        ...

    async def find(self, post: CardPost) -> FindOutcome:
        """Look for the message of a card post whose outcome is unknown."""
        ...

    async def look_up(self, account: AccountId, seen_in: Conversation | None) -> LookUpOutcome:
        """Ask the chat's directory about an account; `seen_in` is where it was met (Teams asks that roster)."""
        ...

    async def seek(
        self, email: str, near: Conversation | None = None
    ) -> Account | NoSuchAccount | CannotLook | TryLater:
        """Find the account that has this address, to write to or to call someone who was never seen. `near` is a
        conversation that they should be in (Teams asks its roster, and cannot look without one).
        """
        ...

    async def members(self, group: Group, place: Conversation | None, before: Found | None) -> MembersOutcome:
        """Who is in a group, all of them or an outcome: half a group is none. `place` is where its desk is bound (Teams);
        `before` what was found last, if it was: another workspace's group of that name was never meant (Slack).
        """
        ...

    async def resolve(self, place: str, before: Conversation | None = None) -> Conversation | NoSuchAccount | TryLater:
        """The conversation with this id or `#name`, if drafts may be posted there; none where outsiders read it. `before` is
        the one that it stood for until now: another installation's is none, as long as that one's is known, even if it is lost.
        """
        ...
