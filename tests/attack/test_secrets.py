"""Attacks by reading along: logs, figures and error answers at their most talkative hold no secret and no word of a draft."""

import asyncio
import io
import json
import logging
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import redirect_stderr
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from adapters.storage.database import connect
from bot.compose import run_product
from bot.demo import open_local_chats, settings_for
from bot.logs import log_unhandled, set_up_logs
from bot.playground.slack.shapes import Json
from bot.playground.teams import TokenForm
from bot.settings import Settings
from bot.start import serve
from tests.acceptance.office import UNHURRIED, Company, understood
from tests.attack.siege import POLICY, ROOM, Siege
from tests.support.databases import copy

pytestmark = [pytest.mark.attack, pytest.mark.usefixtures("logging_as_it_was")]

DRAFT = "Canarydraft: we moved to a bigger kitchen."
REASON = "Canaryreason: who says so?"
NOTE = "Canarynote for the editors"
NASTY = 'Ada\r\n{"event": "forged"}\x1b[2J\u2028\u202e Park'


@dataclass
class Overheard:
    """The log."""

    said: io.StringIO = field(default_factory=io.StringIO)

    def text(self) -> str:
        """All of it so far."""
        return self.said.getvalue()

    def events(self) -> list[Json]:
        """Every line of it, read."""
        return [json.loads(line) for line in self.text().split("\n") if line]


@pytest.fixture
def overheard() -> Overheard:
    """The log at its most talkative, from here on."""
    log = Overheard()
    with redirect_stderr(log.said):
        set_up_logs("DEBUG")
    return log


async def asked(url: str, **headers: str) -> str:
    """What is answered, whatever the status."""
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url, headers=headers) as answer:
        return await answer.text()


async def story(company: Company) -> None:
    """Ada's post is asked about in both chats, edited, refused twice and approved; strangers send what is not theirs."""
    await company.in_teams("cleo").says("bind editors", company.legal)
    ada, ben = company.in_slack("ada"), company.in_teams("ben")
    await ada.proposes(DRAFT, note=NOTE)
    await company.in_slack("cleo").clicks("Request changes", ROOM)
    await company.in_slack("cleo").fills(code="Unsupported claim", why=REASON)
    await ada.clicks("Edit")
    await ada.fills(text=f"{DRAFT} Really.")
    await ben.clicks("Approve", company.legal)


async def test_no_secret_and_no_word_is_told(sqlite_file: Path, overheard: Overheard, tmp_path: Path) -> None:
    """Attack 55: a story with bugs, refusals and lost answers at DEBUG; twelve canaries are in no log, figure or error answer."""
    database = connect(copy(sqlite_file))
    async with open_local_chats(UNHURRIED) as (slack, teams):
        given = settings_for(slack, teams)
        settings = Settings.model_validate(
            {**given.model_dump(), "metrics_token": "canarymetrics", "secret_key": "canarykey"}
        )
        assert isinstance(settings.slack_bot_token, SecretStr)
        bearer = teams.person("ben").activity()
        async with run_product(settings, understood(POLICY), database, patience=UNHURRIED) as product:
            company = Company(slack=slack, teams=teams, product=product)
            company.attach(product)
            company.slack.conversation(ROOM).members |= {slack.person(who).id for who in ("ada", "ben", "ivy")}
            for who in ("ada", "ivy"):
                await teams.person(who).join(company.legal)
            await company.introduce()
            await story(company)
            odd = json.dumps({"type": "block_actions", "words": DRAFT}).encode()
            sent = [*await slack.send(odd), *await slack.send(odd, secret="canarywrong")]
            answers = [one.text for one in sent]
            for form in (None, TokenForm(signed_by="stranger")):
                answers += [one.body.decode() for one in await teams.deliver(bearer, form=form, raw=odd)]
            # A bug whose words quote the draft, and a database that goes away in the middle.
            await database.close()
            answers += [one.text for one in await slack.send(slack.person("ada").commanding("/propose-post", DRAFT))]
            figures = await asked(f"{product.url}/metrics", Authorization="Bearer canarymetrics")
            answers.append(await asked(f"{product.url}/metrics", Authorization="Bearer canarywrong"))
        nowhere = {"database_url": "postgresql://u:canarypassword@127.0.0.1:9/none", "policy": _file(tmp_path)}
        with redirect_stderr(overheard.said):
            refused = await serve(settings.model_copy(update={**nowhere, "log_level": "DEBUG"}), _at_once)
        canaries = {
            "bot token": slack.workspace.bot_token,
            "signing secret": slack.workspace.signing_secret,
            "app password": teams.app_password,
            "metrics token": "canarymetrics",
            "wrong token": "canarywrong",
            "secret key": "canarykey",
            "database password": "canarypassword",
            "draft": "Canarydraft",
            "reason": "Canaryreason",
            "note": "Canarynote",
            "JWT": "eyJ",
            "response URL": "/response/",
        }
    told = {"log": overheard.text(), "figures": figures, "answers": "\n".join(answers), "refusal": "\n".join(refused)}
    assert found(told, canaries) == []


