"""A company whose store is full: one post is proposed through the local chats, then copied as often as needed in the database.

The copies are whole: state, events, card posts, words. They share the first one's messages and conversations, as the posts
of one desk share its channel. What cannot be copied is the ledger's proof: a copy's rows carry the hashes of the row they were
copied from.
"""

import asyncio
import json
import sqlite3
from collections.abc import AsyncGenerator, Generator, Iterable
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Final

from adapters.policy_file.load import Loaded, load_text
from adapters.policy_file.texts import example
from adapters.storage.database import Unusable, prepare
from adapters.storage.store import SqlStore
from bot.compose import run_product, utc_now
from bot.demo import DECIDERS, introduce, open_local_chats, settings_for
from bot.playground.slack import LocalSlack, View
from bot.playground.slack.shapes import Json, walk
from bot.playground.story import DRAFT
from bot.playground.teams import LocalTeams
from workflows.domain.value import value

_DIGITS: Final = 10
"""So many of the first characters of an id are replaced by a copy's number."""
_DAY: Final = 86_400
_APART: Final = 10
"""Seconds: the first of those that ended did so more than a day ago, and the others before it, so far apart."""
_PATIENCE: Final = 30.0


@value
class Samples:
    """What a click on the first post's card says, to be said of its copies, and the ids to replace in it."""

    open: str
    ended: str
    trigger: str
    slack: str
    activity: str
    teams: str


@value
class Company:
    """Both chats, running, and a store with one post in review and one that was withdrawn."""

    slack: LocalSlack
    teams: LocalTeams
    first: Path
    policy: Path
    samples: Samples

    def settings(self, file: Path, port: int, *, chats: Iterable[str]) -> dict[str, str]:
        """The environment of a Copydesk on this store for some of its chats."""
        settings = settings_for(self.slack, self.teams, port)
        given = {
            name: str(held.get_secret_value() if hasattr(held, "get_secret_value") else held)
            for name, held in settings
            if name.startswith(tuple(chats)) and held
        }
        given |= {
            "database_url": f"sqlite:///{file}",
            "policy": str(self.policy),
            "port": str(port),
            "log_level": "WARNING",
        }
        return {f"COPYDESK_{name.upper()}": held for name, held in given.items()}

    def slack_click(self, number: int, trigger: str) -> str:
        """Cleo approves a copy for marketing: the payload. `trigger` makes it an input of its own."""
        samples = self.samples
        return samples.slack.replace(samples.open, copy_id(samples.open, number)).replace(samples.trigger, trigger)

    def teams_click(self, number: int, activity: str) -> str:
        """Ben approves a copy for legal: the activity. `activity` makes it an input of its own."""
        samples = self.samples
        return samples.teams.replace(samples.open, copy_id(samples.open, number)).replace(samples.activity, activity)


@asynccontextmanager
async def open_company(folder: Path) -> AsyncGenerator[Company]:
    """Open both chats and let Ada propose two posts; the first of them she withdraws."""
    file, policy = folder / "first.db", folder / "policy.yaml"
    policy.write_text(example(), encoding="utf-8")
    loaded = load_text(example(), "policy")
    database = await prepare(f"sqlite:///{file}")
    if not isinstance(loaded, Loaded) or isinstance(database, Unusable):
        raise RuntimeError("the example does not start")  # noqa: TRY004  # its policy or its database is wrong
    async with open_local_chats() as (slack, teams):
        await introduce(SqlStore(database), slack, teams, DECIDERS, utc_now())
        async with run_product(settings_for(slack, teams), loaded, database) as product:
            slack.copydesk_url = teams.copydesk_url = product.url
            await product.tick()
            reviews = teams.world.channel("Legal", "Reviews")
            await teams.person("cleo").mention("bind legal", reviews)
            ended = await _propose(slack, file)
            await _withdraw(slack, file)
            first = await _propose(slack, file)
            samples = await _samples(slack, teams, first, ended)
        await database.close()
        yield Company(slack=slack, teams=teams, first=file, policy=policy, samples=samples)


def copy_id(first: str, number: int) -> str:
    """The id of a copy: as long, and as easily told from the others."""
    return f"{number:0{_DIGITS}x}{first[_DIGITS:]}"


def multiply(company: Company, file: Path, copies: int, ended: int = 0) -> None:
    """Write a store with so many copies of the post in review, numbered from 1, and of the one that was withdrawn."""
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(company.first)) as source, closing(sqlite3.connect(file)) as store:
        source.backup(store)
        # What is made here can be made again: nothing waits for the disk, and the log is not kept beside it.
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000", "foreign_keys=OFF"):
            store.execute(f"PRAGMA {pragma}")
        with _bare(store):
            _copy(store, company.samples.open, 1, copies, old=False)
            _copy(store, company.samples.ended, copies + 1, ended, old=True)
        store.commit()
        store.execute("ANALYZE")
        store.execute("PRAGMA journal_mode=WAL")


