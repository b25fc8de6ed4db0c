"""Who sits on a desk is said in a chat: a user group in Slack, the team of a bound place in Teams."""

from datetime import timedelta

import pytest
from inline_snapshot import snapshot

from bot.playground.slack.faults import RateLimit, RefuseWith
from bot.playground.slack.user_groups import UserGroup
from bot.playground.teams import faults as teams_faults
from tests.acceptance.office import Company, Hands
from workflows.domain.refusals import ParkedByNewerVersion

pytestmark = pytest.mark.conversation

PLAIN = "We moved to a bigger kitchen."
GROUP = """
company: {name: Example, domains: [example.com], zone: Europe/London}
people:
  - {name: Cleo Marsh, email: cleo@example.com, role: lead}
  - {name: Ben Okafor, email: ben@example.com, role: reviewer}
desks:
  legal:
    name: Legal
    groups: {slack: "@legal"}
    reach: {slack: direct, teams: bound}
    rota: {turns: [ben@example.com], every: week, at: "09:00", starts: 2026-01-05}
rules:
  - {name: legal has read it, why: Every post speaks for the brand., desk: legal}
"""
"""A desk whose people are those of a user group in Slack; where Ben is in it, it is always his turn to be asked."""


async def _group(company: Company, *members: str) -> UserGroup:
    """The user group, and Copydesk has read who is in it."""
    made = company.slack.add_group("legal", members=members)
    await company.slack.settled()
    await company.product.tick()
    await company.calm()
    return made


async def _now_in(company: Company, group: UserGroup, *members: str) -> None:
    """Others are in the group, Slack tells so, and Copydesk reads it again."""
    company.slack.change_group(group, members=members)
    await company.slack.settled()
    await company.product.tick()
    await company.calm()


@pytest.mark.parametrize("policy", [GROUP])
async def test_a_member_of_the_group_decides_in_either_chat_as_long_as_they_are_in_it(company: Company) -> None:
    """Ben of the group approves in Teams; out of the group he can't act any more, and what he approved still counts."""
    ada, ben = company.in_slack("ada"), company.in_teams("ben")
    await company.bind_legal()
    group = await _group(company, "ben", "ivy")
    await ada.proposes(PLAIN)
    assert ada.status() == snapshot("In review. Waiting for Ben Okafor (Legal).")
    assert "Legal (Ben Okafor or Ivy Chen)" in (await ada.asks("why"))[3]
    await ben.clicks("Approve", company.legal)
    assert ada.status() == snapshot("Approved by Ben Okafor. Ready to go out.")

    await ada.proposes("Our second kitchen is open.")
    seen = await ben.card(company.legal)
    await _now_in(company, group, "ivy")
    assert ada.status() == snapshot("In review. Waiting for Ivy Chen (Legal).")
    assert await ben.clicks("Approve", company.legal, on=seen) == snapshot(
        ["(Legal is waiting for Ivy Chen, not for you.)"]
    )
    assert [review.decision for review in await company.decided()] == ["approve"]
    assert ada.client.read(ada.cards()[0])[1] == snapshot("Approved by Ben Okafor. Ready to go out.")


@pytest.mark.parametrize("policy", [GROUP])
async def test_while_slack_is_down_the_last_good_copy_stays(company: Company, hands: Hands) -> None:
    """Slack does not tell who is in the group for two hours: whoever was may go on, and “why” says how old that is."""
    ada, ben = company.in_slack("ada"), company.in_teams("ben")
    await company.bind_legal()
    await _group(company, "ben", "ivy")
    company.expected.add("fatal_error")
    company.slack.faults.often("usergroups.list", RefuseWith("fatal_error"))
    await hands.move(company, timedelta(hours=2))
    await ada.proposes(PLAIN)
    assert (await ada.asks("why"))[-1] == snapshot(
        "Legal: who is in @legal in Slack is known as of Tue 1 Dec 2026, 07:00 (Europe/London); it could not be read since."
    )
    await ben.clicks("Approve", company.legal)
    assert ada.status() == snapshot("Approved by Ben Okafor. Ready to go out.")


