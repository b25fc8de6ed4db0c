"""A draft to try a policy on, and cases that say what must come of one: read from trees like the policy's own."""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo

from workflows.checks.channels import CHANNELS
from workflows.checks.finding import FieldName
from workflows.domain.content import PARTS, Content, Media, Wanted
from workflows.domain.ids import DeskId, Email, PartName, PersonId
from workflows.domain.people import Person, Role
from workflows.domain.policy import ListedPerson, Policy
from workflows.domain.value import value
from workflows.policy.addresses import read_email, read_zone
from workflows.policy.parse_people import read_listed
from workflows.policy.reading import Problem, Reader, hint, listed, quoted
from workflows.policy.tree import Mapping as Tree
from workflows.policy.tree import Node, Scalar

_REFUSED: Final = (*get_args(FieldName), "nobody")
"""What keeps a post from review: a field of the form, or that the policy would ask nobody."""
_DRAFT_NEEDS: Final = {"text": "the words of the post"}
_DRAFT_MORE: Final = {
    "channels": "where it is to be published",
    "author": "who proposes it: an address, or a role and attributes",
    "link": "a web address",
    "media": "the files attached to it",
    "wanted": "when it is wanted",
    "changed": "the parts that differ from what was approved before",
    "relationship": "what its author is to the company",
    "sources": "what proves its claims",
    "markets": "whom it is for",
    "language": "what it is written in",
    "pillar": "the message that it carries",
    "campaign": "what it is part of",
    "topics": "what it is about",
}
DRAFT: Final = (*_DRAFT_NEEDS, *_DRAFT_MORE)
"""Every key of a draft."""
_FILE: Final = {"kind": "image, video or document"}
_FILE_MORE: Final = {
    "name": "the file's name",
    "alt_text": "what it shows, in words",
    "people": "whether people can be seen in it: untold, nobody or somebody",
}
_AUTHOR: Final = {"role": "employee, reviewer, lead or guest", "attributes": "words that conditions ask for"}
_CASE: Final = {"name": "what it shows", "draft": "the post"}
_CASE_MORE: Final = {
    "desks": "the desks that must be asked, and no others",
    "quorum": "how many must approve, by desk",
    "refused": "the fields that must be refused, or nobody",
    "restricted": "whether only the people named may read it: true or false",
    "watchers": "the addresses of who must see it without being asked, and of nobody else",
}
_MOST_NAME: Final = 150
_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d)(?: (\S+))?", re.ASCII)


@value
class Trial:
    """A post that nobody proposed. `changed` are the parts that differ from what was approved; None where nothing was."""

    content: Content
    author: Person
    wanted: Wanted | None = None
    changed: frozenset[PartName] | None = None


@value
class Case:
    """What must come of a draft: just these `desks`, or a refusal of just these fields; `restricted` is None where it does not
    matter who may read it, `watchers` where it does not matter who watches. `line` and `column` are its place.
    """

    name: str
    line: int
    column: int
    trial: Trial
    desks: frozenset[DeskId]
    quorum: Mapping[DeskId, int]
    refused: frozenset[str]
    restricted: bool | None
    watchers: frozenset[Email] | None


@value
class Cases:
    """All cases of a file, at least one."""

    cases: tuple[Case, ...]


def parse_trial(tree: Node, policy: Policy) -> Trial | tuple[Problem, ...]:
    """One draft, alone in its file; or everything that is wrong with it."""
    reader = Reader()
    trial = _trial(tree, reader, policy)
    return reader.in_order() or trial


def parse_cases(tree: Node, policy: Policy) -> Cases | tuple[Problem, ...]:
    """The cases of a file that has them under `cases`; or everything that is wrong with them."""
    reader = Reader()
    fields = reader.fields(tree, "a file of cases", {"cases": "what must come of which draft"}, {}) or {}
    cases: dict[str, Case] = {}
    for item in reader.items(fields.get("cases"), "cases"):
        case = _case(item, reader, policy)
        if case.name.casefold() in cases:
            reader.wrong(item, f"another case is called {quoted(case.name)}; give each its own name")
        cases[case.name.casefold()] = case
    return reader.in_order() or Cases(cases=tuple(cases.values()))


