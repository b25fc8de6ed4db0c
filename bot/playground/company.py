"""The company whose two chats these are: who works there, who else comes by, and what they talk of on any day."""

from bot.playground.slack import LocalSlack
from bot.playground.teams import Chat, LocalTeams, World

PEOPLE = (("ada", "Ada Park"), ("ben", "Ben Okafor"), ("cleo", "Cleo Marsh"), ("ivy", "Ivy Chen"))
"""Who works there, by key; each has an account in both chats, under one address."""
CAST = {
    "ada": "Writes posts",
    "ben": "Reviews for legal, in Teams",
    "cleo": "Leads communications, reviews for marketing",
    "ivy": "Reviews for investor relations; has not said yet who she is",
    "gus": "A guest, who sees only the places he was invited to",
    "sam": "An outsider, of another company",
    "uma": "An account without an address: nobody knows whose it is",
}
"""Who everyone is, in a few words; the last three only where `passers_by` have come."""
PARTNER_TEAM = "T0TEAPOTS"
PARTNER_TENANT = "5d1f0c3e-7a92-4c68-b1d4-93e2a6f7c810"


def teams_world(app_id: str, tenant: str) -> World:
    """The company's Teams, with the app where legal works."""
    world = World(app_id=app_id, app_name="Copydesk", home_tenant=tenant)
    for key, name in PEOPLE:
        world.add_person(key, name, email=f"{key}@example.com", zone="Europe/London")
    world.add_team("Legal", ["ben", "cleo"], ["General", "Reviews"])
    world.add_group_chat("Lunch", ["ada", "ben"], installed=False)
    return world


def furnish(slack: LocalSlack) -> None:
    """The company's Slack, with the app where marketing works."""
    for key, name in PEOPLE:
        slack.add_person(key, real_name=name)
    slack.add_conversation("marketing-review", members=["cleo"])
    slack.add_conversation("general", members=["ada", "cleo", "ivy"], with_bot=False)


def reviews(teams: LocalTeams) -> Chat:
    """The Teams channel where legal is asked."""
    return teams.world.channel("Legal", "Reviews")


async def passers_by(slack: LocalSlack, teams: LocalTeams) -> None:
    """A guest, an outsider and somebody unknown come to both chats; and everybody talks, so that there is something to post."""
    slack.add_person("gus", real_name="Gus Lind", email="gus@lind.example", is_ultra_restricted=True)
    slack.add_person("sam", real_name="Sam Rivers", email="sam@teapots.example", team_id=PARTNER_TEAM, is_stranger=True)
    slack.add_person("uma", real_name="Uma Novak", email=None)
    slack.add_conversation("kettle-launch", members=["ada", "cleo", "gus"], topic="The new kettle, with Gus's studio")
    slack.add_conversation(
        "with-teapots", members=["ada", "cleo", "sam"], is_ext_shared=True, topic="Shared with Teapots Ltd"
    )
    slack.conversation("general").members.add(slack.person("uma").id)

    world = teams.world
    world.add_person("gus", "Gus Lind", email="gus@lind.example", role="guest", zone="Europe/London")
    world.add_person("sam", "Sam Rivers", email="sam@teapots.example", tenant_id=PARTNER_TENANT, zone="Europe/London")
    world.add_person("uma", "Uma Novak", zone="Europe/London")
    world.add_team("Kettle launch", ["ada", "ben", "gus", "uma"], ["Plans", "Ideas"])
    world.add_group_chat("With Teapots", ["ada", "ben", "sam"], installed=False)
    await _talk(slack, teams)


async def _talk(slack: LocalSlack, teams: LocalTeams) -> None:
    for who, place, words in (
        ("ivy", "general", "Good morning! The lift works again."),
        ("cleo", "general", "Lovely. 2,000 of you came to our open day on Saturday: thank you all!"),
        ("uma", "general", "First week here, and everybody is so kind. Hello!"),
        ("gus", "kettle-launch", "The photographs are in: one litre boils in 90 seconds, steam and all."),
        ("ada", "kettle-launch", "Wonderful. That should be a post."),
        ("sam", "with-teapots", "Our teapots go well with your kettle. Shall we say so together?"),
    ):
        await slack.person(who).say(place, words)
    world = teams.world
    for who, chat, words in (
        ("ada", world.group_chat("Lunch"), "Soup or noodles?"),
        ("ben", world.group_chat("Lunch"), "Soup. And the canteen now takes its herbs from our own roof!"),
        ("gus", world.channel("Kettle launch", "Ideas"), "What if people told us their tea stories?"),
        ("ada", world.channel("Kettle launch", "Ideas"), "The kettle comes in three colours: chalk, slate and fern."),
        ("sam", world.group_chat("With Teapots"), "Looking forward to the fair on Thursday."),
    ):
        await teams.person(who).say(words, chat)
