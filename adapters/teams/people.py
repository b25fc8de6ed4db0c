"""A conversation's roster, as what the engine may believe of a person.

Source: Teams documentation on rosters (TeamsChannelAccount). What the roster does not say is unknown, never assumed;
the principal name is no address and never stands in for one.
"""

import re
from typing import Final, Literal

from adapters.teams import wire
from adapters.teams.wire import Json
from workflows.domain.ids import Email
from workflows.domain.people import Account, AccountId, Profile
from workflows.engine.chat import Seat

_ADDRESS: Final = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")


def profile(member: Json, home_tenant: str) -> Profile:
    """What the directory says of a member of a conversation.

    Verified is who our own tenant lists as a full user with an address.
    """
    standing = _standing(member, home_tenant)
    address = wire.text(member, "email").strip().lower()
    email = Email(address) if _ADDRESS.fullmatch(address) else None
    return Profile(
        name=wire.text(member, "name"),
        email=email,
        verified=standing == "member" and email is not None and wire.text(member, "userRole").lower() == "user",
        standing=standing,
        alias=wire.text(member, "id"),
    )


def account(member: Json, home_tenant: str, email: str) -> Account | None:
    """A member's account, if this is their address and they are known to be who they say; nobody's yet."""
    said = profile(member, home_tenant)
    user = wire.text(member, "aadObjectId") or wire.text(member, "objectId")
    if not user or not said.verified or said.email != email.strip().lower():
        return None
    known = AccountId(chat="teams", installation=home_tenant.lower(), user=user.lower())
    return Account(id=known, link="unknown", alias=said.alias)


def seat(member: Json, home_tenant: str) -> Seat | None:
    """A member of a group; None for one without a directory id, such as a bot."""
    user = wire.text(member, "aadObjectId") or wire.text(member, "objectId")
    if not user:
        return None
    known = AccountId(chat="teams", installation=home_tenant.lower(), user=user.lower())
    return Seat(account=known, profile=profile(member, home_tenant))


def is_about(member: Json, user: str) -> bool:
    """Whether a roster's answer is about the directory id that was asked for."""
    told = wire.text(member, "aadObjectId") or wire.text(member, "objectId")
    return told.lower() == user.lower()


def _standing(member: Json, home_tenant: str) -> Literal["member", "guest", "outsider", "bot"]:
    role = wire.text(member, "userRole").lower()
    if wire.text(member, "id").startswith("28:"):
        return "bot"
    if role == "guest" or "#ext#" in wire.text(member, "userPrincipalName").lower():
        return "guest"
    if role == "anonymous" or wire.text(member, "tenantId").lower() != home_tenant.lower():
        return "outsider"
    return "member"
