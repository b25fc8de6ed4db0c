"""How posts should sound and what they must say: `pillars`, `channels`, `relationships`, `claims` and `alt_text`."""

from collections.abc import Callable, Mapping
from typing import Final, Literal, TypeVar

from workflows.checks.channels import CHANNELS
from workflows.checks.claims import KINDS
from workflows.checks.words import wrong_with_words
from workflows.domain.brand import AltTextRule, Brand, ChannelCard, ClaimsRule, Disclosure, Pillar, WordList
from workflows.domain.ids import ChannelId, Email
from workflows.domain.policy import ListedPerson
from workflows.policy import shapes
from workflows.policy.days import read_day
from workflows.policy.owned import NAMED, OWNED, REVIEWED, SHAPES, read_owner, warn_unowned
from workflows.policy.reading import Reader, quoted
from workflows.policy.shapes import Shape
from workflows.policy.tree import Mapping as Tree
from workflows.policy.tree import Node

BRAND: Final = {
    "channels": "how each channel is written for",
    "wordlists": "words to look out for",
    "claims": "which claims need a source",
    "alt_text": "what it leads to that a picture has no alt text",
}
"""The keys at the top of the file, each with what it holds; pillars and relationships are names as well."""
_PILLAR_MORE: Final = {
    "promise": "what it promises",
    "proof": "what proves that",
    "do": "words that go with it",
    "dont": "words that do not",
    **REVIEWED,
}
_CHANNEL: Final = {"purpose": "what the channel is for"}
_CHANNEL_MORE: Final = {
    "voice": "how it sounds, three lines at most",
    "good": "a good example",
    "bad": "a bad example",
    **REVIEWED,
}
_RELATIONSHIP_MORE: Final = {
    "disclosure": "what has to be said, such as “#ad”",
    "where": "first or before_more",
    **OWNED,
}
_CLAIMS: Final = {"need_source": "true or false"}
_CLAIMS_MORE: Final = {"kinds": "which claims", **OWNED}
_TRUTHS: Final = ("true", "false")
_WHERE: Final[tuple[Literal["first", "before_more"], ...]] = ("first", "before_more")
_ALT_TEXT: Final[tuple[Literal["block", "warn"], ...]] = ("block", "warn")
_ALT_TEXT_FIELDS: Final = {"effect": "block or warn"}
_REVIEW: Final = "a day such as 2027-01-31"
_MOST_VOICE: Final = 3
_MOST_TEXT: Final = 500
"""Characters of an example, so that a form has room for it."""
_CARD: Final = shapes.fields(
    _CHANNEL,
    _CHANNEL_MORE,
    {
        "purpose": shapes.TEXT,
        "voice": shapes.either(shapes.TEXT, {**shapes.many(shapes.TEXT), "maxItems": _MOST_VOICE}),
        **dict.fromkeys(("good", "bad"), shapes.TEXT),
        **{key: SHAPES[key] for key in REVIEWED},
    },
)
BRAND_SHAPES: Final[Mapping[str, Shape]] = {
    "pillars": shapes.keyed(
        shapes.either(
            shapes.TEXT,
            shapes.fields(
                NAMED,
                _PILLAR_MORE,
                {
                    **dict.fromkeys(("promise", "proof"), shapes.TEXT),
                    **dict.fromkeys(("do", "dont"), shapes.several(shapes.TEXT)),
                    **SHAPES,
                },
            ),
        )
    ),
    "relationships": shapes.keyed(
        shapes.either(
            shapes.TEXT,
            shapes.fields(
                NAMED,
                _RELATIONSHIP_MORE,
                {
                    "disclosure": shapes.several(shapes.TEXT),
                    "where": shapes.one_of(_WHERE),
                    **{key: SHAPES[key] for key in (*NAMED, *OWNED)},
                },
            ),
        )
    ),
    "channels": shapes.fields(
        {}, {key: channel.name for key, channel in CHANNELS.items()}, dict.fromkeys(CHANNELS, _CARD), least=1
    ),
    "claims": shapes.fields(
        _CLAIMS,
        _CLAIMS_MORE,
        {
            "need_source": shapes.one_of((True, False, *_TRUTHS)),
            "kinds": shapes.several(shapes.one_of(KINDS)),
            "owner": SHAPES["owner"],
        },
    ),
    "alt_text": shapes.either(
        shapes.one_of(_ALT_TEXT),
        shapes.fields(
            _ALT_TEXT_FIELDS, OWNED, {"effect": shapes.one_of(_ALT_TEXT), **{key: SHAPES[key] for key in OWNED}}
        ),
    ),
}
"""How they look in the JSON Schema."""
T = TypeVar("T")


