"""The figures as tables: for the terminal and for docs/benchmarks.md."""

import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from benchmarks.figures import FIGURES

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"

_BEGIN: Final = "<!-- figures: written by `uv run python -m benchmarks` -->"
_END: Final = "<!-- end of figures -->"


def table(measured: Mapping[str, float]) -> str:
    """Markdown: each figure with its bar and its aim."""
    rows = ["| figure | measured | bar | aim | |", "|---|--:|--:|--:|---|"]
    for key, figure in FIGURES.items():
        if key in measured:
            sign = "≥" if figure.better == "more" else "≤"
            bar = f"{sign} {figure.bar:g}" if figure.bar is not None else ""
            aim = f"{figure.aim:g}" if figure.aim is not None else ""
            missed = "" if figure.passes(measured[key]) else "missed"
            rows.append(f"| {figure.says} (`{key}`) | {measured[key]:.3g} | {bar} | {aim} | {missed} |")
    plain = [(key, found) for key, found in measured.items() if key not in FIGURES]
    if plain:
        rows += ["", "| for orientation, on this machine | |", "|---|--:|"]
        rows += [f"| `{key}` | {found:.4g} |" for key, found in plain]
    return "\n".join(rows)


def write(measured: Mapping[str, float]) -> None:
    """Put the figures into the page, between its two marks."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    where = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores"
    text = f"{before}{_BEGIN}\n\nOn {where}:\n\n{table(measured)}\n\n{_END}{after}"
    PAGE.write_text(text, encoding="utf-8")