@contextmanager
def _bare(store: sqlite3.Connection) -> Generator[None]:
    """Without triggers, so that copies wait for no seal, and without the indexes that are quicker made at the end."""
    made = store.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql NOT NULL"
    )
    dropped = made.fetchall()
    for kind, name, _ in dropped:
        store.execute(f"DROP {kind} {name}")
    yield
    for _, _, again in dropped:
        store.execute(again)


def _copy(store: sqlite3.Connection, first: str, begin: int, copies: int, *, old: bool) -> None:
    """Copy every row that names a post, with its number for the beginning of each id."""
    mine = {
        "proposals": "id",
        "ledger": "stream",
        "ledger_words": "stream",
        "card_posts": "proposal",
        "agenda": "proposal",
        "turnarounds": "proposal",
    }
    store.execute(
        "CREATE TEMP TABLE numbers AS WITH RECURSIVE counted(n) AS"
        " (SELECT ? WHERE ? UNION ALL SELECT n + 1 FROM counted WHERE n < ?) SELECT n FROM counted",
        (begin, copies, begin + copies - 1),
    )
    for table, key in mine.items():
        columns = [str(row[1]) for row in store.execute(f"PRAGMA table_info({table})")]
        renumbered = f"printf('%0{_DIGITS}x', n) || substr({{0}}, {_DIGITS + 1})"
        # Written in the order of their keys, the rows of each copy go to the end of every index that cannot be dropped.
        special = {"nature": renumbered.format("nature")}
        special |= {name: renumbered.format(name) for name in ("id", "parent") if table == "card_posts"}
        written = [special.get(name, f"replace({name}, :first, {renumbered.format(':first')})") for name in columns]
        plain = {"sequence", "version", "wanted", "shown", "attempts", "due", "created", "at", "claimed_at", "asked"}
        aged = (
            f"strftime('%Y-%m-%d %H:%M:%f000', changed, '-' || ({_DAY} + {_APART} * n) || ' seconds')"
            if old
            else "changed"
        )
        # What ended was withdrawn: it counts as decided at once, so that a desk has as many turnarounds as posts.
        aside = {"changed": aged, "decided": "asked" if old else "decided"}
        written = [aside.get(name, name if name in plain else one) for name, one in zip(columns, written, strict=True)]
        store.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(written)} FROM {table}, numbers WHERE {key} = :first ORDER BY n",  # noqa: E501, S608 - names of our own tables
            {"first": first},
        )
    store.execute("DROP TABLE temp.numbers")


async def _propose(slack: LocalSlack, file: Path) -> str:
    """Ada proposes the demo's post, which asks both desks; its id, once every card of it is there."""
    ada = slack.person("ada")
    await ada.command("/propose-post", DRAFT)
    await ada.submit(_form(slack), {"Channels": ["LinkedIn (3,000 characters)", "X (280 characters)"]})
    await _quiet(file)
    return str(_one(file, "SELECT id FROM proposals ORDER BY created DESC LIMIT 1"))


async def _withdraw(slack: LocalSlack, file: Path) -> None:
    ada = slack.person("ada")
    (card,) = [message for message in ada.direct_messages() if "Withdraw" in json.dumps(message.blocks)]
    await ada.click(card, "Withdraw")
    await ada.submit(_form(slack))
    await _quiet(file)


def _form(slack: LocalSlack) -> View:
    form = slack.person("ada").modal()
    if form is None:
        raise RuntimeError("the form did not open")
    return form


async def _samples(slack: LocalSlack, teams: LocalTeams, first: str, ended: str) -> Samples:
    """The clicks of Cleo in Slack and of Ben in Teams that approve the first post; neither is sent."""
    cleo, ben, reviews = slack.person("cleo"), teams.person("ben"), teams.world.channel("Legal", "Reviews")
    in_slack = next(one for one in cleo.messages("#marketing-review") if first in json.dumps(one.blocks))
    clicked = cleo.clicking(in_slack, "Approve")
    in_teams = next(one for one in await ben.see(reviews) if first in json.dumps(one.card))
    approve = {"action": _execute(in_teams.card), "trigger": "manual"}
    invoked = ben.invoke_activity("adaptiveCard/action", approve, in_teams)
    return Samples(
        open=first,
        ended=ended,
        trigger=str(clicked["trigger_id"]),
        slack=json.dumps(clicked),
        activity=str(invoked["id"]),
        teams=json.dumps(invoked),
    )


def _execute(card: object) -> Json:
    """The button "Approve" of a card, as its click names it."""
    for node in walk(card):
        if node.get("type") == "Action.Execute" and node.get("title") == "Approve":
            return {name: node[name] for name in ("type", "id", "title", "verb", "data") if name in node}
    raise RuntimeError("the card has no button to approve with")


async def _quiet(file: Path) -> None:
    """Wait until every card post shows what it should."""
    async with asyncio.timeout(_PATIENCE):
        while _one(file, "SELECT count(*) FROM card_posts WHERE shown < wanted"):  # noqa: ASYNC110  # another's file
            await asyncio.sleep(0.02)


def _one(file: Path, query: str) -> object:
    with closing(sqlite3.connect(file)) as store:
        return store.execute(query).fetchone()[0]
