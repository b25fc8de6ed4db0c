"""A document as plain scalars, lists and mappings that know where they stand, whatever format the file has."""

from workflows.domain.value import value


@value
class Scalar:
    """One word or sentence, as text: whoever expects a number or a time reads it. Lines and columns count from 1."""

    text: str
    line: int
    column: int


@value
class Listing:
    """Items in order."""

    items: tuple["Node", ...]
    line: int
    column: int


@value
class Entry:
    """One key with what it is given."""

    key: Scalar
    node: "Node"


@value
class Mapping:
    """Entries in order; the same key may stand in it twice, which is for the reader to refuse."""

    entries: tuple[Entry, ...]
    line: int
    column: int


Node = Scalar | Listing | Mapping
