"""User groups: people who are called by one handle."""

from dataclasses import dataclass, field


@dataclass(kw_only=True)
class UserGroup:
    """One of them; `users` are the ids of who is in it. `date_delete` (seconds since 1970) is 0 while it is switched on."""

    id: str
    handle: str
    team_id: str
    users: list[str] = field(default_factory=list[str])
    date_delete: int = 0
