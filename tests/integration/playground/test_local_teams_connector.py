"""The local Teams as the Bot Connector: conversations, messages, rosters, refusals, limits and faults."""

import asyncio
from urllib.parse import quote

import aiohttp
import pytest

from bot.playground.teams import Delay, Fail, FailAfter, Hold, LocalTeams, LoseAnswer, LoseRequest, Throttle
from bot.playground.teams.example import OTHER_TENANT
from tests.integration.playground.standin import Json, StandIn, card, card_message, words


def activities(chat_id: str, activity_id: str = "") -> str:
    """Give the path of a conversation's activities, or of one."""
    path = f"v3/conversations/{quote(chat_id, safe='')}/activities"
    return f"{path}/{activity_id}" if activity_id else path


async def test_one_personal_chat_for_life(teams: LocalTeams, bot: StandIn) -> None:
    """Creating a 1:1 conversation twice gives the same one, by 29: id as by aadObjectId."""
    ben = teams.person("ben").person
    first = await bot.call(
        "POST", "v3/conversations", {"members": [{"id": ben.user_id}], "tenantId": teams.tenant_id, "isGroup": False}
    )
    second = await bot.call(
        "POST",
        "v3/conversations",
        {"members": [{"id": ben.aad_object_id}], "channelData": {"tenant": {"id": teams.tenant_id}}},
    )
    assert first.status == second.status == 201
    assert first.body["id"] == second.body["id"] == teams.person("ben").chat.id


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"members": [], "tenantId": "home"}, 400, "BadSyntax"),
        ({"members": [{"id": "ben"}, {"id": "ivy"}], "isGroup": True, "tenantId": "home"}, 400, "BadSyntax"),
        ({"members": [{"id": "ben"}]}, 400, "BadArgument"),
        ({"members": [{"id": "ben"}], "tenantId": OTHER_TENANT}, 403, "ForbiddenOperationException"),
        ({"members": [{"id": "mallory"}], "tenantId": OTHER_TENANT}, 403, "ForbiddenOperationException"),
    ],
    ids=["nobody", "a group", "no tenant", "wrong tenant", "not installed"],
)
async def test_conversations_that_cannot_be_made(
    teams: LocalTeams, bot: StandIn, body: Json, status: int, code: str
) -> None:
    """A bot cannot create groups, nor reach people where it is not installed."""
    asked = body | {"members": [{"id": teams.world.people[one["id"]].user_id} for one in body["members"]]}
    if body.get("tenantId") == "home":
        asked["tenantId"] = teams.tenant_id
    got = await bot.call("POST", "v3/conversations", asked)
    assert (got.status, got.code) == (status, code)


@pytest.mark.parametrize("escaped", [True, False], ids=["encoded", "raw"])
async def test_channel_threads(teams: LocalTeams, bot: StandIn, *, escaped: bool) -> None:
    """A conversation id with `;messageid=` is a thread, written raw or percent-encoded."""
    channel = teams.world.channel("Legal", "Reviews")
    root = (await bot.post(channel.id, card(words("First")))).body["id"]
    thread = f"{channel.id};messageid={root}"
    path = quote(thread, safe="") if escaped else thread
    reply = await bot.call("POST", f"v3/conversations/{path}/activities", {"type": "message", "text": "Second"})
    assert reply.status == 201
    assert channel.messages[reply.body["id"]].root == root
    answered = await bot.call("POST", activities(channel.id, root), {"type": "message", "text": "Third"})
    assert channel.messages[answered.body["id"]].root == root


async def test_a_new_thread_by_creating(teams: LocalTeams, bot: StandIn) -> None:
    """Creating a conversation in a channel posts its first message and names the thread."""
    channel = teams.world.channel("Legal", "Reviews")
    body = {"channelData": {"channel": {"id": channel.id}}, "activity": card_message(card(words("Hello")))}
    got = await bot.call("POST", "v3/conversations", body | {"isGroup": True})
    assert got.body["id"] == f"{channel.id};messageid={got.body['activityId']}"


async def test_own_messages_are_updated_and_deleted(teams: LocalTeams, bot: StandIn) -> None:
    """The bot may change and delete its own messages, nobody else's, and none that is gone."""
    ben = teams.person("ben")
    await ben.install()
    typed = await ben.say("propose")
    posted = (await bot.post(ben.chat.id, card(words("One")))).body["id"]
    assert (await bot.call("PUT", activities(ben.chat.id, posted), card_message(card(words("Two"))))).status == 200
    assert (await ben.latest()).card == card(words("Two"))
    other = await bot.call("PUT", activities(ben.chat.id, typed.id), card_message(card(words("Mine"))))
    assert (other.status, other.code) == (403, "ForbiddenOperationException")
    assert (await bot.call("DELETE", activities(ben.chat.id, posted))).status == 200
    for method in ("PUT", "DELETE"):
        gone = await bot.call(method, activities(ben.chat.id, posted), card_message(card(words("Three"))))
        assert (gone.status, gone.code) == (404, "ActivityNotFoundInConversation")


