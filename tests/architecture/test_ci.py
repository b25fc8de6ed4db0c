"""What the build machine runs is what the README promises and what pyproject.toml names."""

import os
import re
import tomllib
from typing import cast

from tests.architecture.sources import ROOT

RUN = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


OPTIONS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
MARKERS = [line.partition(":")[0] for line in cast("list[str]", OPTIONS["markers"])]


def test_the_build_runs_every_marked_suite() -> None:
    """Each marker of pyproject.toml is a suite of .ci/run, in the same order, and the other way round."""
    suites = re.search(r"^for name in ([a-z ]+); do$", RUN, re.MULTILINE)
    assert suites is not None
    assert suites[1].split() == MARKERS


def test_the_fast_suite_is_all_the_others_leave() -> None:
    """`uv run pytest` runs what bears no marker: so it need not even import the folders that are called like one."""
    assert f"not ({' or '.join(sorted(MARKERS))})" in OPTIONS["addopts"]


def test_the_readme_gives_both_commands() -> None:
    """The README gives exactly two commands to begin with, each on its own line, each once."""
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    begins = [line for line in lines if line.startswith("pip install uv && ")]
    assert begins == ["pip install uv && uv run copydesk demo", "pip install uv && uv run pytest"]


def test_the_build_may_be_run() -> None:
    """.ci/run is executable."""
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
