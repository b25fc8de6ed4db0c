"""Starting Copydesk sets up the whole process's logging; afterwards it is as it was."""

import pytest


@pytest.fixture(autouse=True)
def afterwards(logging_as_it_was: None) -> None:
    """For every test here."""
