"""Posts for the tests."""

from typing import Final

from workflows.domain.content import Content, Media
from workflows.domain.ids import ChannelId, DeskId, Email, PersonId
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
) -> Subject:
    """A post by Ada, ada@example.com."""
    return Subject(
        content=Content(text=text, channels=tuple(map(ChannelId, channels)), link=link, media=media),
        author=Person(id=PersonId("ada"), name="Ada", email=Email("ada@example.com"), role=role, attributes=attributes),
        author_desks=frozenset(map(DeskId, desks)),
    )


SLOW: Final = r"(?:\w+\w+\w+)+(?=!)\d"
"""A pattern that runs away on `SLOWED`."""
SLOWED: Final = post("x" * 3000 + "!")
