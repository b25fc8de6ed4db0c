"""The triggers that refuse to change the ledger: whether they all stand."""

from typing import Final

from sqlalchemy import Connection, text

from workflows.domain.value import value


@value
class Unguarded:
    """Every row holds, but the database no longer refuses to change them: these triggers are gone or switched off."""

    triggers: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What to tell whoever asked."""
        return f"The database no longer protects the ledger: {', '.join(self.triggers)} is missing or switched off."


_GUARDS_OF_SQLITE: Final = frozenset(
    {
        "ledger_no_update",
        "ledger_no_delete",
        "ledger_no_replace",
        "ledger_words_no_update",
        "ledger_words_no_replace",
        "seals_no_update",
        "seals_no_delete",
        "seals_no_replace",
    }
)
_GUARDS_OF_POSTGRES: Final = frozenset(
    {"ledger_no_change", "ledger_no_truncate", "ledger_words_no_change", "seals_no_change", "seals_no_truncate"}
)
_STANDING_IN_SQLITE: Final = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT, %'"
_STANDING_IN_POSTGRES: Final = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'"


def unguarded(connection: Connection) -> Unguarded | None:
    """What is missing of the triggers, if anything."""
    on_postgres = connection.dialect.name == "postgresql"
    guards = _GUARDS_OF_POSTGRES if on_postgres else _GUARDS_OF_SQLITE
    standing = text(_STANDING_IN_POSTGRES if on_postgres else _STANDING_IN_SQLITE)
    gone = guards - set(connection.execute(standing).scalars())
    return Unguarded(triggers=tuple(sorted(gone))) if gone else None
