"""`copydesk policy init --example`: the policies of whole companies, each with cases that try all of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from adapters.policy_file.load import Loaded, load
from adapters.policy_file.texts import EXAMPLES
from tests.integration.bot.typed import copydesk, elsewhere

each_example = pytest.mark.parametrize("name", EXAMPLES)


@pytest.fixture(autouse=True)
def folder() -> Iterator[Path]:
    """An empty folder."""
    with elsewhere() as empty:
        yield empty


@each_example
def test_an_example_is_written_with_its_cases(name: str, folder: Path) -> None:
    """Both files are there, and it is said what to do with them."""
    result = copydesk("policy", "init", "--example", name, "mine.yaml")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "Wrote mine.yaml and mine.test.yaml. Edit them, try them with “copydesk policy test mine.yaml”, "
        "then start with COPYDESK_POLICY=mine.yaml\n"
    )
    assert sorted(file.name for file in folder.iterdir()) == ["mine.test.yaml", "mine.yaml"]


@each_example
def test_an_example_is_good_as_it_stands(name: str) -> None:
    """It has no error and no warning, and begins by saying what it is."""
    copydesk("policy", "init", "--example", name, "policy.yaml")
    checked = copydesk("policy", "check", "policy.yaml")
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert checked.stdout.startswith("policy.yaml is good: ")
    loaded = load(Path("policy.yaml"))
    assert isinstance(loaded, Loaded)
    assert loaded.text.startswith(("# A policy", "# The policy"))


@each_example
def test_the_cases_try_every_outcome(name: str) -> None:
    """Each case comes to what it says, and each rule is seen to hold and not to hold."""
    copydesk("policy", "init", "--example", name, "policy.yaml")
    tried = copydesk("policy", "test", "--min-coverage", "100", "policy.yaml")
    assert (tried.exit_code, tried.stderr) == (0, "")
    first, last = tried.stdout.splitlines()
    assert first.startswith("Outcomes of rules tried: 100 % (")
    assert last.endswith(" cases, all as they say.")


def test_an_example_that_there_is_not(folder: Path) -> None:
    """The nearest one is named, and nothing is written."""
    result = copydesk("policy", "init", "--example", "bnk", "policy.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "There is no example “bnk”; did you mean “bank”?\n"
    result = copydesk("policy", "init", "--example", "zoo", "policy.yaml")
    assert result.stderr == snapshot(
        "There is no example “zoo”; expected demo, listed-company, consumer-brand or bank\n",
    )
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("taken", ["policy.yaml", "policy.test.yaml"])
def test_nothing_is_written_over(taken: str, folder: Path) -> None:
    """Where one of the two files is there already, neither is written."""
    (folder / taken).write_text("mine", encoding="utf-8")
    result = copydesk("policy", "init", "--example", "bank", "policy.yaml")
    assert result.exit_code == 2
    assert result.stderr == f"{taken} exists already. Choose another name, or move it away first.\n"
    assert [(file.name, file.read_text("utf-8")) for file in folder.iterdir()] == [(taken, "mine")]
