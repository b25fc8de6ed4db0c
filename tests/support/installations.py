"""Acme's installation of Copydesk in its Slack workspace."""

from datetime import datetime

from workflows.engine.installations import Installation


def acme(token: str, refresh: str, at: datetime, expires: datetime) -> Installation:
    """What was attached `at` a moment with these tokens, the first of which expires at another (both UTC)."""
    return Installation(
        chat="slack",
        organisation="",
        workspace="T1",
        name="Acme",
        app="A1",
        bot="B1",
        bot_user="U1",
        token=token,
        refresh=refresh,
        expires=expires,
        by="U2",
        at=at,
    )
