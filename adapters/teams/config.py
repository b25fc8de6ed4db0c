"""Which app we are, in whose tenant, and which hosts may be talked to."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final, Literal
from urllib.parse import SplitResult, urlsplit

OPENID_URL: Final = "https://login.botframework.com/v1/.well-known/openidconfiguration"
LOGIN_URL: Final = "https://login.microsoftonline.com"
ISSUER: Final = "https://api.botframework.com"
SCOPE: Final = "https://api.botframework.com/.default"
SERVICE_URL: Final = "https://smba.trafficmanager.net/teams/"
"""Where to write before any activity told a service URL (Teams: "send proactive messages", public cloud)."""
SERVICE_HOSTS: Final = (
    "smba.trafficmanager.net",
    "smba.infra.gcc.teams.microsoft.com",
    "smba.infra.gov.teams.microsoft.us",
    "smba.infra.dod.teams.microsoft.us",
    "*.botframework.com",
)
"""Teams' connector in the public and the US government clouds, and the Bot Framework's own hosts."""

_STANDARD_PORTS: Final = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsConfig:
    """The app registration and its surroundings.

    `service_urls` are the hosts that may be sent the bot's token: `host`, `host:port`, `*.domain` or a whole URL, which
    then also is where to write before any activity came. Plain http is for loopback hosts only. `auth` "off" believes
    every local caller, for Microsoft's own local test client; whoever composes must bind to loopback then.
    """

    app_id: str
    app_password: str = field(repr=False)
    tenant_id: str
    openid_url: str = OPENID_URL
    login_url: str = LOGIN_URL
    service_urls: tuple[str, ...] = SERVICE_HOSTS
    auth: Literal["on", "off"] = "on"

    @property
    def token_url(self) -> str:
        """The home tenant's token endpoint: single-tenant bots get their token nowhere else."""
        return f"{self.login_url.rstrip('/')}/{self.tenant_id}/oauth2/v2.0/token"

    @property
    def bot_id(self) -> str:
        """The bot's own id in conversations."""
        return f"28:{self.app_id}"

    @property
    def first_service_url(self) -> str:
        """Where to write while no activity has told a service URL yet."""
        return next((entry for entry in self.service_urls if "://" in entry), SERVICE_URL)

    def may_talk_to(self, service_url: str) -> bool:
        """Whether the bot's token may be sent to this service URL."""
        url = _split(service_url)
        if url is None or url.username is not None or url.password is not None or url.query or url.fragment:
            return False
        loopback = is_loopback(url.hostname or "")
        if url.scheme != "https" and not (url.scheme == "http" and loopback):
            return False
        if self.auth == "off":
            return loopback
        return any(_matches(entry, url, loopback=loopback) for entry in self.service_urls)


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only be this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _split(url: str) -> SplitResult | None:
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.hostname else None


def _matches(entry: str, url: SplitResult, *, loopback: bool) -> bool:
    allowed = _split(entry if "://" in entry else f"//{entry}")
    if allowed is None:
        return False
    host, wanted = url.hostname or "", allowed.hostname or ""
    if not (host.endswith(wanted[1:]) if wanted.startswith("*.") else host == wanted):
        return False
    if allowed.port is not None:
        return _port(url) == allowed.port
    return loopback or _port(url) == _STANDARD_PORTS[url.scheme]


def _port(url: SplitResult) -> int:
    return url.port or _STANDARD_PORTS[url.scheme]
