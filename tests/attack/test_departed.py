"""Attacks by people who are no longer here, with a client that is still open."""

import pytest

from tests.attack.siege import Siege

pytestmark = pytest.mark.attack


async def test_a_deactivated_reviewer_clicks(siege: Siege) -> None:
    """Attack 8: once Slack told that Ben's account is deactivated, his open client approves nothing, in button or form."""
    slack = siege.company.slack
    await siege.company.in_slack("ben").client.command("/copydesk", "help")
    form = await siege.filling("ben", siege.action("request_changes"), {"code": "tone", "why": "Because."})
    siege.company.expected |= {"user_disabled", "users_not_found", "user_not_in_channel"}
    slack.change_person("ben", deleted=True)
    await siege.departed("ben")
    await siege.company.calm()
    async with siege.nothing_changes():
        await siege.slack_button_quietly("ben", siege.action("approve"))
        assert (await slack.send(form))[0].status == 200


async def test_a_reviewer_comes_back(siege: Siege) -> None:
    """Attack 8: the same click counts once the account is active and his again: it was the departure that stopped it."""
    slack = siege.company.slack
    await siege.company.in_slack("ben").client.command("/copydesk", "help")
    siege.company.expected |= {"user_disabled", "users_not_found", "user_not_in_channel"}
    slack.change_person("ben", deleted=True)
    await siege.departed("ben")
    slack.change_person("ben", deleted=False)
    await siege.company.introduce({"slack": ["ben"]})
    await siege.slack_button_quietly("ben", siege.action("approve"))
    await siege.company.calm()
    assert len((await siege.stands()).reviews) == 1
