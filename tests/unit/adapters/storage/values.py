"""Any value of a type, for properties: made from its annotations, so that no new field or event is forgotten."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from types import UnionType
from typing import Any, Final, Literal, NewType, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

MARK: Final = "\N{SPEECH BALLOON}"
"""Stands in every string inside a field marked as private, and in no other."""

_WORDS: Final = st.text(max_size=20).map(lambda words: words + MARK)
_CODES: Final = st.text("abcdef0123456789-", max_size=12)
_NUMBERS: Final = st.integers(min_value=0, max_value=2**53 - 1)
_MOMENTS: Final = st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # Hypothesis adds it


def any_of(kind: Any, *, private: bool = False) -> st.SearchStrategy[Any]:
    """Values of a type; strings are words where it is private, else codes."""
    arguments = get_args(kind)
    if isinstance(kind, NewType):
        return any_of(kind.__supertype__, private=private)
    if is_dataclass(kind):
        return _built(kind, private=private)
    if get_origin(kind) in (Union, UnionType):
        return st.one_of([any_of(one, private=private) for one in arguments])
    if get_origin(kind) is Literal:
        return st.sampled_from(arguments)
    if get_origin(kind) in (tuple, frozenset):
        return st.lists(any_of(arguments[0], private=private), max_size=3).map(get_origin(kind))
    if get_origin(kind) is Mapping:
        key, item = (any_of(argument, private=private) for argument in arguments)
        return st.dictionaries(key, item, max_size=3)
    known = {str: _WORDS if private else _CODES, int: _NUMBERS, bool: st.booleans(), datetime: _MOMENTS}
    return st.none() if kind is type(None) else known[kind]


def _built(kind: Any, *, private: bool) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    return st.builds(
        kind,
        **{
            field.name: any_of(hints[field.name], private=private or bool(field.metadata.get("private")))
            for field in fields(kind)
        },
    )
