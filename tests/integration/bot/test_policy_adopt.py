"""`copydesk policy adopt`, `policy reload --by` and `audit policies`, as somebody types them."""

import asyncio
import os
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.policy_file.load import Loaded, load_text
from adapters.policy_file.texts import example
from adapters.storage.database import connect
from adapters.storage.store import SqlStore
from bot.adopting import Adoption, adopt_policy
from bot.settings import Settings
from bot.versions import account
from tests.contract.store.world import NOW, POST, accepting, begun, email, known, order
from tests.integration.bot.typed import SLACK, copydesk
from tests.support.databases import copy
from workflows.domain.content import Wanted
from workflows.domain.events import NoteChanged, Proposed, Routed, Submitted
from workflows.domain.ids import Email, PersonId
from workflows.domain.people import Person
from workflows.lifecycle.evolve import fold
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.replaying import people_under
from workflows.lifecycle.wording import routed

COMMENT = f"# new\n{example()}"
NOBODY = (
    example().partition("\nrules:")[0]
    + """
rules:
  - {name: links are read, why: They lead somewhere., desk: legal, when: {link: present}}
"""
)
WANTED = NOW + timedelta(days=7)
"""When the post is to go out."""
SOON = example().replace(
    "\nrules:\n",
    """
rules:
  - name: what is soon is seen
    why: Nobody can call it back.
    desk: investor-relations
    when: {wanted: {within: 24 hours}}
""",
)
MOVED = f"No. {POST[:8]}, 2026-03-02, by Ada, under the policy of 2 March 2026: asks the same."


@pytest.fixture
def settings(sqlite_file: Path, tmp_path: Path) -> Mapping[str, str]:
    """A database with a post that the example's policy sent to marketing and legal."""
    url = copy(sqlite_file)
    asyncio.run(_fill(url))
    return {**SLACK, "COPYDESK_DATABASE_URL": url, "COPYDESK_POLICY": str(tmp_path / "policy.yaml")}


def reload(settings: Mapping[str, str], policy: str, *more: str) -> None:
    """Put another policy in force."""
    Path(settings["COPYDESK_POLICY"]).write_text(policy, encoding="utf-8")
    reloaded = copydesk("policy", "reload", *more, **settings)
    assert reloaded.exit_code == 0, reloaded.stderr


def adopt(settings: Mapping[str, str], *more: str, stdin: str = "", by: str = "cleo@example.com") -> tuple[int, str]:
    """What comes of an adoption, without its headline."""
    done = copydesk("policy", "adopt", "--by", by, *more, stdin=stdin, **settings)
    told = [line for line in done.output.splitlines() if not line.startswith("In force is")]
    return done.exit_code, "\n".join(told)


def test_it_shows_asks_moves_and_is_on_the_ledger(settings: Mapping[str, str]) -> None:
    """Nothing without a yes; progress beside; the second time there is nothing left; the record holds."""
    reload(settings, COMMENT)
    code, told = adopt(settings, stdin="n\n")
    assert (code, told.splitlines()[0], told.splitlines()[-1]) == (0, MOVED, "Nothing was moved.")
    assert adopt(settings, "--yes") == (0, f"{MOVED}\n1 of 1 posts\nMoved 1 post.")
    assert adopt(settings, "--yes") == (0, "Every post in review is under the policy in force already.")
    assert copydesk("audit", "verify", **settings).exit_code == 0


def test_only_these_posts(settings: Mapping[str, str]) -> None:
    """Numbers follow --only; one that is none of theirs moves nothing at all."""
    reload(settings, COMMENT)
    assert adopt(settings, "--only", POST, "12345678", "--yes") == (
        2,
        "No post in review under an older policy has the number “12345678”. Nothing was moved.",
    )
    assert adopt(settings, POST, "--yes")[1].startswith("Say --only before the numbers")
    assert adopt(settings, "--only", POST, "--yes")[0] == 0


