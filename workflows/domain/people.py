"""People and their accounts: a person is one human, however many chats they use."""

import hashlib
import json
from typing import Literal

from workflows.domain.ids import Chat, Email, GroupKey, PersonId, ProposalId
from workflows.domain.value import value

Role = Literal["employee", "reviewer", "lead", "guest"]
"""`lead` is a comms lead: reads the digest, may edit, binds places. `guest` is an outsider who is listed by name."""

LinkState = Literal["unknown", "matched", "confirmed", "denied"]
"""How sure it is whose an account is. `matched`: its verified address is a person's. `confirmed`: they said that they use it, or
an admin did; only such an account decides on others' posts. `denied`: one of them said that it is not theirs; nobody acts
through it until an admin says otherwise. `unknown`: nobody's, to be matched when it is seen again.
"""

Tie = Literal["address", "admin"]
"""What an account belongs to its person by: its address, as long as it has that; or an admin's word, whatever its address."""


@value
class AccountId:
    """One identity in one chat: Slack (enterprise or team, user) or Teams (tenant, aadObjectId)."""

    chat: Chat
    installation: str
    user: str


def claim_of(account: AccountId, person: PersonId) -> str:
    """Stands for “this account is that person's” where a button asks it: 32 hexadecimal digits. Whoever made it up asked nothing:
    it is only compared with what may be asked of the one who answers.
    """
    words = json.dumps([account.chat, account.installation, account.user, person])
    return hashlib.sha256(words.encode()).hexdigest()[:32]


@value
class Person:
    """A human whom the policy lists, or an employee known by a verified address. `left` when every account of theirs that
    was known here has been deactivated. `first_asked` is the proposal about which they were first asked to decide. `groups` are
    those of the chats that they were in when these were last read, of the ones that a policy names.
    """

    id: PersonId
    name: str
    email: Email
    role: Role = "employee"
    attributes: frozenset[str] = frozenset()
    left: bool = False
    first_asked: ProposalId | None = None
    groups: frozenset[GroupKey] = frozenset()


@value
class Account:
    """An account that was seen, whose it is, and the other id that its chat uses for it (Teams: `29:…`), if any."""

    id: AccountId
    link: LinkState
    person: PersonId | None = None
    alias: str = ""
    zone: str = ""
    tie: Tie = "address"

    @property
    def linked(self) -> bool:
        """Whether its person may act through it at all."""
        return self.link in ("matched", "confirmed")


@value
class Profile:
    """What a chat's directory says of an account now. `verified` is true only where the chat itself vouches for `email`."""

    name: str
    email: Email | None
    verified: bool
    standing: Literal["member", "guest", "outsider", "bot", "deactivated"]
    zone: str = ""
    alias: str = ""