def found(told: Mapping[str, str], canaries: Mapping[str, str]) -> list[str]:
    """Which canary sings where; every text must be there to be looked through."""
    assert all(told.values()), [where for where, text in told.items() if not text]
    return [
        f"{name} in the {where}" for where, text in told.items() for name, canary in canaries.items() if canary in text
    ]


async def _at_once() -> None:
    """Stop as soon as it serves."""


def _file(folder: Path) -> Path:
    file = folder / "policy.yaml"
    file.write_text(POLICY, encoding="utf-8")
    return file


async def test_a_number_finds_all_that_a_request_caused(overheard: Overheard, siege: Siege) -> None:
    """Attack 55: at DEBUG one number links what a click asked, what came of it, and the cards drawn because of it."""
    await siege.teams_button("ben", siege.action("approve"))
    await siege.company.calm()
    events = overheard.events()
    number = next(one["request"] for one in events if one.get("command") == "approve")
    lines = [(one["logger"], one["event"]) for one in events if one.get("request") == number]
    assert lines.count(("bot.hearing", "command")) == 1
    assert lines.count(("bot.edge", "answered")) == 1
    assert ("bot.rounds", "card post delivered") in lines
    others = {one["request"] for one in events if one["event"] == "answered"}
    assert len(others) == sum(one["event"] == "answered" for one in events)


async def test_the_number_a_person_is_told_is_in_the_log(sqlite_file: Path, overheard: Overheard) -> None:
    """Attack 55: when something breaks, the person is told the number of their request, and a line of the log bears it."""
    database = connect(copy(sqlite_file))
    async with (
        open_local_chats(UNHURRIED) as (slack, teams),
        run_product(settings_for(slack, teams), understood(POLICY), database, patience=UNHURRIED) as product,
    ):
        slack.copydesk_url = product.url
        await database.close()
        await slack.person("ada").command("/propose-post", DRAFT)
        said = "\n".join(slack.person("ada").read(slack.person("ada").direct_messages()[-1]))
    told = re.search("this number: ([0-9a-f]{8})", said)
    assert told, said
    events = [one for one in overheard.events() if one.get("request") == told[1]]
    assert [one["logger"] for one in events] == ["adapters.slack.bugs"]
    assert "RuntimeError" in str(events[0]["event"])


async def test_words_and_names_that_would_forge_lines(overheard: Overheard, siege: Siege) -> None:
    """Attack 42: a name and words with line breaks and escapes cause as many lines as any others, and each is one JSON object."""
    counts: list[Counter[str]] = []
    for key, name, words in (
        ("zoe", "Zoe Well", "Tea is nice."),
        ("mallory", NASTY, "Tea\r\n\x1b[2J\u2028\u202eis nice."),
    ):
        siege.company.slack.add_person(key, real_name=name)
        before = len(overheard.events())
        await siege.company.in_slack(key).client.command("/propose-post", "tea")
        await siege.company.in_slack(key).fills(text=words, channels=("linkedin",))
        await siege.company.calm()
        logging.getLogger("adapters.any").warning("somebody called %s", name)
        events = overheard.events()[before:]
        # How many deliveries it takes to bring a card up to date, and how often a tick finds the last one at work, are
        # matters of time.
        timely = {"bot.rounds", "apscheduler.scheduler"}
        counts.append(Counter(str(one["event"]) for one in events if one["logger"] not in timely))
    assert sum(counts[0].values()) == sum(counts[1].values())
    assert not any(one["event"] == "forged" for one in overheard.events())
    assert not set(overheard.text()) & set("\r\x1b\u2028\u202e")


async def test_what_breaks_is_told_without_its_words(overheard: Overheard) -> None:
    """Attack 55: of what broke, in a request or in the loop, the log has the type and the place, and nothing else beside a line
    than what may stand there: the words may quote a draft.
    """
    broke = ValueError(DRAFT)
    logging.getLogger("bot").error("broke", exc_info=broke, extra={"cause": "a bug", "draft": DRAFT})
    log_unhandled(asyncio.get_running_loop(), {"message": DRAFT, "exception": broke})
    in_request, in_loop = overheard.events()
    assert in_request["cause"] == "a bug"
    assert all(str(one["exception"]).startswith("ValueError") for one in (in_request, in_loop))
    assert "Canarydraft" not in overheard.text()


def test_words_that_would_steer_a_terminal() -> None:
    """Attack 42: on a terminal, too, a name is one line, and none of its control characters reaches the screen."""
    script = (
        "import logging; from bot.logs import set_up_logs; set_up_logs('INFO'); log = logging.getLogger('bot');"
        f"log.warning('met %s', {NASTY!r}); log.warning('met', extra={{'says': {NASTY!r}}})"
    )
    screen, terminal = os.openpty()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", script], stderr=terminal, env=environment, check=True, timeout=60)  # noqa: S603 - our own script
    os.close(terminal)
    seen = os.read(screen, 10_000).decode()
    os.close(screen)
    assert len(seen.splitlines()) == 2, seen
    assert seen.count("forged") == 2
    assert not set(seen.replace("\r\n", "")) & set("\r\n\x1b\u2028\u202e")
