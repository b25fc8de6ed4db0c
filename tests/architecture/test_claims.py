"""Tests are sentences, and nothing in them is patched, skipped or repeated until it passes."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import Module, dotted, imported, is_inside, modules, report, walk

# Missing PostgreSQL or a missing browser is told in conftest.py alone, and fails where COPYDESK_TEST_REQUIRE names it.
SKIPS = ("pytest.skip", "pytest.importorskip", "pytest.mark.skip", "pytest.mark.skipif", "pytest.mark.xfail")


def test_every_test_is_a_claim() -> None:
    """Every test has a docstring that says what it shows."""
    assert not report({module.path: list(_silent(module)) for module in modules("tests")})


def test_nothing_is_patched() -> None:
    """No test patches what it tests: fakes are handed to constructors."""
    assert not report({module.path: list(_patches(module)) for module in modules("tests")})


def test_nothing_is_skipped() -> None:
    """No test is skipped or expected to fail, but for want of PostgreSQL or a browser, as conftest.py decides."""
    assert not report(
        {
            module.path: [
                f"{node.lineno}: {dotted(node)}"
                for node in walk(module.tree)
                if isinstance(node, ast.Attribute) and dotted(node) in SKIPS
            ]
            for module in modules("tests")
            if not module.path.endswith("/conftest.py")
        }
    )


def _silent(module: Module) -> Iterator[str]:
    for node in _functions(module):
        if node.name.startswith("test_") and not ast.get_docstring(node):
            yield f"{node.lineno}: {node.name} has no docstring"


def _patches(module: Module) -> Iterator[str]:
    for line, name in imported(module.tree):
        if is_inside(name, "unittest.mock"):
            yield f"{line}: imports {name}"
    for node in _functions(module):
        if {argument.arg for argument in node.args.args} & {"monkeypatch", "mocker"}:
            yield f"{node.lineno}: {node.name} patches"


def _functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
