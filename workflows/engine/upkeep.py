"""What those work with who keep up with the people: who is still here, and who is in the groups of the chats."""

from collections.abc import Callable, Mapping

from workflows.domain.ids import Chat
from workflows.domain.value import value
from workflows.engine.chat import ChatPlatform
from workflows.engine.following import Following
from workflows.engine.policies import Policies
from workflows.engine.store import Store


@value
class Upkeep:
    """`following` frees the places of those who are no longer there, `new_id` gives ids to the alerts, `wake` tells the courier
    that cards have changed.
    """

    store: Store
    platforms: Mapping[Chat, ChatPlatform]
    policies: Policies
    following: Following
    new_id: Callable[[], str]
    wake: Callable[[], None]