def test_who_may(settings: Mapping[str, str]) -> None:
    """A comms lead; a reviewer and a stranger are told who."""
    reload(settings, COMMENT)
    assert adopt(settings, "--yes", by="ben@example.com") == (
        2,
        "Only a comms lead moves posts to another policy: the policy names Cleo Marsh.",
    )
    assert adopt(settings, "--yes", by="mallory@example.com")[1].startswith("Nobody here has the address")


def test_what_could_not_be_sent_stays(settings: Mapping[str, str]) -> None:
    """It is said, and nothing is asked."""
    reload(settings, NOBODY)
    assert adopt(settings)[1].splitlines() == [
        f"No. {POST[:8]}, 2026-03-02, by Ada, under the policy of 2 March 2026: can't be moved: nobody would be asked about it.",
        "Nothing can be moved.",
    ]


def test_an_account_that_the_machine_does_not_know_has_its_number() -> None:
    """As in a container that runs as a number: it starts there, too, and the ledger says so."""
    assert account(4_000_000_000) == "4000000000"


async def _noted(url: str) -> None:
    database = connect(url)
    store = SqlStore(database)
    ada: PersonId = await known(store, "ada")
    noted = NoteChanged(by=ada, at=NOW, note="Please hurry.")
    await store.apply(order(ada, "noted"), accepting((noted,), status="in_review"))
    await database.close()


async def _other_policy(url: str) -> None:
    loaded = load_text(f"# newer\n{example()}")
    assert isinstance(loaded, Loaded)
    database = connect(url)
    await SqlStore(database).adopt_policy(loaded.policy, loaded.text, NOW)
    await database.close()


def test_what_a_rule_says_by_now_that_it_did_not_when_it_was_shown_is_not_done(settings: Mapping[str, str]) -> None:
    """A rule looks at the hour: the yes comes so late that investor relations would be asked, which nobody was shown."""
    reload(settings, SOON)
    lines: list[str] = []
    shown_at = iter((NOW,))
    adoption = Adoption(
        by="cleo@example.com", only=(), tell=lines.append, agree=lambda _: True, heard=lambda _, __: None
    )
    moved = adopt_policy(_settings(settings), adoption, lambda: next(shown_at, WANTED - timedelta(hours=1)))
    assert asyncio.run(moved) is False
    assert lines[1:] == [
        MOVED,
        f"No. {POST[:8]} was left alone: it has changed since it was shown, or another policy is in force by now.",
        "Moved 0 posts, left 1 alone.",
    ]


@pytest.mark.parametrize("meanwhile", [_noted, _other_policy])
def test_what_changes_between_the_showing_and_the_yes_is_left_alone(
    settings: Mapping[str, str], meanwhile: Callable[[str], Coroutine[Any, Any, None]]
) -> None:
    """Somebody edits while the question stands, or puts yet another file in force: that is said, the post stays as it was, and
    the end is 1.
    """
    reload(settings, COMMENT)
    lines: list[str] = []

    def agree(_: str) -> bool:
        with ThreadPoolExecutor() as elsewhere:
            elsewhere.submit(asyncio.run, meanwhile(settings["COPYDESK_DATABASE_URL"])).result()
        return True

    adoption = Adoption(by="cleo@example.com", only=(), tell=lines.append, agree=agree, heard=lambda _, __: None)
    assert asyncio.run(adopt_policy(_settings(settings), adoption)) is False
    assert lines[-2:] == [
        f"No. {POST[:8]} was left alone: it has changed since it was shown, or another policy is in force by now.",
        "Moved 0 posts, left 1 alone.",
    ]


