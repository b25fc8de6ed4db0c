"""Two installations are alike without a lock file: every package is pinned, and docs/dependencies.md has its reason."""

import json
import re
import sys
from importlib import metadata

from packaging.utils import canonicalize_name

from tests.architecture.pins import Pins, closure, name_of
from tests.architecture.sources import PRODUCT, ROOT, Module, imported, modules, product

PINS = Pins()

# Found by name at run time, not imported: the database drivers behind SQLAlchemy's URLs, and the zones behind zoneinfo.
UNSEEN = {"aiosqlite", "asyncpg", "tzdata"}


def test_every_pin_names_one_version() -> None:
    """Every dependency, direct, transitive or of the build, is pinned with ==."""
    loose = [str(pin) for pin in (*PINS.resolved, *PINS.build) if not re.fullmatch(r"==[^*,]+", str(pin.specifier))]
    assert loose == []


def test_no_package_is_pinned_twice() -> None:
    """Each package has its version in one place."""
    names = [name_of(pin) for pin in PINS.resolved]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_the_pins_are_complete() -> None:
    """Whatever a dependency needs, on Python 3.11 to 3.14 and Linux, macOS or Windows, is pinned."""
    pinned = {name_of(pin) for pin in PINS.resolved}
    missing = {name: asker for name, asker in closure(PINS.direct).items() if name not in pinned}
    assert missing == {}, f"add to constraint-dependencies (each with who needs it): {missing}"


def test_no_pin_is_superfluous() -> None:
    """Nothing is pinned that no dependency needs."""
    superfluous = {name_of(pin) for pin in PINS.transitive} - closure(PINS.direct).keys()
    assert superfluous == set(), f"remove from constraint-dependencies: {sorted(superfluous)}"


def test_what_is_installed_is_what_is_pinned() -> None:
    """Each installed package has the pinned version."""
    installed = {canonicalize_name(found.name): found.version for found in metadata.distributions()}
    differing = [
        f"{pin}, but {installed[name_of(pin)]} is installed"
        for pin in PINS.resolved
        if name_of(pin) in installed and not pin.specifier.contains(installed[name_of(pin)], prereleases=True)
    ]
    assert differing == []


def test_what_is_imported_is_asked_for_by_name() -> None:
    """The product imports no package that only came along with another; nor do the tests."""
    runtime = {name_of(pin) for pin in PINS.runtime}
    assert _packages(product()) - runtime == set()
    assert _packages(modules("tests")) - runtime - {name_of(pin) for pin in PINS.dev} == set()


def test_what_is_asked_for_is_imported() -> None:
    """No runtime dependency is left over from something that no longer needs it."""
    unused = {name_of(pin) for pin in PINS.runtime} - _packages(product()) - UNSEEN
    assert sorted(unused) == []


def test_each_direct_dependency_has_its_reason() -> None:
    """docs/dependencies.md has one row for each direct dependency, the browser tests' of npm included, and no other."""
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| \S", page, re.MULTILINE)
    package = json.loads((ROOT / "tests" / "browser" / "package.json").read_text(encoding="utf-8"))
    assert sorted(rows) == sorted([*(name_of(pin) for pin in PINS.direct), *package["dependencies"]])


def test_the_npm_packages_are_pinned() -> None:
    """Each npm package of the browser tests has one version."""
    package = json.loads((ROOT / "tests" / "browser" / "package.json").read_text(encoding="utf-8"))
    loose = {name: wanted for name, wanted in package["dependencies"].items() if not re.fullmatch(r"[\d.]+", wanted)}
    assert loose == {}


def _packages(among: tuple[Module, ...]) -> set[str]:
    """Return the names, as pyproject.toml spells them, of the packages whose modules these import."""
    homes = metadata.packages_distributions()
    own = {*PRODUCT, "tests", *sys.stdlib_module_names}
    names = {name for module in among for _, name in imported(module.tree) if name.partition(".")[0] not in own}
    return {canonicalize_name(_owner(name, homes.get(name.partition(".")[0], []))) for name in names}


def _owner(name: str, candidates: list[str]) -> str:
    """Return the distribution that holds the module; several may share a namespace, like botbuilder."""
    if len(set(candidates)) <= 1:
        return candidates[0] if candidates else name.partition(".")[0]
    path = "/".join(name.split(".")[:2])
    holders = {
        candidate
        for candidate in candidates
        for file in metadata.files(candidate) or ()
        if file.as_posix() == f"{path}.py" or file.as_posix().startswith(f"{path}/")
    }
    return min(holders, default=candidates[0])
