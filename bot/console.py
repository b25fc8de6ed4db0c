"""How every command of the command line prints, writes and refuses."""

from collections.abc import Mapping
from pathlib import Path
from typing import Never

import typer

from bot.settings import BadSettings, Settings, read_settings

BROKEN = 1
"""The exit code for what was looked at and does not hold: a record, a policy, a case."""
REFUSED = 2
"""The exit code for what was refused before anything started."""


def refuse(problems: tuple[str, ...]) -> Never:
    """Say why not, and end."""
    for problem in problems:
        typer.echo(problem, err=True)
    raise typer.Exit(REFUSED)


def print_or_refuse(text: str | tuple[str, ...]) -> None:
    """Print what was found out, or say why it could not be."""
    if isinstance(text, tuple):
        refuse(text)
    typer.echo(text)


def settings_or_refuse() -> Settings:
    """The settings, where they are good."""
    settings = read_settings()
    if isinstance(settings, BadSettings):
        refuse(settings.problems)
    return settings


def write(file: Path, data: bytes, instead: str, *, force: bool = False) -> None:
    """Write a file; one that is there is left alone unless `force`, and `instead` says what to do."""
    try:
        with file.open("wb" if force else "xb") as out:
            out.write(data)
    except FileExistsError:
        refuse((_exists(file, instead),))
    except (OSError, ValueError) as error:
        # A ValueError is a name that no file can have.
        refuse((f"{file} can't be written: {error.strerror if isinstance(error, OSError) else error}.",))


def write_all(files: Mapping[Path, bytes], instead: str) -> None:
    """Write files that belong together: none of them where one is there already."""
    for file in files:
        if file.exists():
            refuse((_exists(file, instead),))
    for file, data in files.items():
        write(file, data, instead)


def _exists(file: Path, instead: str) -> str:
    return f"{file} exists already. {instead}"