@pytest.mark.parametrize("policy", [GROUP])
async def test_a_group_that_was_switched_off_seats_nobody_and_the_leads_are_told(company: Company) -> None:
    """Slack says that the group is off: nobody sits on the desk, and Cleo reads what to do, once."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await company.bind_legal()
    group = await _group(company, "ben", "ivy")
    await ada.proposes(PLAIN)
    company.slack.switch_group_off(group)
    await company.slack.settled()
    await company.product.tick()
    await company.calm()
    assert ada.status() == snapshot("In review. Legal: nobody there may decide on these words.")
    assert cleo.reads() == snapshot(
        [
            "@legal in Slack is switched off",
            "So nobody sits on Legal by that group any more. What its people decided before still counts.",
            "Switch it on again, or name other people or another group in the policy file and run “copydesk policy reload”.",
        ]
    )
    told = len(cleo.cards())
    await company.product.tick()
    await company.calm()
    assert len(cleo.cards()) == told


TEAM = GROUP.replace('groups: {slack: "@legal"}', "groups: {teams: bound}\n    quorum: all")
"""The same of whoever is in the team of the bound place; all of them must approve."""


@pytest.mark.parametrize("policy", [TEAM])
async def test_the_people_of_the_bound_team_sit_on_the_desk(company: Company) -> None:
    """Whoever is in the team may decide; who leaves it is waited for no longer."""
    ada, ben = company.in_slack("ada"), company.in_teams("ben")
    await company.bind_legal()
    await company.product.tick()
    await ada.proposes(PLAIN)
    assert ada.status() == snapshot("In review. Waiting for Ben Okafor and Cleo Marsh (Legal).")
    await ben.clicks("Approve", company.legal)
    assert ada.status() == snapshot("In review. Waiting for Cleo Marsh (Legal).")
    await company.in_teams("cleo").client.leave(company.legal)
    await company.product.tick()
    await company.calm()
    assert ada.status() == snapshot("Approved by Ben Okafor. Ready to go out.")
    assert company.in_slack("cleo").reads()[-1] == snapshot(
        "To have more people decide, add them to the place in Teams that is bound to it and edit the post: an edit asks the desk anew."
    )


async def _seated(company: Company) -> list[str]:
    """Who sits on the desk by a group."""
    loaded = await company.product.store.load(None)
    assert not isinstance(loaded, ParkedByNewerVersion)
    return sorted(person.name for person in loaded.people.values() if person.groups and not person.left)


@pytest.mark.parametrize("policy", [GROUP])
async def test_a_large_group_of_people_never_seen_is_known_bit_by_bit(company: Company, hands: Hands) -> None:
    """Twenty are looked up at once, the others a minute later: nobody waits ten minutes, and Slack is not stormed."""
    names = [f"member{number}" for number in range(25)]
    for name in names:
        company.slack.add_person(name)
    await _group(company, *names)
    assert len(await _seated(company)) == 20
    await hands.move(company, timedelta(minutes=1))
    assert len(await _seated(company)) == 25
    asked = len([call for call in company.slack.calls if call.method == "users.info"])
    await hands.move(company, timedelta(minutes=10))
    assert len([call for call in company.slack.calls if call.method == "users.info"]) == asked


@pytest.mark.parametrize("policy", [GROUP])
async def test_a_crowd_of_guests_keeps_nobody_off_the_desk(company: Company, hands: Hands) -> None:
    """Thirty guests stand before Nia in the group: they are looked up once, and Nia is known a minute later."""
    names = [f"guest{number}" for number in range(30)]
    for name in names:
        company.slack.add_person(name, is_restricted=True)
    company.slack.add_person("nia")
    await _group(company, *names, "nia")
    await hands.move(company, timedelta(minutes=1))
    assert await _seated(company) == ["Nia"]
    asked = len([call for call in company.slack.calls if call.method == "users.info"])
    await hands.move(company, timedelta(minutes=10))
    assert len([call for call in company.slack.calls if call.method == "users.info"]) == asked


@pytest.mark.parametrize("policy", [GROUP])
async def test_who_cannot_be_looked_up_now_keeps_nobody_else_off_the_desk(company: Company, hands: Hands) -> None:
    """Slack can't say who the newcomer is: the others are known, and the newcomer a minute later."""
    company.slack.add_person("nia")
    company.expected.add("ratelimited")
    company.slack.faults.once("users.info", RateLimit(5))
    await _group(company, "ben", "nia")
    assert await _seated(company) == ["Ben Okafor"]
    await hands.move(company, timedelta(minutes=1))
    assert await _seated(company) == ["Ben Okafor", "Nia"]