def _case(node: Node, reader: Reader, policy: Policy) -> Case:
    fields = reader.fields(node, "a case", _CASE, _CASE_MORE) or {}
    desks = reader.choices(fields.get("desks"), "a desk", policy.desks)
    refused = reader.choices(fields.get("refused"), "a field, or nobody", _REFUSED)
    if "desks" in fields and "refused" in fields:
        reader.wrong(node, "a case needs “desks” or “refused”, not both: a post that is refused asks nobody")
    if fields and "desks" not in fields and "refused" not in fields:
        reader.wrong(node, "a case needs “desks” or “refused”: what must come of the draft")
    if "restricted" in fields and "refused" in fields:
        reader.wrong(
            fields["restricted"], "“restricted” goes with “desks”: a post that is refused is read by its authors alone"
        )
    if "watchers" in fields and "refused" in fields:
        reader.wrong(fields["watchers"], "“watchers” goes with “desks”: nobody watches a post that is refused")
    restricted = reader.choice(fields.get("restricted"), _CASE_MORE["restricted"].partition(":")[0], ("true", "false"))
    return Case(
        name=reader.text(fields.get("name"), _CASE["name"], _MOST_NAME) or "",
        line=node.line,
        column=node.column,
        trial=_trial(fields["draft"], reader, policy) if "draft" in fields else _nothing(policy),
        desks=frozenset(desks),
        quorum=_quorums(fields.get("quorum"), reader, desks),
        refused=frozenset(refused),
        restricted=None if restricted is None else restricted == "true",
        watchers=_watchers(fields["watchers"], reader, policy) if "watchers" in fields else None,
    )


def _watchers(node: Node, reader: Reader, policy: Policy) -> frozenset[Email]:
    read = (read_listed(one, reader, policy.people) for one in reader.scalars(node, "an address", none="allowed"))
    return frozenset(email for email in read if email is not None)


def _quorums(node: Node | None, reader: Reader, desks: tuple[DeskId, ...]) -> Mapping[DeskId, int]:
    if node is None:
        return {}
    if not isinstance(node, Tree) or not node.entries:
        reader.wrong(node, "expected how many must approve, by desk: such as {legal: 1}")
        return {}
    found: dict[DeskId, int] = {}
    for entry in reader.entries(node):
        desk = reader.choice(entry.key, "one of the desks of this case", desks)
        text = reader.text(entry.node, "how many must approve: a number")
        if text is not None and not (text.isascii() and text.isdecimal() and 0 < int(text[:5]) < 10_000):
            reader.wrong(entry.node, f"expected how many must approve: a number, not {quoted(text)}")
        elif text is not None and desk is not None:
            found[desk] = int(text)
    return found


def _nothing(policy: Policy) -> Trial:
    return Trial(content=Content(text="", channels=()), author=_somebody(policy, "employee", frozenset()))


def _trial(node: Node, reader: Reader, policy: Policy) -> Trial:
    fields = reader.fields(node, "a draft", _DRAFT_NEEDS, _DRAFT_MORE) or {}
    words = policy.vocabulary
    content = Content(
        text=_words(fields.get("text"), reader, _DRAFT_NEEDS["text"]),
        channels=reader.choices(fields.get("channels"), "a channel", CHANNELS),
        link=reader.text(fields.get("link"), _DRAFT_MORE["link"], 2_000) or "",
        media=tuple(_file(item, reader) for item in reader.items(fields.get("media"), "files")),
        relationship=_key(fields.get("relationship"), reader, "a relationship", words.relationships),
        sources=_words(fields.get("sources"), reader, _DRAFT_MORE["sources"]),
        markets=reader.choices(fields.get("markets"), "a market", words.markets),
        language=_key(fields.get("language"), reader, "a language", words.languages),
        pillar=_key(fields.get("pillar"), reader, "a pillar", words.pillars),
        campaign=_key(fields.get("campaign"), reader, "a campaign", words.campaigns),
        topics=reader.choices(fields.get("topics"), "a topic", words.topics),
    )
    changed = reader.choices(fields.get("changed"), "a part", PARTS)
    return Trial(
        content=content,
        author=_author(fields.get("author"), reader, policy),
        wanted=_moment(fields.get("wanted"), reader, policy.zone),
        changed=frozenset(changed) if "changed" in fields else None,
    )


