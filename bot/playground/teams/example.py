"""The people and places of the example: Ada, Ben, Cleo and Ivy of example.com, and some who do not belong."""

from .world import World

APP_ID = "6f2c1a90-3d54-4b0e-9a61-0c8d5e7f4b21"
HOME_TENANT = "0b7c9d2e-51aa-4f7e-8c43-2d6e9f10ab35"
OTHER_TENANT = "c4e81f6a-7b20-4d93-b5fe-91a3d07c6e58"


def example_world() -> World:
    """Make the world of the story, and what does not belong.

    Employees: ada, ben, cleo, ivy, and noel, whose directory entry has no e-mail. Outsiders: a guest (gus), somebody of
    another tenant (mallory), somebody without an account (nobody). Places with the app, among employees: the channels
    Legal/Reviews and Marketing/Launch, the group chat Investor relations; shared with outsiders: the channel
    Partners/General, the group chat Open house. Without the app: Secret/General and Lunch.
    """
    world = World(app_id=APP_ID, app_name="Copydesk", home_tenant=HOME_TENANT)
    world.add_person("ada", "Ada Okafor", email="ada@example.com", zone="Europe/London")
    world.add_person("ben", "Ben Fischer", email="ben@example.com")
    world.add_person("cleo", "Cleo Marin", email="cleo@example.com", zone="America/New_York", locale="en-US")
    world.add_person("ivy", "Ivy Tanaka", email="ivy@example.com", zone="Asia/Tokyo")
    world.add_person("noel", "Noel Price")
    world.add_person("gus", "Gus Guest", email="gus@partner.example", role="guest", tenant_id=OTHER_TENANT)
    world.add_person("mallory", "Mallory Vane", email="mallory@other.example", tenant_id=OTHER_TENANT)
    world.add_person("nobody", "Nobody", role="anonymous")
    world.add_team("Legal", ["ben", "ivy"], ["General", "Reviews"])
    world.add_team("Marketing", ["ada", "cleo", "noel"], ["General", "Launch"])
    world.add_team("Partners", ["ben", "cleo", "gus"], ["General"])
    world.add_team("Secret", ["ada", "mallory"], ["General"], installed=False)
    world.add_group_chat("Investor relations", ["ivy", "cleo", "ben"])
    world.add_group_chat("Open house", ["ivy", "nobody"])
    world.add_group_chat("Lunch", ["ada", "ben"], installed=False)
    return world
