"""People and their accounts: a person is one human, however many chats they use."""

from typing import Literal

from workflows.domain.ids import Chat, Email, PersonId, ProposalId
from workflows.domain.value import value

Role = Literal["employee", "reviewer", "lead", "guest"]
"""`lead` is a comms lead: reads the digest, may edit, binds places. `guest` is an outsider who is listed by name."""

LinkState = Literal["unknown", "matched", "confirmed", "denied"]


@value
class AccountId:
    """One identity in one chat: Slack (enterprise or team, user) or Teams (tenant, aadObjectId)."""

    chat: Chat
    installation: str
    user: str


@value
class Person:
    """A human whom the policy lists, or an employee known by a verified address. `left` when every account of theirs that
    was known here has been deactivated. `first_asked` is the proposal about which they were first asked to decide.
    """

    id: PersonId
    name: str
    email: Email
    role: Role = "employee"
    attributes: frozenset[str] = frozenset()
    left: bool = False
    first_asked: ProposalId | None = None


@value
class Account:
    """An account that was seen, whose it is, and the other id that its chat uses for it (Teams: `29:…`), if any."""

    id: AccountId
    link: LinkState
    person: PersonId | None = None
    alias: str = ""
    zone: str = ""


@value
class Profile:
    """What a chat's directory says of an account now. `verified` is true only where the chat itself vouches for `email`."""

    name: str
    email: Email | None
    verified: bool
    standing: Literal["member", "guest", "outsider", "bot", "deactivated"]
    zone: str = ""
    alias: str = ""