def _words(node: Node | None, reader: Reader, expected: str) -> str:
    """Words as they stand, with their line breaks; none at all is something to try, too."""
    if node is None or isinstance(node, Scalar):
        return node.text.strip("\n") if node else ""
    reader.wrong(node, f"expected {expected}")
    return ""


def _key(node: Node | None, reader: Reader, expected: str, known: Mapping[str, object]) -> str:
    return reader.choice(node, expected, known) or ""


def _file(node: Node, reader: Reader) -> Media:
    fields = reader.fields(node, "a file", _FILE, _FILE_MORE) or {}
    name = reader.text(fields.get("name"), _FILE_MORE["name"]) or "file"
    kinds: tuple[Literal["image", "video", "document"], ...] = ("image", "video", "document")
    seen: tuple[Literal["untold", "nobody", "somebody"], ...] = ("untold", "nobody", "somebody")
    return Media(
        kind=reader.choice(fields.get("kind"), "a kind of file", kinds) or "image",
        name=name,
        # There are no bytes: files of other names are other files.
        digest=hashlib.sha256(name.encode()).hexdigest(),
        alt_text=_words(fields.get("alt_text"), reader, _FILE_MORE["alt_text"]),
        people=reader.choice(fields.get("people"), "whether people can be seen", seen) or "untold",
    )


def _moment(node: Node | None, reader: Reader, zone: str) -> Wanted | None:
    """`2026-12-24 18:00`, in the company's zone, or with one behind it: `2026-12-24 18:00 Asia/Tokyo`."""
    expected = "a day and a time such as 2026-12-24 18:00, and a time zone if it is not the company's"
    text = reader.text(node, expected)
    if node is None or text is None:
        return None
    found = _MOMENT.fullmatch(text)
    named = Scalar(text=found[3] if found and found[3] else zone, line=node.line, column=node.column)
    try:
        local = datetime.fromisoformat(f"{found[1]}T{found[2]}") if found else None
    except ValueError:
        local = None
    if local is None:
        reader.wrong(node, f"expected {expected}; not {quoted(text)}")
        return None
    meant = read_zone(named, reader)
    return Wanted(at=local.replace(tzinfo=ZoneInfo(meant)).astimezone(UTC), zone=meant) if meant else None


def _author(node: Node | None, reader: Reader, policy: Policy) -> Person:
    """Somebody known by their address, or whoever has a role and attributes; an employee where nothing is said."""
    if isinstance(node, Scalar):
        email = read_email(node, reader)
        known = policy.people.get(email) if email else None
        if known is not None:
            return person(known)
        if email is not None and email.partition("@")[2] not in policy.domains:
            domains = listed(sorted(policy.domains), "or")
            says = f"{quoted(email)} is neither listed under “people” nor an address at {domains}"
            reader.wrong(node, says + hint(email, policy.people))
        return _somebody(policy, "employee", frozenset(), email)
    fields = {} if node is None else reader.fields(node, "“author”", {}, _AUTHOR) or {}
    role = reader.choice(fields.get("role"), "a role", get_args(Role)) or "employee"
    marks = reader.scalars(fields.get("attributes"), "an attribute", none="allowed")
    return _somebody(policy, role, frozenset(mark.text for mark in marks))


def person(known: ListedPerson) -> Person:
    """A listed person as if known; their address stands for their id."""
    return Person(
        id=PersonId(known.email), name=known.name, email=known.email, role=known.role, attributes=known.attributes
    )


def _somebody(policy: Policy, role: Role, marks: frozenset[str], email: Email | None = None) -> Person:
    """Someone whom the policy does not list."""
    address = email or Email(f"someone@{min(policy.domains)}")
    return Person(id=PersonId(address), name=email or "the author", email=address, role=role, attributes=marks)
