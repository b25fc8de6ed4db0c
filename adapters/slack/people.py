"""What Slack's directory says of a person, and whether Slack vouches for their address.

Source: docs.slack.dev/reference/objects/user-object. Absent is unknown, never assumed: design.md, "Verified means".
"""

from typing import Literal

from adapters.slack.shapes import Json, at
from workflows.domain.ids import Email
from workflows.domain.people import Profile
from workflows.domain.value import value

Standing = Literal["member", "guest", "outsider", "bot", "deactivated"]


@value
class Identity:
    """Which installation the token belongs to, and who the bot is there. `enterprise` is empty outside a Grid, `team` where
    the installation is a whole organisation's.
    """

    app: str
    team: str
    enterprise: str
    bot: str
    bot_user: str

    @property
    def installation(self) -> str:
        """The name under which accounts of this installation are known."""
        return self.enterprise or self.team


def profile(user: Json, home: Identity) -> Profile:
    """Read a `users.info` answer's user object."""
    standing = _standing(user, home)
    email = at(user, "profile", "email").strip().lower()
    return Profile(
        name=at(user, "profile", "real_name") or at(user, "real_name") or at(user, "name"),
        email=Email(email) if email else None,
        verified=bool(email)
        and user.get("is_email_confirmed") is True
        and (standing == "member" or _is_known_guest(user)),
        standing=standing,
        zone=at(user, "tz"),
    )


def _is_known_guest(user: Json) -> bool:
    """Whether Slack says so in so many words; what merely fails to say that it is a member is not known."""
    return (user.get("is_restricted") is True or user.get("is_ultra_restricted") is True) and not user.get(
        "is_invited_user"
    )


def _standing(user: Json, home: Identity) -> Standing:
    if user.get("deleted"):
        return "deactivated"
    if user.get("is_bot") or user.get("is_workflow_bot") or at(user, "id") == "USLACKBOT":
        return "bot"
    # Where Copydesk is installed in a whole organisation, it has no team of its own.
    ours = at(user, "team_id") in {home.team, home.installation} - {""}
    same_grid = bool(home.enterprise) and at(user, "enterprise_user", "enterprise_id") == home.enterprise
    if user.get("is_stranger") or not (ours or same_grid):
        return "outsider"
    if user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_invited_user"):
        return "guest"
    # These two are absent only for the deactivated, so a member without them is not known to be a full one.
    if "is_restricted" not in user or "is_ultra_restricted" not in user:
        return "guest"
    return "member"
