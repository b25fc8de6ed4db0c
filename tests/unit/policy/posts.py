"""Posts for the tests."""

from datetime import datetime
from typing import Any, Final

from workflows.domain.content import Content, Media, Wanted
from workflows.domain.ids import ChannelId, DeskId, Email, PartName, PersonId
from workflows.domain.people import Person, Role
from workflows.domain.policy import Subject


def post(
    text: str = "Hello",
    *,
    channels: tuple[str, ...] = ("x",),
    link: str = "",
    media: tuple[Media, ...] = (),
    role: Role = "employee",
    desks: frozenset[str] = frozenset(),
    attributes: frozenset[str] = frozenset(),
    wanted: Wanted | None = None,
    changed: frozenset[PartName] | None = None,
    now: datetime | None = None,
    **filed: Any,
) -> Subject:
    """A post by Ada, ada@example.com, `filed` under what the policy names."""
    return Subject(
        content=Content(text=text, channels=tuple(map(ChannelId, channels)), link=link, media=media, **filed),
        author=Person(id=PersonId("ada"), name="Ada", email=Email("ada@example.com"), role=role, attributes=attributes),
        author_desks=frozenset(map(DeskId, desks)),
        wanted=wanted,
        changed=changed,
        now=now,
    )


SLOW: Final = r"(?:\w+\w+\w+)+(?=!)\d"
"""A pattern that runs away on `SLOWED`."""
SLOWED: Final = post("x" * 3000 + "!")
