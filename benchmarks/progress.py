"""Progress, for whoever waits: on the standard error, so that the standard output holds the result alone."""

import sys


def say(words: str) -> None:
    """One line."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
