"""The installations of a chat that are made while Copydesk runs, opened where the settings ask for them."""

from typing import TYPE_CHECKING

from adapters.storage.database import Database
from bot.settings import Settings

if TYPE_CHECKING:
    from adapters.storage.installations import SqlInstallations


async def open_installations(settings: Settings, database: Database) -> "SqlInstallations | None":
    """With the tokens sealed by the newest key; None where none are made."""
    if not settings.slack_oauth:
        return None
    # Late: who has one workspace has nothing to seal, and does without 6 MB of cryptography.
    from adapters.storage.installations import SqlInstallations  # noqa: PLC0415 - said above
    from adapters.storage.safe import Safe  # noqa: PLC0415 - said above

    installations = SqlInstallations(database, Safe(settings.secret_keys))
    await installations.reseal()
    return installations
