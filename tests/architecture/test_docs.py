"""The pages say what the code does: settings, policy keys, conditions and commands are compared with it, links are followed."""

import re
from pathlib import Path
from typing import Final

import pytest

from adapters.policy_file.load import Loaded, load_cases_bytes, load_text
from adapters.policy_file.texts import example as example_policy
from bot.settings import Settings
from tests.architecture.sources import ROOT
from workflows.policy.conditions.kinds import KINDS
from workflows.policy.reference import reference
from workflows.policy.trials import DRAFT, Cases

PAGES: Final = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))
COMMANDS: Final = ("pip install uv && uv run copydesk demo", "pip install uv && uv run pytest")
# Files of the machine on which a page was written, rather than of the project.
MACHINE_PATHS: Final = re.compile(r"(?<![\w.:/~-])/(?:work|root|home|tmp|opt|usr|var|mnt|Users)/|\b[A-Z]:\\")

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    """Every link to a file of the project leads to one, and every link to a heading to that heading."""
    broken = [target for target in _links(page) if not _exists(page, target)]
    assert broken == []


def test_every_page_can_be_found() -> None:
    """Every page of docs/ is linked from another page."""
    linked = {
        (page.parent / target.partition("#")[0]).resolve()
        for page in PAGES
        for target in _links(page)
        if target.partition("#")[0]
    }
    assert [page.relative_to(ROOT).as_posix() for page in PAGES[2:] if page not in linked] == []


@each_page
def test_no_page_knows_the_machine_it_was_written_on(page: Path) -> None:
    """No page names a path outside the project."""
    assert MACHINE_PATHS.findall(_read(page)) == []


def test_both_commands_stand_alone() -> None:
    """Each of the README's two commands is a fenced block of its own, so that it can be copied whole."""
    blocks = _fenced(ROOT / "README.md", "sh")
    assert [block.rstrip("\n") for block in blocks if "uv &&" in block] == list(COMMANDS)


def test_every_setting_is_documented() -> None:
    """docs/configuration.md has one row for each setting and no other, with the default that the code has."""
    rows = dict(
        re.findall(r"^\| `(COPYDESK_\w+)` \| [^|]+ \| ([^|]+) \|", _read(_docs("configuration.md")), re.MULTILINE)
    )
    fields = {f"COPYDESK_{name.upper()}": field for name, field in Settings.model_fields.items()}
    assert sorted(rows) == sorted(fields)
    defaults = {name: f"`{field.default}`" for name, field in fields.items() if field.default not in (None, "")}
    assert {name: rows[name] for name in defaults} == defaults


def test_every_address_is_documented() -> None:
    """docs/configuration.md has the addresses that are served, and no other."""
    rows = re.findall(r"^\| `(?:GET|POST) (/\S+)`", _read(_docs("configuration.md")), re.MULTILINE)
    sources = (ROOT / "bot" / "web.py", *(ROOT / "adapters").glob("*/*.py"))
    text = "\n".join(map(_read, sources))
    served = re.findall(r'web\.(?:get|post)\("(/[^"]*)"', text) + re.findall(
        r'^(?:PATH|INSTALL|REDIRECT): Final = "(/[^"]*)"', text, re.MULTILINE
    )
    assert sorted(rows) == sorted(served)


@pytest.mark.parametrize(
    ("heading", "broken"),
    [
        ("company", "company: 1"),
        ("people", "people: [1]"),
        ("desks", "desks: {legal: {nowhere: 1}}"),
        ("groups", "desks: {legal: {groups: 1}}"),
        ("reach", "desks: {legal: {reach: 1}}"),
        ("rules", "rules: [1]"),
        ("channels", "channels: {x: 1}"),
        ("wordlists", "wordlists: [1]"),
        ("claims", "claims: 1"),
        ("digest", "digest: [1]"),
        ("holds", "holds: 1"),
        ("restricted", "restricted: 1"),
        ("override", "override: 1"),
    ],
)
def test_every_key_of_the_policy_is_documented(heading: str, broken: str) -> None:
    """docs/policy.md explains the keys of each part of the policy, and no other: those that the reader itself asks for."""
    errors = load_text(broken)
    assert isinstance(errors, tuple)
    asked = next(
        found[1]
        for error in errors
        if (found := re.search(r"(?:expected .* with|no key .*; expected) ([\w, ]+)$", error))
    )
    assert sorted(_keys(heading)) == sorted(re.split(r", | and | or ", asked))


