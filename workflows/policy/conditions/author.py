"""`author: {role: [guest]}`: who proposes, by e-mail, role, desk or attribute."""

from collections.abc import Mapping
from typing import Final, Literal, assert_never, get_args

from workflows.domain.people import Role
from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.addresses import EMAIL, read_email, slip_of
from workflows.policy.conditions.base import Reading, single
from workflows.policy.reading import listed, near, quoted
from workflows.policy.shapes import TEXT, fields, one_of, several
from workflows.policy.tree import Node

By = Literal["email", "role", "desk", "attribute"]
_KEYS: Final = {
    "email": "addresses",
    "role": f"{listed(get_args(Role), 'or')}",
    "desk": "keys of desks",
    "attribute": "attributes that people have",
}


@value
class ByAuthor:
    """Holds where the author is one of `words`, by the sort of thing that `by` says. `names` are for people to read."""

    by: By
    words: tuple[str, ...]
    names: tuple[str, ...]

    def because(self, subject: Subject) -> str | None:
        """`is by a guest`, `is by someone on Marketing`, `is by ada@example.com`, `is by someone marked “agency”`."""
        match self.by:
            case "email":
                has: frozenset[str] = frozenset({subject.author.email})
            case "role":
                has = frozenset({subject.author.role})
            case "desk":
                has = frozenset(subject.author_desks)
            case "attribute":
                has = subject.author.attributes
            case _:
                assert_never(self.by)
        met = [name for word, name in zip(self.words, self.names, strict=True) if word in has]
        return f"is by {_someone(self.by, listed(met, 'and'))}" if met else None

    def looks_for(self) -> str:
        """`is by someone on Legal or Marketing`."""
        return f"is by {_someone(self.by, listed(self.names, 'or'))}"


def _someone(by: By, names: str) -> str:
    match by:
        case "email":
            return names
        case "role":
            return f"someone whose role is {names}"
        case "desk":
            return f"someone on {names}"
        case "attribute":
            return f"someone marked {names}"
        case _:
            assert_never(by)


def parse(node: Node, reading: Reading) -> ByAuthor | None:
    """A mapping with exactly one of the four."""
    reader = reading.reader
    found = reader.fields(node, "“author”", {}, _KEYS)
    if found is None:
        return None
    if len(found) != 1:
        reader.wrong(node, f"“author” needs exactly one of {listed(_KEYS, 'and')}; combine several with “any” or “all”")
        return None
    ((key, given),) = found.items()
    match key:
        case "email":
            read = [(item, read_email(item, reader)) for item in reader.scalars(given, "e-mail addresses")]
            for item, email in read:
                if email is not None:
                    slip_of(email, reading.people, reader, item)
            return _by("email", {email: email for _, email in read if email})
        case "role":
            return _by("role", {role: role for role in reader.choices(given, "a role", get_args(Role))})
        case "desk":
            desks = reader.choices(given, "a desk", reading.desks)
            return _by("desk", {desk: reading.desks[desk] for desk in desks})
        case _:
            marks = reader.scalars(given, "attributes")
            for mark in marks:
                if mark.text not in reading.attributes:
                    meant = near(mark.text, reading.attributes)
                    reader.warn(mark, f"nobody has the attribute {quoted(mark.text)}, so this never holds{meant}")
            return _by("attribute", {mark.text: quoted(mark.text) for mark in marks})


def _by(by: By, names: Mapping[str, str]) -> ByAuthor | None:
    return ByAuthor(by=by, words=tuple(names), names=tuple(names.values())) if names else None


KIND: Final = single(
    help=(
        "The author is one of these, by exactly one of `email`, `role`, `desk` or `attribute`; attributes are your own words for "
        "people, such as `trained`, `partner` or `influencer`."
    ),
    examples=(
        ("author: {role: [guest]}", "A post by someone from outside who is listed."),
        ("author: {attribute: [agency]}", "A post by someone whom the file marks so."),
        ("not: {author: {desk: [legal]}}", "A post by anybody who does not sit on legal."),
    ),
    parse=parse,
    shape={
        **fields(
            {},
            _KEYS,
            {
                "email": several(EMAIL),
                "role": several(one_of(get_args(Role))),
                **dict.fromkeys(("desk", "attribute"), several(TEXT)),
            },
            least=1,
        ),
        "maxProperties": 1,
    },
)
