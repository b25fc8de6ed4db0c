"""One page in a browser to use both local chats side by side; it knows of the product only what `ports` names."""

from bot.playground.page.ports import Backstage, Machine
from bot.playground.page.server import Page, PortTakenError

__all__ = ["Backstage", "Machine", "Page", "PortTakenError"]
