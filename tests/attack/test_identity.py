"""Attacks on who is who: an address taken over, somebody else's question answered, an account that was denied."""

import pytest
from sqlalchemy import Connection, update

from adapters.storage.tables import ACCOUNTS
from bot.compose import new_id
from tests.attack.siege import DESK, Siege
from workflows.cards.actions import Action, encode
from workflows.domain.commands import SubmitReview
from workflows.domain.ids import PersonId
from workflows.domain.people import AccountId, claim_of
from workflows.domain.refusals import NotConfirmed
from workflows.engine.execute import Executor
from workflows.engine.linking import Override
from workflows.engine.people import Known

pytestmark = pytest.mark.attack

ASKED = "Is that you?"
NOT_FOR_YOU = "not for you"


def in_slack(siege: Siege, who: str) -> AccountId:
    """Somebody's account in Slack."""
    slack = siege.company.slack
    return AccountId(chat="slack", installation=slack.workspace.team_id, user=slack.person(who).id)


async def person(siege: Siege, who: str) -> PersonId:
    """Who has this first name's address."""
    (found,) = await siege.company.people(f"{who}@example.com")
    return found.id


async def matched(siege: Siege, who: str) -> None:
    """From now on somebody's account in Slack is theirs by its address alone."""

    def forget(connection: Connection) -> None:
        connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.user == in_slack(siege, who).user).values(link="matched"))

    await siege.database.write(forget)


async def claim(siege: Siege, who: str, name: str = "confirm_account") -> str:
    """What the button under the question to somebody in Slack carries."""
    asked = Action(name="confirm_account", proposal=siege.proposal, desk=DESK, revision=1)
    said = claim_of(in_slack(siege, who), await person(siege, who))
    return f"{encode(asked).replace('confirm_account', name)}|@{said}"


@pytest.mark.parametrize("name", ["approve", "request_changes", "reject"])
async def test_deciding_while_only_the_address_says_who_it_is(siege: Siege, name: str) -> None:
    """Attack 14: an account with Ben's address alone decides nothing, by button or by form."""
    await matched(siege, "ben")
    async with siege.nothing_changes():
        assert ASKED in await siege.slack_button("ben", siege.action(name))  # pyright: ignore[reportArgumentType]  # one of the names
        assert "have not said yet" in await siege.slack_form("ben", siege.action("request_changes"))


async def test_an_address_taken_over_is_not_confirmed_by_itself(siege: Siege) -> None:
    """Attack 14: Ivy's Slack account is given Ben's address. Whoever uses it says yes, and it decides nothing: Ben, whom Teams
    knows, is asked there, and says no; then it can do nothing at all.
    """
    siege.company.slack.person("ivy").person.email = "ben@example.com"
    await siege.company.product.store.override(
        Override(account=in_slack(siege, "ivy"), says="unlinked", by="a test", reason="Its address is new."),
        siege.company.product.clock(),
    )
    ben = await person(siege, "ben")
    yes = encode(Action(name="confirm_account", claim=claim_of(in_slack(siege, "ivy"), ben)))
    async with siege.nothing_changes():
        assert ASKED in await siege.slack_button("ivy", siege.action("approve"))
        assert "I sent you a question in" in await siege.slack_button("ivy", yes)
        assert ASKED in await siege.slack_button("ivy", siege.action("approve"))
        no = encode(Action(name="deny_account", claim=claim_of(in_slack(siege, "ivy"), ben)))
        assert "Nobody can do anything here through it" in await siege.teams_button("ben", no)
        assert "not theirs" in await siege.slack_button("ivy", siege.action("approve"))
        assert "not theirs" in await siege.slack_button("ivy", yes)


