"""YAML → a plain tree with line and column.

Read from PyYAML's events, never from its constructors: nothing is ever built from a tag, `no` and `08:30` stay the words
they are, and the walk is a loop, so no nesting can exhaust the stack. Anchors, aliases, tags and merge keys are refused: a
policy needs none, and they are what bombs are made of.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

import yaml
from yaml.error import MarkedYAMLError
from yaml.reader import ReaderError

from workflows.policy.reading import Problem
from workflows.policy.tree import Entry, Listing, Mapping, Node, Scalar

_DEEPEST: Final = 40
_LINE_END: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What PyYAML counts as one, so that all places are counted alike."""

_Place = tuple[int, int]


class _Mark(Protocol):
    """A place as PyYAML has it, in its Python and its C form alike."""

    line: int
    column: int


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet; a mapping's keys and values take turns in `nodes`."""

    place: _Place
    kind: type[Listing] | type[Mapping]
    nodes: list[Node] = field(default_factory=list[Node])


class _NotPlainError(Exception):
    """Something that a plain tree can't have, and where."""

    def __init__(self, place: _Place, says: str) -> None:
        super().__init__(says)
        self.problem = Problem(line=place[0], column=place[1], says=says)


def read_tree(text: str) -> Node | Problem:
    """The one document in `text`, or the first thing in it that is no plain YAML."""
    try:
        return _build(yaml.parse(text, Loader=yaml.SafeLoader))
    except _NotPlainError as refused:
        return refused.problem
    except ReaderError as error:
        return problem_after(text[: error.position], "expected text; this character can't stand in a policy file")
    except MarkedYAMLError as error:
        line, column = _place_of(error.problem_mark)
        says = " ".join(filter(None, (error.problem, error.context and f"({error.context})")))
        return Problem(line=line, column=column, says=f"expected YAML: {says}")
    except (ValueError, OverflowError):
        # PyYAML turns `"\UFFFFFFFF"` and the version in `%YAML` into numbers without looking at their size.
        return Problem(line=1, column=1, says="expected YAML; an escape or a version in it is out of range")


def _build(events: Iterator[yaml.Event]) -> Node:
    stack: list[_Open] = []
    root: Node | None = None
    for event in events:
        done: Node | None = None
        match event:
            case yaml.AliasEvent():
                raise _NotPlainError(_place(event), "expected it written out: references (*name) can't be used here")
            case yaml.ScalarEvent():
                _refuse_extras(event)
                done = _scalar(event)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                _refuse_extras(event)
                if len(stack) >= _DEEPEST:
                    raise _NotPlainError(_place(event), f"expected at most {_DEEPEST} levels of nesting")
                kind = Listing if isinstance(event, yaml.SequenceStartEvent) else Mapping
                stack.append(_Open(place=_place(event), kind=kind))
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                done = _close(stack.pop())
            case yaml.DocumentStartEvent() if root is not None:
                raise _NotPlainError(_place(event), "expected one document; a second begins here")
            case _:
                pass
        if done is not None and stack:
            stack[-1].nodes.append(done)
        elif done is not None:
            root = done
    return root if root is not None else Scalar(text="", line=1, column=1)


def _refuse_extras(event: yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent) -> None:
    if event.anchor is not None:
        raise _NotPlainError(_place(event), "expected it without an anchor: names (&name) can't be used here")
    if event.tag is not None:
        raise _NotPlainError(_place(event), "expected it without a tag: types (!name) can't be used here")


def _scalar(event: yaml.ScalarEvent) -> Scalar:
    line, column = _place(event)
    return Scalar(text=str(event.value), line=line, column=column)


def _close(opened: _Open) -> Listing | Mapping:
    line, column = opened.place
    if opened.kind is Listing:
        return Listing(items=tuple(opened.nodes), line=line, column=column)
    pairs = zip(opened.nodes[::2], opened.nodes[1::2], strict=True)
    return Mapping(entries=tuple(_entry(key, node) for key, node in pairs), line=line, column=column)


def _entry(key: Node, node: Node) -> Entry:
    if not isinstance(key, Scalar):
        raise _NotPlainError((key.line, key.column), "expected a word as a key, not a list or mapping")
    return Entry(key=key, node=node)


def _place(event: yaml.Event) -> _Place:
    return _place_of(event.start_mark)


def _place_of(mark: _Mark | None) -> _Place:
    """Line and column from 1; PyYAML's marks count from 0, and only its types say that there may be none."""
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


def problem_after(before: str, says: str) -> Problem:
    """A problem with what follows `before`, the beginning of a file."""
    lines = _LINE_END.split(before)
    return Problem(line=len(lines), column=len(lines[-1]) + 1, says=says)
