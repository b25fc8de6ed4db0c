"""Trees for the tests, made from plain Python data; every place is line 1, column 1."""

from workflows.domain.ids import DeskId, Email
from workflows.domain.policy import Subject, Vocabulary
from workflows.policy.conditions.base import Explainable
from workflows.policy.conditions.kinds import Conditions
from workflows.policy.reading import Reader
from workflows.policy.tree import Entry, Listing, Mapping, Node, Scalar

Plain = str | list["Plain"] | dict[str, "Plain"]

VOCABULARY = Vocabulary(
    pillars={"reliability": "Reliability"},
    campaigns={"spring": "Spring 2026"},
    topics={"finance": "Finance", "health": "Health"},
    markets={"de": "Germany", "at": "Austria"},
    languages={"de": "German", "en": "English"},
    relationships={"paid": "paid for it", "gifted": "given the product"},
)
NAMED: Plain = {
    "financial": {"words": {"phrases": ["revenue", "profit"]}},
    "loud": {"all": [{"is": "financial"}, {"link": "present"}]},
}
FINDS_FINANCE: Plain = {"is": "financial"}
DESKS = {DeskId("legal"): "Legal", DeskId("marketing"): "Marketing"}


def tree(data: Plain) -> Node:
    """The tree of nested lists, dicts and strings."""
    match data:
        case str():
            return Scalar(text=data, line=1, column=1)
        case list():
            return Listing(items=tuple(map(tree, data)), line=1, column=1)
        case dict():
            entries = (Entry(key=Scalar(text=key, line=1, column=1), node=tree(node)) for key, node in data.items())
            return Mapping(entries=tuple(entries), line=1, column=1)


def read(data: Plain) -> tuple[Explainable | None, list[str], list[str]]:
    """The condition that `data` describes, its errors and its warnings."""
    reader = Reader()
    conditions = Conditions(
        reader,
        desks=DESKS,
        people=(Email("ada@example.com"), Email("ben@example.com")),
        attributes=frozenset({"agency"}),
        vocabulary=VOCABULARY,
        zone="America/New_York",
        named=tree(NAMED),
        topics={"finance": Entry(key=Scalar(text="finance", line=1, column=1), node=tree(FINDS_FINANCE))},
    )
    condition = conditions.read(tree(data))
    return condition, [problem.says for problem in reader.problems], [problem.says for problem in reader.warnings]


def condition(data: Plain) -> Explainable:
    """The condition that `data` describes, which must be right."""
    found, problems, _ = read(data)
    assert found is not None, problems
    assert not problems
    return found


def because(data: Plain, subject: Subject) -> str | None:
    """Why the condition that `data` describes holds; None where it does not."""
    explained = condition(data).explain(subject)
    assert condition(data).state(subject) == explained.state
    assert bool(explained.because) == (explained.state != "fails")
    return explained.because or None
