"""Whom a desk calls, in words, and who may decide there without being called."""

from collections.abc import Set as AbstractSet

from workflows.cards import messages
from workflows.domain.ids import PersonId
from workflows.lifecycle.evaluate import Standing
from workflows.policy.explain import MOST_NAMED


def who(standing: Standing, names: messages.Names) -> str:
    """Who is asked, and how many of them it takes."""
    asked = standing.asked or standing.awaited
    called = sorted(messages.signed_name(names, one, standing.behalf.get(one)) for one in asked)
    if standing.missing >= len(called):
        return messages.listing(called)
    if standing.missing == 1:
        return messages.listing(called, "or")
    return f"{standing.missing} of {messages.listing(called)}"


def may_too(standing: Standing, on_duty: AbstractSet[PersonId], names: messages.Names) -> str:
    """Who is here and may decide without being asked: whoever has their turn first, then by name, many of them counted."""
    others = standing.pool - standing.asked if standing.asked else frozenset[PersonId]()
    if not others:
        return ""
    first = [f"{messages.name(names, one)} (on duty)" for one in others & on_duty]
    rest = [messages.signed_name(names, one, standing.behalf.get(one)) for one in others - on_duty]
    if len(others) > MOST_NAMED:
        rest = [f"{len(rest)} others"]
    return f"; {messages.listing([*sorted(first), *sorted(rest)])} may too"
