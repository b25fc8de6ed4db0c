"""What this deployment must know to speak with Slack."""

from dataclasses import field
from typing import Final

from workflows.domain.value import value

SLACK_API: Final = "https://slack.com/api/"


@value
class SlackConfig:
    """The bot token of the one workspace; how payloads come in: signed requests, or sockets opened with the app's token;
    and where the Web API is. The secrets never show in a repr.
    """

    bot_token: str = field(repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = SLACK_API

    def __post_init__(self) -> None:
        """An empty secret would let anyone sign requests."""
        if not self.bot_token or not (self.signing_secret or self.app_token):
            raise ValueError("Slack needs a bot token, and a signing secret or an app token")