@pytest.mark.parametrize("called", ["Ben Okafor", "Ben Okafor (Legal)", "ben@example.com", "Cleo Marsh"])
async def test_a_name_makes_nobody_a_reviewer(siege: Siege, called: str) -> None:
    """Attack 14: Ivy calls herself in Slack as a reviewer is called, or as his address is: she decides nothing and is asked to say
    yes to nothing, and no card or command takes her for him.
    """
    ivy = siege.company.slack.person("ivy").person
    ivy.real_name = called
    ben = await person(siege, "ben")
    yes = encode(Action(name="confirm_account", claim=claim_of(in_slack(siege, "ivy"), ben)))
    async with siege.nothing_changes():
        assert "waiting for Ben Okafor" in await siege.slack_button("ivy", siege.action("approve"))
        assert NOT_FOR_YOU in await siege.slack_button("ivy", yes)
        await siege.slack_form("ivy", siege.action("reject"))
    found, _ = await siege.company.product.store.who(in_slack(siege, "ivy"))
    assert found is None or found.person != ben


async def test_answering_somebody_elses_question(siege: Siege) -> None:
    """Attack 14: the button under Ben's question, pressed by Cleo and by Ivy, confirms and denies nothing."""
    await matched(siege, "ben")
    for who in ("cleo", "ivy"):
        for name in ("confirm_account", "deny_account"):
            async with siege.nothing_changes():
                assert NOT_FOR_YOU in await siege.slack_button(who, await claim(siege, "ben", name))
    found, _ = await siege.company.product.store.who(in_slack(siege, "ben"))
    assert found is not None
    assert found.link == "matched"


@pytest.mark.parametrize(
    "made_up", ["", "|@" + "0" * 32, "|@" + "g" * 32, "|@" + "0" * 31, "|Europe/London|@" + "f" * 32]
)
async def test_a_made_up_claim(siege: Siege, made_up: str) -> None:
    """Attack 14: a yes to nothing that was asked, however it is written, is refused."""
    await matched(siege, "ben")
    forged = encode(Action(name="confirm_account", proposal=siege.proposal, desk=DESK, revision=1)) + made_up
    async with siege.nothing_changes():
        said = await siege.slack_button("ben", forged)
    assert NOT_FOR_YOU in said or "don't know that button" in said


async def test_a_question_that_is_out_of_date(siege: Siege) -> None:
    """Attack 14: Ben's yes was about Ben. Once the account has Cleo's address, it makes nobody Cleo."""
    await matched(siege, "ben")
    yes = await claim(siege, "ben")
    slack = siege.company.slack
    slack.person("ben").person.email = "cleo@example.com"
    store = siege.company.product.store
    await store.override(
        Override(account=in_slack(siege, "ben"), says="unlinked", by="a test", reason="Its address is new."),
        siege.company.product.clock(),
    )
    async with siege.nothing_changes():
        assert NOT_FOR_YOU in await siege.slack_button("ben", yes)


async def test_denied_between_the_look_and_the_commit(siege: Siege) -> None:
    """Attack 9: an account is denied after its person was recognised and before the decision is recorded: it is not recorded."""
    product = siege.company.product
    account = in_slack(siege, "ben")
    known, ben = await product.store.who(account)
    assert known is not None
    assert ben is not None
    await product.store.override(
        Override(account=account, says="denied", by="a test", reason="Just now."), product.clock()
    )
    executor = Executor(product.store, product.policies, new_id, lambda _, __: None)
    approve = SubmitReview(proposal=siege.proposal, by=ben.id, desk=DESK, revision=1, retimes=0, decision="approve")
    async with siege.nothing_changes():
        late = Known(person=ben, account=known)
        answer = await executor.execute(approve, late, "late", product.clock())
    assert answer == NotConfirmed(name="Ben Okafor", email="ben@example.com")


async def test_a_guest_with_a_reviewers_address(siege: Siege) -> None:
    """Attack 14: a guest's account with Ben's address is nobody's, and its yes is no answer."""
    slack = siege.company.slack
    slack.add_person("gus", is_restricted=True, email="ben@example.com")
    slack.conversation("#marketing-review").members.add(slack.person("gus").id)
    yes = encode(Action(name="confirm_account", claim=claim_of(in_slack(siege, "gus"), await person(siege, "ben"))))
    async with siege.nothing_changes():
        assert "Guests can't use Copydesk" in await siege.slack_button("gus", siege.action("approve"))
        assert "Guests can't use Copydesk" in await siege.slack_button("gus", yes)
