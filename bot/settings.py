"""Settings: from the environment or `.env`, all checked at start, every mistake told at once."""

import re
from pathlib import Path
from typing import Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from workflows.domain.value import value

_GUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_WORKSPACE: Final = re.compile(r"[TE][A-Z0-9]{2,40}")
_KEY_LENGTH: Final = 32
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Settings(BaseSettings):
    """Every setting, named `COPYDESK_…` outside. A chat whose settings are all absent is left out."""

    # A variable that is set to nothing (as container files like to) is one that is not set.
    model_config = SettingsConfigDict(
        env_prefix="COPYDESK_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: str = "sqlite:///copydesk.db"
    database_owner_url: SecretStr | None = None
    policy: Path | None = None
    secret_key: SecretStr | None = None
    public_url: str = ""
    metrics_token: SecretStr | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    host: str = "127.0.0.1"
    port: int = Field(default=3978, ge=0, le=65535)

    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_client_id: str = ""
    slack_client_secret: SecretStr | None = None
    slack_workspaces: str = ""
    slack_api_url: str = "https://slack.com/api/"

    teams_app_id: str = ""
    teams_app_password: SecretStr | None = None
    teams_tenant_id: str = ""
    teams_openid_url: str = ""
    teams_login_url: str = ""
    teams_service_urls: str = ""
    teams_auth: Literal["on", "off"] = "on"

    @property
    def slack(self) -> bool:
        """Whether Slack is configured."""
        return self.slack_oauth or any((self.slack_bot_token, self.slack_signing_secret, self.slack_app_token))

    @property
    def slack_oauth(self) -> bool:
        """Whether Slack workspaces are installed by OAuth."""
        return bool(self.slack_client_id or self.slack_client_secret or self.slack_workspaces)

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """What is kept sealed: the first seals, all open."""
        return listed(secret(self.secret_key))

    @property
    def teams(self) -> bool:
        """Whether Teams is configured."""
        return bool(self.teams_app_id or self.teams_app_password or self.teams_tenant_id) or self.teams_auth == "off"

    @model_validator(mode="after")
    def _whole(self) -> Self:
        wrong = [*self._slack_problems(), *self._teams_problems(), *self._url_problems()]
        if self.policy is None:
            wrong.append(
                "COPYDESK_POLICY is missing: the path of your policy file; `copydesk policy init FILE` writes one"
            )
        if not self.slack and not self.teams:
            wrong.append("no chat is configured: set COPYDESK_SLACK_… or COPYDESK_TEAMS_…; the README says how")
        if wrong:
            raise ValueError("\n".join(wrong))
        return self

    def _slack_problems(self) -> list[str]:
        if not self.slack:
            return []
        wrong = self._oauth_problems()
        if not self.slack_oauth and not secret(self.slack_bot_token):
            wrong.append("COPYDESK_SLACK_BOT_TOKEN is missing: the bot token (xoxb-…) under OAuth & Permissions")
        app_token = secret(self.slack_app_token)
        if app_token and not app_token.startswith("xapp-"):
            wrong.append(
                "COPYDESK_SLACK_APP_TOKEN is not an app-level token (xapp-…): see Basic Information of the Slack app"
            )
        if not app_token and not secret(self.slack_signing_secret):
            wrong.append(
                "COPYDESK_SLACK_SIGNING_SECRET is missing: see Basic Information of the Slack app; "
                "or set COPYDESK_SLACK_APP_TOKEN (xapp-…) for Socket Mode"
            )
        return wrong

    def _oauth_problems(self) -> list[str]:
        if not self.slack_oauth:
            return []
        if secret(self.slack_bot_token):
            both = (
                "COPYDESK_SLACK_BOT_TOKEN is for one workspace, COPYDESK_SLACK_CLIENT_ID and its companions for several"
            )
            return [f"{both}: set one or the other"]
        wrong: list[str] = []
        if not self.slack_client_id:
            wrong.append("COPYDESK_SLACK_CLIENT_ID is missing: see Basic Information of the Slack app")
        if not secret(self.slack_client_secret):
            wrong.append("COPYDESK_SLACK_CLIENT_SECRET is missing: see Basic Information of the Slack app")
        ids = listed(self.slack_workspaces)
        if not ids:
            wrong.append(
                "COPYDESK_SLACK_WORKSPACES is missing: the ids of the workspaces (T…) or organisations (E…) that may install "
                "Copydesk, separated by commas"
            )
        elif not all(_WORKSPACE.fullmatch(one) for one in ids):
            wrong.append("COPYDESK_SLACK_WORKSPACES is not a list of ids like T0123ABCD or E0123ABCD")
        if not self.secret_keys:
            wrong.append("COPYDESK_SECRET_KEY is missing: 64 random characters, to seal the workspaces' tokens with")
        elif any(len(one) < _KEY_LENGTH for one in self.secret_keys):
            wrong.append(
                f"COPYDESK_SECRET_KEY is too short: each of its keys needs {_KEY_LENGTH} random characters or more"
            )
        if not self.public_url:
            wrong.append(
                "COPYDESK_PUBLIC_URL is missing: the https:// address under which browsers and Slack reach Copydesk"
            )
        return wrong

    def _teams_problems(self) -> list[str]:
        if not self.teams:
            return []
        if self.teams_auth == "off":
            if self.host in LOOPBACK:
                return []
            return ["COPYDESK_TEAMS_AUTH=off is only for local test clients: COPYDESK_HOST must be 127.0.0.1 then"]
        wrong: list[str] = []
        if not self.teams_app_id:
            wrong.append("COPYDESK_TEAMS_APP_ID is missing: the application (client) id of the app registration")
        if not secret(self.teams_app_password):
            wrong.append("COPYDESK_TEAMS_APP_PASSWORD is missing: a client secret of the app registration")
        if not self.teams_tenant_id:
            wrong.append("COPYDESK_TEAMS_TENANT_ID is missing: the directory (tenant) id of your organisation")
        return wrong

    def _url_problems(self) -> list[str]:
        urls = {
            "COPYDESK_SLACK_API_URL": self.slack_api_url,
            "COPYDESK_PUBLIC_URL": self.public_url,
            "COPYDESK_TEAMS_OPENID_URL": self.teams_openid_url,
            "COPYDESK_TEAMS_LOGIN_URL": self.teams_login_url,
        }
        wrong = [
            f"{name} is not an address that secrets can be sent to: it should begin with https:// (http:// only on this machine)"
            for name, url in urls.items()
            if url and not _is_web(url)
        ]
        if not self.database_url.startswith(("sqlite", "postgresql", "postgres")):
            wrong.append("COPYDESK_DATABASE_URL should begin with sqlite:/// or postgresql://")
        owner = secret(self.database_owner_url)
        if owner and not all(url.startswith(("postgresql", "postgres")) for url in (owner, self.database_url)):
            wrong.append(
                "COPYDESK_DATABASE_OWNER_URL is for PostgreSQL: it and COPYDESK_DATABASE_URL name the same database"
            )
        return wrong


def secret(setting: SecretStr | None) -> str:
    """A secret's text; empty for one that is not set."""
    return setting.get_secret_value() if setting else ""


def listed(setting: str) -> tuple[str, ...]:
    """The entries of a list with commas."""
    return tuple(one.strip() for one in setting.split(",") if one.strip())


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return (parts.scheme == "https" and bool(parts.hostname)) or (parts.scheme == "http" and parts.hostname in LOOPBACK)


@value
class BadSettings:
    """What is wrong with the settings, a sentence each."""

    problems: tuple[str, ...]


@value
class TeamsAppSettings:
    """What a Teams app package is made from: `app_id` is a GUID, `public_url` begins with https://."""

    app_id: str
    public_url: str


class _TeamsApp(BaseSettings):
    """The two settings that a Teams app package needs; it can be made before anything else is set."""

    model_config = Settings.model_config

    teams_app_id: str = ""
    public_url: str = ""


def teams_app_settings() -> TeamsAppSettings | BadSettings:
    """The settings of a Teams app package, or what is wrong with them."""
    given = _TeamsApp()
    wrong: list[str] = []
    if not given.teams_app_id:
        wrong.append("COPYDESK_TEAMS_APP_ID is missing: the application (client) id of the app registration")
    elif not _GUID.fullmatch(given.teams_app_id):
        wrong.append("COPYDESK_TEAMS_APP_ID is not an id like 11111111-2222-3333-4444-555555555555")
    if not given.public_url:
        wrong.append("COPYDESK_PUBLIC_URL is missing: the https:// address under which Teams reaches Copydesk")
    elif not given.public_url.startswith("https://") or not _is_web(given.public_url):
        wrong.append("COPYDESK_PUBLIC_URL is not an address that Teams can reach: it should begin with https://")
    if wrong:
        return BadSettings(problems=tuple(wrong))
    return TeamsAppSettings(app_id=given.teams_app_id.lower(), public_url=given.public_url)


class _PolicyPath(BaseSettings):
    """The one setting that can be read while others are wrong."""

    model_config = Settings.model_config

    policy: Path | None = None


def policy_path() -> Path | None:
    """Where the policy file is said to be, whatever else is wrong with the settings."""
    return _PolicyPath().policy


class _DatabaseUrl(BaseSettings):
    """The one setting that looking at the record needs."""

    model_config = Settings.model_config

    database_url: str = Settings.model_fields["database_url"].default


def database_url() -> str:
    """Where the record is said to be, whatever else is wrong with the settings."""
    return _DatabaseUrl().database_url


def read_settings() -> Settings | BadSettings:
    """Read and check the settings; every mistake is told, and none shows a value."""
    try:
        return Settings()
    except ValidationError as wrong:
        problems = _sentences(wrong)
        unread = {str(error["loc"][0]) for error in wrong.errors(include_input=False) if error["loc"]}
    if unread:
        # What has to hold between settings is checked only once each can be read: the defaults stand in.
        try:
            Settings(**{name: Settings.model_fields[name].default for name in unread})
        except ValidationError as wrong:
            problems += _sentences(wrong)
    return BadSettings(problems=tuple(problems))


def _sentences(wrong: ValidationError) -> list[str]:
    sentences: list[str] = []
    for error in wrong.errors(include_input=False, include_url=False):
        if error["loc"]:
            name = "COPYDESK_" + "_".join(str(part) for part in error["loc"]).upper()
            sentences.append(f"{name}: {error['msg']}")
        else:
            sentences += error["msg"].removeprefix("Value error, ").splitlines()
    return sentences
