"""What this deployment must know to speak with Slack."""

from dataclasses import field
from typing import Final

from workflows.domain.value import value

SLACK_API: Final = "https://slack.com/api/"


@value
class SlackClient:
    """The app's name and secret, with which it is installed; the ids of the workspaces and organisations that may install
    it; and the address, without a slash at its end, under which their browsers and Slack reach us.
    """

    id: str
    secret: str = field(repr=False)
    workspaces: frozenset[str]
    public_url: str


@value
class SlackConfig:
    """The bot token of the one workspace, or how others are installed; how payloads come in: signed requests, or sockets
    opened with the app's token; and where the Web API is. The secrets never show in a repr.
    """

    bot_token: str = field(default="", repr=False)
    client: "SlackClient | None" = None
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = SLACK_API

    def __post_init__(self) -> None:
        """An empty secret would let anyone sign requests."""
        if bool(self.bot_token) == bool(self.client) or not (self.signing_secret or self.app_token):
            raise ValueError("Slack needs a bot token or a client, and a signing secret or an app token")