async def test_places_without_the_bot(teams: LocalTeams, bot: StandIn) -> None:
    """Where the app is not installed every call answers 403, and an unknown conversation 404."""
    lunch = teams.world.group_chat("Lunch").id
    for path in (f"v3/conversations/{lunch}/members", f"v3/conversations/{lunch}/pagedmembers"):
        assert (await bot.call("GET", path)).code == "BotNotInConversationRoster"
    assert (await bot.post(lunch, card(words("Hello")))).code == "BotNotInConversationRoster"
    unknown = await bot.post("19:nothing@thread.v2", card(words("Hello")))
    assert (unknown.status, unknown.code) == (404, "ConversationNotFound")
    ben = teams.person("ben")
    await ben.install()
    await ben.uninstall()
    assert (await bot.post(ben.chat.id, card(words("Hello")))).code == "BotNotInConversationRoster"


async def test_rosters_tell_what_the_directory_holds(teams: LocalTeams, bot: StandIn) -> None:
    """A member is found by either id; an e-mail may be absent, a guest's principal name is mangled."""
    marketing, partners = teams.world.channel("Marketing", "Launch"), teams.world.channel("Partners", "General")
    noel, gus = teams.person("noel").person, teams.person("gus").person
    for any_id in (noel.user_id, noel.aad_object_id):
        got = await bot.call("GET", f"v3/conversations/{marketing.id}/members/{any_id}")
        assert got.body["aadObjectId"] == noel.aad_object_id
        assert "email" not in got.body
    guest = (await bot.call("GET", f"v3/conversations/{partners.id}/members/{quote(gus.user_id, safe='')}")).body
    assert (guest["userRole"], guest["tenantId"]) == ("guest", OTHER_TENANT)
    assert "#EXT#" in guest["userPrincipalName"]
    absent = await bot.call("GET", f"v3/conversations/{partners.id}/members/{noel.user_id}")
    assert absent.status == 404
    page = (await bot.call("GET", f"v3/conversations/{partners.id}/pagedmembers?pageSize=50")).body
    assert [one["name"] for one in page["members"]] == ["Ben Fischer", "Cleo Marin", "Gus Guest"]
    chat = teams.world.group_chat("Open house").id
    anonymous = (await bot.call("GET", f"v3/conversations/{chat}/members")).body[-1]
    assert "aadObjectId" not in anonymous


async def test_teams_are_described(teams: LocalTeams, bot: StandIn) -> None:
    """A team's name and group id are told where the app is installed."""
    team = teams.world.channel("Legal", "General").team
    assert team is not None
    got = await bot.call("GET", f"v3/teams/{team.id}")
    assert (got.body["name"], got.body["aadGroupId"]) == ("Legal", team.group_id)


@pytest.mark.parametrize(
    ("message", "status", "code"),
    [
        ({"type": "message"}, 400, "BadSyntax"),
        ({"type": "trace", "text": "x"}, 400, "BadSyntax"),
        (card_message(card(words("x" * 29_000))), 413, "MessageSizeTooBig"),
        (card_message(card({"type": "Table", "rows": []})), 400, "BadArgument"),
        ({"type": "message", "text": "x" * 50_000}, 413, "MessageSizeTooBig"),
        (
            {"type": "message", "text": "Hi", "entities": [{"type": "mention", "text": "<at>Ben</at>"}]},
            400,
            "BadSyntax",
        ),
    ],
    ids=["empty", "unknown type", "card too big", "unknown element", "text too big", "mention not in the text"],
)
async def test_messages_that_are_refused(
    teams: LocalTeams, bot: StandIn, message: Json, status: int, code: str
) -> None:
    """A message out of the rules is refused with the platform's code, recorded, and posted nowhere."""
    chat = teams.world.group_chat("Investor relations")
    got = await bot.call("POST", activities(chat.id), message)
    assert (got.status, got.code) == (status, code)
    assert teams.log.refusals[-1].code == code
    assert not chat.messages


async def test_text_and_card_are_split(teams: LocalTeams, bot: StandIn) -> None:
    """Text and card in one activity become two messages, no id comes back, and the record says so."""
    chat = teams.world.group_chat("Investor relations")
    got = await bot.call("POST", activities(chat.id), card_message(card(words("Card")), text="Text"))
    assert (got.status, got.body) == (201, {})
    assert len(chat.messages) == 2
    assert teams.log.refusals[-1].code == "MessageSplit"