def test_each_policy_in_force_is_on_the_ledger_with_its_hash_and_who(settings: Mapping[str, str]) -> None:
    """The file's SHA-256, the person who said so, the machine's account, whatever the environment says it is; the same file again
    is nothing new.
    """
    for policy, by in ((COMMENT, ("--by", "cleo@example.com")), (COMMENT, ()), (example(), ())):
        reload({**settings, "LOGNAME": "mallory", "USER": "mallory"}, policy, *by)
    told = copydesk("audit", "policies", **settings).stdout.splitlines()
    first, second = load_text(example()), load_text(COMMENT)
    assert isinstance(first, Loaded)
    assert isinstance(second, Loaded)
    assert [line.split("  ")[1] for line in told] == [first.policy.hash, second.policy.hash, first.policy.hash]
    assert told[1].endswith(f"by Cleo Marsh, as account {account(os.getuid())} of the machine")
    assert "Cleo" not in told[2]
    assert copydesk("audit", "verify", **settings).exit_code == 0
    assert "mallory" not in copydesk("audit", "policies", **settings).stdout
    stranger = copydesk("policy", "reload", "--by", "mallory@example.com", **settings)
    assert (stranger.exit_code, stranger.stderr.split(".")[0]) == (2, "Nobody here has the address “mallory@example")


def test_who_is_listed_only_by_the_new_file_may_put_it_in_force(settings: Mapping[str, str]) -> None:
    """In their own name, which the ledger has."""
    newcomer = example().replace(
        "\npeople:\n", "\npeople:\n  - {name: Nia Roe, email: nia@elsewhere.org, role: lead}\n"
    )
    reload(settings, newcomer, "--by", "Nia@elsewhere.org")
    assert "by Nia Roe, as account" in copydesk("audit", "policies", **settings).stdout.splitlines()[-1]


def test_a_wrong_name_hides_no_error_of_the_file(settings: Mapping[str, str]) -> None:
    """Each mistake is told with its place, the name after them."""
    Path(settings["COPYDESK_POLICY"]).write_text(example().replace("role: lead", "role: boss"), "utf-8")
    told = copydesk("policy", "reload", "--by", "mallory@example.com", **settings).stderr.splitlines()
    assert "expected a role, not “boss”" in told[0]
    assert told[-2].startswith("Nobody here has the address “mallory@example.com”.")


def test_a_policy_in_force_that_this_version_cannot_read_is_named(settings: Mapping[str, str]) -> None:
    """Which version, what in it, and what to do; not that there was none."""
    good = load_text(COMMENT)
    assert isinstance(good, Loaded)
    asyncio.run(_put(settings["COPYDESK_DATABASE_URL"], good, COMMENT.replace("role: lead", "role: boss")))
    for done in (adopt(settings), (copydesk("stop", "Now.", "--by", "cleo@example.com", **settings).exit_code, "")):
        assert done[0] == 2
    says = adopt(settings)[1]
    assert says.startswith(f"This Copydesk can't read the policy in force (version {good.policy.hash[:12]}:")
    assert says.endswith("with `copydesk policy reload`.")
    reload(settings, COMMENT)


async def _put(url: str, read: Loaded, text: str) -> None:
    database = connect(url)
    await SqlStore(database).adopt_policy(read.policy, text, NOW)
    await database.close()


def _settings(given: Mapping[str, str]) -> Settings:
    return Settings.model_validate({name.removeprefix("COPYDESK_").lower(): told for name, told in given.items()})


async def _fill(url: str) -> None:
    loaded = load_text(example())
    assert isinstance(loaded, Loaded)
    database = connect(url)
    store = SqlStore(database)
    await store.adopt_policy(loaded.policy, loaded.text, NOW)
    ada = await known(store, "ada")
    person = Person(id=ada, name="Ada", email=email("ada"))
    cleo = await store.person_of(Email("cleo@example.com"))
    assert cleo
    people = {**people_under(loaded.policy, {ada: person}), cleo.id: cleo}
    facts = Facts(now=NOW, policy=loaded.policy, people=people, link="unknown")
    (proposed, worded) = begun(ada)
    assert isinstance(proposed, Proposed)
    post = (replace(proposed, wanted=Wanted(at=WANTED, zone="Europe/Zurich")), worded)
    draft = fold(post)
    assert draft
    route = routed(draft, facts)
    assert isinstance(route, tuple)
    sent: tuple[Submitted | Routed, ...] = (Submitted(by=ada, at=NOW, revision=1), *route)
    await store.apply(order(ada, "sent"), accepting((*post, *sent), status="in_review"))
    await database.close()
