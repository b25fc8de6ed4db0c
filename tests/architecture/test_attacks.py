"""docs/security.md tells the truth about what is tested."""

import ast
import re

from tests.architecture.sources import ROOT

DUE = {
    *range(1, 21),
    *range(24, 41),
    *range(42, 46),
    *range(47, 56),
    57,
    58,
    *range(61, 69),
}
"""What has to be refused by now."""
ATTACKS = ROOT / "tests" / "attack"
PAGE = ROOT / "docs" / "security.md"
NAMED = re.compile(r"Attacks? ([0-9, and]+)")
ROW = re.compile(r"^\| ([0-9]+) \|.*\| (`.*`) \|$", re.MULTILINE)


LATER = re.compile(r"^## Still to come\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
"""What the page says is not there yet."""


def _tested() -> dict[int, set[str]]:
    """The files whose tests' docstrings name each attack."""
    found: dict[int, set[str]] = {}
    for file in ATTACKS.glob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                named = NAMED.match(ast.get_docstring(node) or "")
                for number in re.findall("[0-9]+", named[1]) if named else ():
                    found.setdefault(int(number), set()).add(file.name)
    return found


def test_the_table_names_what_there_is() -> None:
    """Each attack in the table is named by tests in each of its files, and in no other."""
    table = {
        int(number): set(re.findall(r"`([a-z_]+\.py)`", files))
        for number, files in ROW.findall(PAGE.read_text("utf-8"))
    }
    tested = _tested()
    assert table == {number: tested[number] for number in table}
    assert table.keys() >= DUE


def test_what_is_still_to_come_is_not_there_yet() -> None:
    """No attack is listed as one that nothing refuses yet and has its row in the table."""
    page = PAGE.read_text("utf-8")
    (later,) = LATER.findall(page)
    listed = {int(number) for number in re.findall(r"(?:[|·] )([0-9]+) ", later)}
    assert listed
    assert not listed & {int(number) for number, _ in ROW.findall(page)}