@pytest.mark.parametrize("policy", [GROUP])
@pytest.mark.parametrize("trouble", ["nobody named", "missing_scope"])
async def test_an_answer_that_says_nothing_takes_nobody_off_the_desk(company: Company, trouble: str) -> None:
    """An empty list, or a right that was taken away: who was read last stays."""
    group = await _group(company, "ben", "ivy")
    if trouble == "missing_scope":
        company.expected.add("missing_scope")
        company.slack.faults.often("usergroups.list", RefuseWith("missing_scope"))
    await _now_in(company, group)
    assert await _seated(company) == ["Ben Okafor", "Ivy Chen"]


@pytest.mark.parametrize("policy", [TEAM])
async def test_a_guest_in_the_team_sits_nowhere_and_the_others_stay(company: Company) -> None:
    """A guest comes to the team: drafts are posted there no more, and its people are read all the same."""
    await company.bind_legal()
    await company.product.tick()
    company.teams.world.add_person("gus", "Gus Lind", email="gus@example.com", role="guest")
    await company.teams.person("gus").join(company.legal)
    await company.in_teams("ivy").client.join(company.legal)
    await company.product.tick()
    assert await _seated(company) == ["Ben Okafor", "Cleo Marsh", "Ivy Chen"]


@pytest.mark.parametrize("policy", [TEAM])
async def test_a_desk_that_moved_keeps_nobody_of_its_former_place(company: Company) -> None:
    """Legal is bound to another team, of which Teams does not tell who is there: whoever was in the former one sits nowhere."""
    ada = company.in_slack("ada")
    await company.bind_legal()
    await company.product.tick()
    await ada.proposes(PLAIN)
    assert await _seated(company) == ["Ben Okafor", "Cleo Marsh"]
    company.teams.world.add_team("Counsel", ["ivy", "cleo"], ["Posts"])
    elsewhere = company.teams.world.channel("Counsel", "Posts")
    await company.in_teams("cleo").says("bind legal", elsewhere)
    company.teams.faults.inject("pagedmembers", teams_faults.Fail(status=403))
    await company.product.tick()
    await company.calm()
    assert await _seated(company) == []
    assert ada.status() == snapshot("In review. Legal: nobody there may decide on these words.")


@pytest.mark.parametrize("policy", [GROUP])
async def test_no_approval_waits_of_somebody_who_has_left_the_desk(company: Company) -> None:
    """Ben approved on condition of his wording and is no longer in the group: Ada's card says only that he suggested it."""
    ada, ben = company.in_slack("ada"), company.in_teams("ben")
    await company.bind_legal()
    group = await _group(company, "ben", "ivy")
    await ada.proposes(PLAIN)
    await ben.clicks("Suggest wording", company.legal)
    await ben.presses("Suggest", text=f"{PLAIN} Come!", approves="as_it_stands")
    offered = "Ben Okafor (Legal) suggests other wording"
    assert f"{offered}, and approves if you take it as it stands" in ada.reads()
    await _now_in(company, group, "ivy")
    assert offered in ada.reads()
