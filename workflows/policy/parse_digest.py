"""Who gets the morning digest, and when."""

from collections.abc import Mapping
from typing import Final, get_args

from workflows.domain.ids import Chat, Email
from workflows.domain.policy import DigestOrder, ListedPerson, Weekday
from workflows.policy import shapes
from workflows.policy.addresses import EMAIL, read_zone
from workflows.policy.hours import HOUR, read_hour
from workflows.policy.parse_people import read_listed
from workflows.policy.reading import Reader, quoted
from workflows.policy.tree import Node

_ORDER: Final = {
    "to": "the address of a person whose role is lead",
    "at": "the hour, such as 08:30",
    "chat": "slack or teams",
}
_ORDER_MORE: Final = {"zone": "a time zone; else the company's", "weekdays": "the days; else Monday to Friday"}
DIGESTS: Final = shapes.many(
    shapes.fields(
        _ORDER,
        _ORDER_MORE,
        {
            "to": EMAIL,
            "at": shapes.like(HOUR),
            "chat": shapes.one_of(get_args(Chat)),
            "zone": shapes.TEXT,
            "weekdays": shapes.several(shapes.one_of(get_args(Weekday))),
        },
    )
)
"""How they look in the JSON Schema."""
_WORKDAYS: Final[tuple[Weekday, ...]] = ("mon", "tue", "wed", "thu", "fri")


def parse_digests(
    node: Node | None, reader: Reader, people: Mapping[Email, ListedPerson], company_zone: str
) -> tuple[DigestOrder, ...]:
    """One order for each lead who wants it; two for one person are refused."""
    orders: list[DigestOrder] = []
    for item in reader.items(node, "digests"):
        fields = reader.fields(item, "a digest", _ORDER, _ORDER_MORE) or {}
        to = _lead(fields.get("to"), reader, people)
        if to is not None and any(order.to == to for order in orders):
            reader.wrong(fields["to"], f"{quoted(to)} already gets a digest; there is one a day for each lead")
        hour = read_hour(fields.get("at"), reader, _ORDER["at"])
        zone = read_zone(fields.get("zone"), reader)
        weekdays = reader.choices(fields.get("weekdays"), "a weekday", get_args(Weekday))
        chat = reader.choice(fields.get("chat"), "a chat", get_args(Chat))
        if to is not None and hour is not None and chat is not None:
            days = frozenset(weekdays or _WORKDAYS)
            orders.append(DigestOrder(to=to, hour=hour, zone=zone or company_zone, weekdays=days, chat=chat))
    return tuple(orders)


def _lead(node: Node | None, reader: Reader, people: Mapping[Email, ListedPerson]) -> Email | None:
    email = read_listed(node, reader, people)
    if node is not None and email is not None and people[email].role != "lead":
        reader.wrong(node, f"expected {_ORDER['to']}; {quoted(email)} is listed as {people[email].role}")
    return email