def parse_brand(
    entries: Mapping[str, Node], reader: Reader, people: Mapping[Email, ListedPerson], wordlists: tuple[WordList, ...]
) -> Brand:
    """What the entries at the top of the file say of it; their names alone are the vocabulary's."""

    def pillar(node: Node) -> Pillar:
        fields = reader.fields(node, "a pillar", NAMED, _PILLAR_MORE) or {}
        name = _text(fields, "name", NAMED, reader)
        if "dont" in fields:
            warn_unowned(node, f"the pillar {quoted(name)}", fields, reader)
        return Pillar(
            name=name,
            promise=_text(fields, "promise", _PILLAR_MORE, reader),
            proof=_text(fields, "proof", _PILLAR_MORE, reader),
            do=tuple(item.text for item in reader.scalars(fields.get("do"), "a word or phrase")),
            dont=read_words(fields.get("dont"), reader),
            owner=read_owner(fields.get("owner"), reader, people),
            review=read_day(fields.get("review"), reader, _REVIEW),
        )

    def channel(node: Node) -> ChannelCard:
        fields = reader.fields(node, "a channel", _CHANNEL, _CHANNEL_MORE) or {}
        voice = reader.scalars(fields.get("voice"), "a line on how it sounds")
        if len(voice) > _MOST_VOICE:
            reader.wrong(voice[_MOST_VOICE], f"expected at most {_MOST_VOICE} lines on how it sounds")
        return ChannelCard(
            purpose=_text(fields, "purpose", _CHANNEL, reader),
            voice=tuple(item.text for item in voice),
            good=_text(fields, "good", _CHANNEL_MORE, reader),
            bad=_text(fields, "bad", _CHANNEL_MORE, reader),
            owner=read_owner(fields.get("owner"), reader, people),
            review=read_day(fields.get("review"), reader, _REVIEW),
        )

    def disclosure(node: Node) -> Disclosure:
        fields = reader.fields(node, "a relationship", NAMED, _RELATIONSHIP_MORE) or {}
        name = _text(fields, "name", NAMED, reader)
        if "disclosure" in fields:
            warn_unowned(node, f"the relationship {quoted(name)}", fields, reader)
        return Disclosure(
            name=name,
            forms=read_words(fields.get("disclosure"), reader),
            where=reader.choice(fields.get("where"), "where it has to stand", _WHERE) or "first",
            owner=read_owner(fields.get("owner"), reader, people),
        )

    disclosures = _detailed(entries.get("relationships"), disclosure)
    return Brand(
        pillars=_detailed(entries.get("pillars"), pillar),
        channels=_channels(entries.get("channels"), reader, channel),
        wordlists=wordlists,
        disclosures={key: one for key, one in disclosures.items() if one.forms},
        claims=_claims(entries.get("claims"), reader, people),
        alt_text=_alt_text(entries.get("alt_text"), reader, people),
    )


def read_words(node: Node | None, reader: Reader) -> tuple[str, ...]:
    """Words or phrases that can be found."""
    good: list[str] = []
    for item in reader.scalars(node, "a word or phrase"):
        wrong = wrong_with_words(item.text)
        if wrong is None:
            good.append(item.text)
        else:
            reader.wrong(item, wrong)
    return tuple(good)


def _detailed(node: Node | None, read: Callable[[Node], T]) -> Mapping[str, T]:
    """Those that say more than their name."""
    entries = node.entries if isinstance(node, Tree) else ()
    return {entry.key.text: read(entry.node) for entry in entries if isinstance(entry.node, Tree)}


def _channels(
    node: Node | None, reader: Reader, read: Callable[[Node], ChannelCard]
) -> Mapping[ChannelId, ChannelCard]:
    if node is None:
        return {}
    if not isinstance(node, Tree) or not node.entries:
        reader.wrong(node, "expected channels: a key such as linkedin, then what the channel is for")
        return {}
    cards: dict[ChannelId, ChannelCard] = {}
    for entry in reader.entries(node):
        channel = reader.choice(entry.key, "a channel", CHANNELS)
        card = read(entry.node)
        if channel is not None:
            cards[channel] = card
    return cards


def _claims(node: Node | None, reader: Reader, people: Mapping[Email, ListedPerson]) -> ClaimsRule | None:
    if node is None:
        return None
    fields = reader.fields(node, "“claims”", _CLAIMS, _CLAIMS_MORE) or {}
    needed = reader.choice(fields.get("need_source"), "whether claims need a source", _TRUTHS)
    kinds = reader.choices(fields.get("kinds"), "a kind of claim", KINDS)
    owner = read_owner(fields.get("owner"), reader, people)
    if needed != "true":
        return None
    warn_unowned(node, "“claims”", fields, reader)
    return ClaimsRule(kinds=frozenset(kinds or KINDS), owner=owner)


def _alt_text(node: Node | None, reader: Reader, people: Mapping[Email, ListedPerson]) -> AltTextRule | None:
    """A bare word, or a mapping that also says whose rule it is."""
    what = "“alt_text”"
    if not isinstance(node, Tree):
        effect = reader.choice(node, BRAND["alt_text"], _ALT_TEXT)
        if node is None or effect is None:
            return None
        warn_unowned(node, what, {}, reader, f"write {{effect: {effect}, owner: …}}")
        return AltTextRule(effect=effect)
    fields = reader.fields(node, what, _ALT_TEXT_FIELDS, OWNED) or {}
    effect = reader.choice(fields.get("effect"), BRAND["alt_text"], _ALT_TEXT)
    owner = read_owner(fields.get("owner"), reader, people)
    if effect is None:
        return None
    warn_unowned(node, what, fields, reader)
    return AltTextRule(effect=effect, owner=owner)


def _text(fields: Mapping[str, Node], key: str, keys: Mapping[str, str], reader: Reader) -> str:
    return reader.text(fields.get(key), keys[key], _MOST_TEXT) or ""
