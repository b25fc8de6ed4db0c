"""A module is one idea; a long one is usually two."""

from tests.architecture.sources import PRODUCT, modules

ASKS = 300
LIMIT = 400
REASON = "Long because"


def test_no_module_is_too_long() -> None:
    """No module, shipped or test, is longer than 400 lines."""
    sizes = {module.path: len(module.text.splitlines()) for module in modules(*PRODUCT, "tests")}
    assert {path: lines for path, lines in sizes.items() if lines > LIMIT} == {}


def test_a_long_module_gives_its_reason() -> None:
    """A module over 300 lines says in its docstring "Long because ..."."""
    without_reason = {
        module.path: len(module.text.splitlines())
        for module in modules(*PRODUCT, "tests")
        if len(module.text.splitlines()) > ASKS and REASON not in module.text
    }
    assert without_reason == {}
