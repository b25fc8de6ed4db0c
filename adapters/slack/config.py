"""What this deployment must know to speak with one Slack installation."""

from dataclasses import field
from typing import Final

from workflows.domain.value import value

SLACK_API: Final = "https://slack.com/api/"


@value
class SlackConfig:
    """The app's bot token and signing secret, and where the Web API is. The secrets never show in a repr."""

    bot_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    api_url: str = SLACK_API

    def __post_init__(self) -> None:
        """An empty secret would let anyone sign requests."""
        if not self.bot_token or not self.signing_secret:
            raise ValueError("Slack needs a bot token and a signing secret")