def test_the_reference_of_the_conditions_is_up_to_date() -> None:
    """docs/policy-conditions.md is what `copydesk policy reference` prints."""
    assert _read(_docs("policy-conditions.md")) == reference()


NAMES: Final = """
conditions: {financial: {words: {phrases: [revenue]}}}
pillars: {reliability: Reliability}
campaigns: {spring: Spring}
topics: {finance: {name: Finance, when: {is: financial}}, health: Health}
markets: {de: Germany, at: Austria}
languages: {de: German}
relationships: {paid: Paid, gifted: Gifted}
"""


@pytest.mark.parametrize("example", [example for kind in KINDS.values() for example, _ in kind.examples])
def test_an_example_of_a_condition_can_be_read(example: str) -> None:
    """Every example of the reference is a condition, given the names that it speaks of."""
    policy = _fenced(_docs("policy.md"), "yaml")[0] + NAMES
    loaded = load_text(policy.replace("words: {phrases: [giveaway, win a, prize]}", example))
    assert isinstance(loaded, Loaded), loaded


def test_the_cases_of_the_page_can_be_tried() -> None:
    """Those in docs/how-to/test-a-policy.md are read, and its table names every key of a draft."""
    page = _docs("how-to/test-a-policy.md")
    (cases,) = _fenced(page, "yaml")
    loaded = load_text(example_policy())
    assert isinstance(loaded, Loaded)
    assert isinstance(load_cases_bytes(cases.encode(), "cases", loaded.policy), Cases)
    rows = re.split(r"^## Drafts$", _read(page), flags=re.MULTILINE)[1].splitlines()
    documented = [key for row in rows for key in re.findall(r"`(\w+)`", row.split("|")[1] if "|" in row else "")]
    assert sorted(documented) == sorted(DRAFT)


def test_the_policy_of_the_page_is_one() -> None:
    """The example in docs/policy.md is read without an error or a warning, and so is it with each of the page's other pieces."""
    good, *pieces, _ = _fenced(_docs("policy.md"), "yaml")
    for more in ("", *pieces):
        loaded = load_text(good + more)
        assert isinstance(loaded, Loaded), loaded
        assert loaded.warnings == ()


def test_the_errors_of_the_page_are_told() -> None:
    """The broken policy in docs/policy.md gives the errors that stand below it, word for word."""
    *_, bad = _fenced(_docs("policy.md"), "yaml")
    (errors,) = _fenced(_docs("policy.md"), "text")
    assert load_text(bad, "policy.yaml") == tuple(errors.splitlines())


def _docs(name: str) -> Path:
    return ROOT / "docs" / name


def _read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _prose(page: Path) -> str:
    return re.sub(r"^ *```.*?^ *```$", "", _read(page), flags=re.MULTILINE | re.DOTALL)


def _links(page: Path) -> list[str]:
    return [target for target in re.findall(r"\]\(([^)\s]+)\)", _prose(page)) if "://" not in target]


def _exists(page: Path, target: str) -> bool:
    path, _, heading = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    if not file.exists() or not file.is_relative_to(ROOT):
        return False
    return not heading or heading in {_slug(found) for found in re.findall(r"^#+ (.+)$", _prose(file), re.MULTILINE)}


def _slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _fenced(page: Path, kind: str) -> list[str]:
    """Return the fenced blocks of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", _read(page), re.MULTILINE | re.DOTALL)


def _section(heading: str) -> str:
    """Return what stands under a heading of docs/policy.md, up to the next one."""
    return re.split(
        r"^#+ ", re.split(rf"^#+ {heading}$", _read(_docs("policy.md")), flags=re.MULTILINE)[1], flags=re.MULTILINE
    )[0]


def _keys(heading: str) -> list[str]:
    return re.findall(r"^\| `(\w+)` \|", _section(heading), re.MULTILINE)
