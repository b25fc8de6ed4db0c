"""Which database URLs are understood."""

import pytest

from adapters.storage.database import normalise


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        ("sqlite:///copydesk.db", "sqlite+pysqlite:///copydesk.db"),
        ("sqlite+aiosqlite:////var/lib/copydesk.db", "sqlite+pysqlite:////var/lib/copydesk.db"),
        ("postgresql://ada:pw@db/copydesk", "postgresql+asyncpg://ada:pw@db/copydesk"),
        ("postgres://ada@db/copydesk", "postgresql+asyncpg://ada@db/copydesk"),
        ("postgresql+psycopg://ada@db/copydesk", "postgresql+asyncpg://ada@db/copydesk"),
        ("postgresql://ada@db/copydesk?sslmode=require", "postgresql+asyncpg://ada@db/copydesk?ssl=require"),
    ],
)
def test_urls_people_write_are_understood(given: str, understood: str) -> None:
    """Whatever driver a URL names, ours is used; libpq's `sslmode` is what asyncpg calls `ssl`."""
    assert normalise(given).render_as_string(hide_password=False) == understood


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("", "expected sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE"),
        ("hunter2@db", "expected sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE"),
        ("sqlite://", "expected a file: sqlite:///FILE"),
        ("sqlite:///:memory:", "expected a file: sqlite:///FILE"),
        ("mysql://ada:hunter2@db/copydesk", "expected a URL that begins with sqlite:/// or postgresql://"),
    ],
)
def test_other_urls_are_refused_with_a_sentence(given: str, sentence: str) -> None:
    """Anything else is refused, told what was expected, and never repeated: it may hold a password."""
    with pytest.raises(ValueError, match="expected") as refused:
        normalise(given)
    assert str(refused.value) == sentence
    assert refused.value.__cause__ is None