async def test_mentions_ping_members(teams: LocalTeams, bot: StandIn) -> None:
    """A mention in a text or on a card pings members of the chat, and the summary is what the lock screen shows."""
    chat = teams.world.group_chat("Investor relations")
    people = teams.world.people

    def mention(key: str) -> Json:
        name = people[key].name
        return {"type": "mention", "text": f"<at>{name}</at>", "mentioned": {"id": people[key].user_id, "name": name}}

    text = {"type": "message", "text": "<at>Ivy Tanaka</at> and <at>Ada Okafor</at>: please look"}
    await bot.call("POST", activities(chat.id), text | {"entities": [mention("ivy"), mention("ada")]})
    on_card = card(words("For <at>Ben Fischer</at>"), msteams={"entities": [mention("ben")]})
    await bot.post(chat.id, on_card)
    seen = await teams.person("ben").see(chat)
    assert [one.pings for one in seen] == [("ivy",), ("ben",)]
    assert seen[1].notification == "A card"


async def test_rate_limits_may_be_switched_on() -> None:
    """With limits on, the eighth message to one conversation within a second is told how long to wait."""
    async with LocalTeams(clock=lambda: 0.0) as teams, StandIn(teams=teams) as bot:
        await bot.sign_in()
        chat = teams.world.group_chat("Investor relations").id
        teams.pacing.limits = "on"
        answers = [await bot.post(chat, card(words("Hello"))) for _ in range(8)]
        assert [got.status for got in answers] == [201] * 7 + [429]
        assert int(answers[-1].headers["Retry-After"]) >= 1


async def test_faults_happen_once_and_tell_the_truth(teams: LocalTeams, bot: StandIn) -> None:
    """A fault strikes the calls it was meant for, once, and the log knows what was really done."""
    chat = teams.world.group_chat("Investor relations")
    hello = card(words("Hello"))
    teams.faults.inject("send", Throttle(retry_after="7"))
    teams.faults.inject("send", Fail(status=502, retry_after="9"))
    teams.faults.inject("send", FailAfter(status=500))
    throttled = await bot.post(chat.id, hello)
    assert (throttled.status, throttled.headers["Retry-After"]) == (429, "7")
    failed = await bot.post(chat.id, hello)
    assert (failed.status, failed.headers["Retry-After"]) == (502, "9")
    assert (await bot.post(chat.id, hello)).status == 500
    for lost in (LoseAnswer(), LoseRequest()):
        teams.faults.inject("send", lost)
        with pytest.raises(aiohttp.ClientError):
            await bot.post(chat.id, hello)
    assert (await bot.post(chat.id, hello)).status == 201
    calls = teams.log.calls_to("send")
    assert [call.done for call in calls] == [False, False, True, True, False, True]
    assert [call.status for call in calls] == [429, 502, 500, None, None, 201]
    assert [call.retry_after for call in calls] == ["7", "9", None, None, None, None]
    assert len(chat.messages) == 3
    assert teams.log.refusals == []


async def test_faults_choose_by_rule(teams: LocalTeams, bot: StandIn) -> None:
    """A standing rule strikes every call that matches until it is cleared, and no other."""
    chat = teams.world.group_chat("Investor relations").id
    teams.faults.inject("send", Fail(status=412), times=None, when=lambda body: body.get("summary") == "A card")
    assert [(await bot.post(chat, card(words("x")))).status for _ in range(2)] == [412, 412]
    assert (await bot.call("POST", activities(chat), {"type": "message", "text": "Hi"})).status == 201
    teams.faults.clear()
    assert (await bot.post(chat, card(words("x")))).status == 201


async def test_calls_can_be_slow(teams: LocalTeams, bot: StandIn) -> None:
    """A call can be held until a test lets it go, or answered late, and a test can wait for calls."""
    chat = teams.world.group_chat("Investor relations")
    gate = asyncio.Event()
    teams.faults.inject("send", Hold(until=gate))
    slow = asyncio.create_task(bot.post(chat.id, card(words("Slow"))))
    await bot.call("GET", f"v3/conversations/{chat.id}/members")
    assert not chat.messages
    gate.set()
    await teams.until(lambda: len(teams.log.calls_to("send")) == 1)
    assert (await slow).status == 201
    teams.faults.inject("update", Delay(seconds=0.01))
    assert (
        await bot.call("PUT", activities(chat.id, next(iter(chat.messages))), {"type": "message", "text": "x"})
    ).status == 200
