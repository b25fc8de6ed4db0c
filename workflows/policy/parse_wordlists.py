"""`wordlists`: words to look out for, each list with its owner and what it leads to that one is found."""

from collections.abc import Mapping
from typing import Final, get_args

from workflows.checks.channels import CHANNELS
from workflows.checks.words import wrong_with_pattern, wrong_with_words
from workflows.domain.brand import Effect, How, Listed, Owner, WordList
from workflows.domain.content import PARTS
from workflows.domain.ids import DeskId, Email
from workflows.domain.policy import Desk, ListedPerson, Rule, Vocabulary
from workflows.policy import shapes
from workflows.policy.conditions.base import leaf
from workflows.policy.listed_words import ListsWords
from workflows.policy.owned import OWNED, SHAPES, read_owner
from workflows.policy.reading import Reader, quoted
from workflows.policy.tree import Node

_LIST: Final = {
    "name": "the list's name",
    "why": "a sentence for whoever wrote the words",
    **OWNED,
    "effect": "note, warn, block or route",
    "entries": "what is found, and what to write instead",
}
_LIST_MORE: Final = {
    "desk": "the key of the desk that is asked, where the effect is route",
    "channels": "the channels that it is for",
    "markets": "the markets that it is for",
}
_ENTRY: Final = {
    "phrase": "words to find whole",
    "stem": "how the words begin",
    "pattern": "a regular expression",
    "instead": "what to write instead",
}
_HOW: Final[tuple[How, ...]] = ("phrase", "stem", "pattern")
_MOST_NAME: Final = 80
WORDLISTS: Final = shapes.many(
    shapes.fields(
        _LIST,
        _LIST_MORE,
        {
            **dict.fromkeys(("name", "why", "desk"), shapes.TEXT),
            "owner": SHAPES["owner"],
            "effect": shapes.one_of(get_args(Effect)),
            "entries": shapes.many(
                shapes.with_one(shapes.fields({}, _ENTRY, dict.fromkeys(_ENTRY, shapes.TEXT)), _HOW)
            ),
            "channels": shapes.several(shapes.one_of(CHANNELS)),
            "markets": shapes.several(shapes.TEXT),
        },
    )
)
"""How they look in the JSON Schema."""


def parse_wordlists(
    node: Node | None,
    reader: Reader,
    people: Mapping[Email, ListedPerson],
    desks: Mapping[DeskId, Desk],
    vocabulary: Vocabulary,
) -> tuple[WordList, ...]:
    """The lists in order."""
    lists: list[WordList] = []
    for item in reader.items(node, "word lists"):
        fields = reader.fields(item, "a word list", _LIST, _LIST_MORE) or {}
        name = reader.text(fields.get("name"), _LIST["name"], _MOST_NAME) or ""
        if name and name.casefold() in {one.name.casefold() for one in lists}:
            reader.wrong(fields["name"], f"another word list is called {quoted(name)}; give each its own name")
        effect = reader.choice(fields.get("effect"), "what it leads to", get_args(Effect))
        if effect == "route" and "desk" not in fields:
            reader.wrong(fields["effect"], "“route” needs “desk”: the key of the desk that is asked")
        if effect not in (None, "route") and "desk" in fields:
            reader.wrong(
                fields["desk"], f"no desk is asked where the effect is {quoted(effect)}; only “route” asks one"
            )
        owner = read_owner(fields.get("owner"), reader, people)
        lists.append(
            WordList(
                name=name,
                why=reader.text(fields.get("why"), _LIST["why"]) or "",
                owner=owner or Owner(email=Email(""), name=""),
                effect=effect or "note",
                entries=tuple(
                    entry for one in reader.items(fields.get("entries"), "entries") if (entry := _entry(one, reader))
                ),
                channels=frozenset(reader.choices(fields.get("channels"), "a channel", CHANNELS)),
                markets=frozenset(reader.choices(fields.get("markets"), "a market", vocabulary.markets)),
                desk=reader.choice(fields.get("desk"), "a desk", desks) if desks else None,
            )
        )
    return tuple(lists)


def list_rules(lists: tuple[WordList, ...]) -> tuple[Rule, ...]:
    """A rule for each list that brings in a desk."""
    return tuple(
        Rule(
            name=f"the words on “{one.name}” are cleared",
            why=one.why,
            desk=one.desk,
            when=leaf(ListsWords(of=one)),
            quorum=None,
            judges=PARTS,
        )
        for one in lists
        if one.desk is not None
    )


def _entry(node: Node, reader: Reader) -> Listed | None:
    fields = reader.fields(node, "an entry", {}, _ENTRY)
    if fields is None:
        return None
    kinds: list[How] = [how for how in _HOW if how in fields]
    if len(kinds) != 1:
        reader.wrong(node, "expected one of phrase, stem and pattern in an entry")
        return None
    how = kinds[0]
    find = reader.text(fields[how], _ENTRY[how])
    instead = reader.text(fields.get("instead"), _ENTRY["instead"]) or ""
    wrong = None if find is None else wrong_with_pattern(find) if how == "pattern" else wrong_with_words(find)
    if wrong is not None:
        reader.wrong(fields[how], wrong)
    return None if find is None or wrong is not None else Listed(how=how, find=find, instead=instead)
