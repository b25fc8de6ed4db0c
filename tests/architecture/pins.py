"""What pyproject.toml pins, and what the installed packages say they need."""

import tomllib
from collections.abc import Iterator
from importlib import metadata
from itertools import product
from typing import Literal, TypedDict, cast

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from tests.architecture.sources import ROOT

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "aarch64"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
)
MACHINES = tuple(
    {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        **system,
    }
    for python, system in product(PYTHONS, SYSTEMS)
)

_Uv = TypedDict("_Uv", {"constraint-dependencies": list[str], "build-constraint-dependencies": list[str]})
_File = TypedDict(
    "_File",
    {
        "build-system": dict[Literal["requires"], list[str]],
        "project": dict[Literal["dependencies"], list[str]],
        "dependency-groups": dict[Literal["dev"], list[str]],
        "tool": dict[Literal["uv"], _Uv],
    },
)


class Pins:
    """The lists of pyproject.toml that name other people's packages."""

    def __init__(self) -> None:
        file = cast("_File", tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8")))
        uv = file["tool"]["uv"]
        self.runtime = [Requirement(line) for line in file["project"]["dependencies"]]
        self.dev = [Requirement(line) for line in file["dependency-groups"]["dev"]]
        self.transitive = [Requirement(line) for line in uv["constraint-dependencies"]]
        self.build = [
            Requirement(line) for line in (*file["build-system"]["requires"], *uv["build-constraint-dependencies"])
        ]

    @property
    def direct(self) -> list[Requirement]:
        """What the product or its tests ask for by name."""
        return [*self.runtime, *self.dev]

    @property
    def resolved(self) -> list[Requirement]:
        """All that ends up in the environment."""
        return [*self.direct, *self.transitive]


def name_of(requirement: Requirement) -> NormalizedName:
    """Return the package's name in the one spelling that compares equal."""
    return canonicalize_name(requirement.name)


def closure(roots: list[Requirement]) -> dict[NormalizedName, str]:
    """Return every package these need on any supported Python and system, each with the one that asks for it.

    A package that is not installed here (one that only another system needs) is taken to need nothing itself.
    """
    asked: dict[NormalizedName, str] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(root, "pyproject.toml") for root in roots]
    while waiting:
        requirement, asker = waiting.pop()
        name = name_of(requirement)
        asked.setdefault(name, asker)
        for extra in ("", *requirement.extras):
            if (name, extra) not in seen:
                seen.add((name, extra))
                waiting.extend((needed, name) for needed in _needs(name, extra))
    return asked


def _needs(name: str, extra: str) -> Iterator[Requirement]:
    try:
        lines = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return
    for requirement in map(Requirement, lines):
        marker = requirement.marker
        if marker is None or any(marker.evaluate({**machine, "extra": extra}) for machine in MACHINES):
            yield requirement
