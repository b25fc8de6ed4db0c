"""The product's own source files, each read and parsed once, for the tests that read them."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("bot", "adapters", "workflows")


@dataclass(frozen=True, kw_only=True)
class Module:
    """One Python file: its path from the project's root, its dotted name, its text and its syntax tree."""

    path: str
    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """What it says, parsed when somebody first asks."""
        return ast.parse(self.text, filename=self.path)

    def within(self, *packages: str) -> bool:
        """Say whether this is one of these modules, or lives in one of these packages."""
        return any(self.name == package or self.name.startswith(f"{package}.") for package in packages)


def modules(*packages: str) -> tuple[Module, ...]:
    """Return every module of these top-level packages, in the order of their paths."""
    return tuple(module for package in packages for module in _package(package))


def product() -> tuple[Module, ...]:
    """Return every module that is shipped."""
    return modules(*PRODUCT)


@cache
def walk(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Return every node of a tree, found once for all who look."""
    return tuple(ast.walk(tree))


@cache
def imported(tree: ast.AST) -> tuple[tuple[int, str], ...]:
    """Return the line and the dotted name of every absolute import, wherever in the file it stands."""
    return tuple(_imports(tree))


def is_inside(name: str, package: str) -> bool:
    """Say whether the dotted name is this package or something in it."""
    return name == package or name.startswith(f"{package}.")


def dotted(node: ast.expr) -> str:
    """Return `a.b.c` for a name or a chain of attributes, and "" for anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{dotted(value)}.{attr}"
        case _:
            return ""


def report(findings: Mapping[str, list[str]]) -> str:
    """Write findings by file, one to a line, for a failing test to show."""
    return "\n".join(f"{path}:{finding}" for path, found in findings.items() for finding in found)


def _imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=str(module), level=0, names=names):
                yield from ((node.lineno, f"{module}.{alias.name}") for alias in names)
            case _:
                pass


@cache
def _package(name: str) -> tuple[Module, ...]:
    return tuple(map(_read, sorted((ROOT / name).rglob("*.py"))))


def _read(path: Path) -> Module:
    relative = path.relative_to(ROOT)
    parts = relative.with_suffix("").parts
    return Module(
        path=relative.as_posix(),
        name=".".join(parts[:-1] if parts[-1] == "__init__" else parts),
        text=path.read_text(encoding="utf-8"),
    )
