"""The company and the people that the policy names."""

from collections.abc import Mapping
from typing import Final, get_args

from workflows.domain.ids import Email
from workflows.domain.people import Role
from workflows.domain.policy import ListedPerson
from workflows.domain.value import value
from workflows.policy.addresses import DOMAIN, EMAIL, read_domain, read_email, read_zone
from workflows.policy.reading import Reader, hint, quoted
from workflows.policy.shapes import TEXT, fields, many, one_of, perhaps, several
from workflows.policy.tree import Node

_COMPANY: Final = {
    "name": "the company's name",
    "domains": "the e-mail domains of its employees",
    "zone": "its time zone, such as Europe/London",
}
_PERSON: Final = {"name": "a name", "email": "an e-mail address", "role": "lead, reviewer, guest or employee"}
_MOST_NAME: Final = 80
_PERSON_MORE: Final = {"attributes": "words that conditions can ask for"}

COMPANY: Final = fields(_COMPANY, {}, {"name": TEXT, "domains": several(DOMAIN), "zone": TEXT})
PEOPLE: Final = many(
    fields(
        _PERSON,
        _PERSON_MORE,
        {"name": TEXT, "email": EMAIL, "role": one_of(get_args(Role)), "attributes": perhaps(TEXT)},
    )
)
"""How both look in the JSON Schema."""


@value
class Company:
    """Whose posts these are; an unlisted person with a verified address under `domains` is an employee."""

    name: str = ""
    domains: frozenset[str] = frozenset()
    zone: str = "UTC"


def parse_company(node: Node | None, reader: Reader) -> Company:
    """The company; what is wrong is noted and stands in as nothing."""
    found = {} if node is None else reader.fields(node, "“company”", _COMPANY, {}) or {}
    domains = [read_domain(item, reader) for item in reader.scalars(found.get("domains"), "a domain")]
    return Company(
        name=reader.text(found.get("name"), _COMPANY["name"], _MOST_NAME) or "",
        domains=frozenset(domain for domain in domains if domain is not None),
        zone=read_zone(found.get("zone"), reader) or "UTC",
    )


def parse_people(node: Node | None, reader: Reader) -> Mapping[Email, ListedPerson]:
    """The listed people by address, in order; one address for two is noted. What is noted in a person stands in as
    something harmless, so that one mistake is not told again by everything that refers to them.
    """
    people: dict[Email, ListedPerson] = {}
    for item in reader.items(node, "people"):
        found = reader.fields(item, "a person", _PERSON, _PERSON_MORE) or {}
        name = reader.text(found.get("name"), _PERSON["name"], _MOST_NAME)
        email = read_email(found.get("email"), reader)
        role = reader.choice(found.get("role"), "a role", get_args(Role))
        attributes = reader.scalars(found.get("attributes"), "an attribute", none="allowed")
        if email is not None and email in people:
            reader.wrong(found["email"], f"{quoted(email)} is listed twice")
        elif email is not None:
            marks = frozenset(mark.text for mark in attributes)
            people[email] = ListedPerson(name=name or email, email=email, role=role or "lead", attributes=marks)
    return people


def read_listed(node: Node | None, reader: Reader, people: Mapping[Email, ListedPerson]) -> Email | None:
    """The address of someone under `people`; no note where nobody is listed, for that is noted already."""
    email = read_email(node, reader)
    if node is None or email is None:
        return None
    if email in people:
        return email
    if people:
        reader.wrong(node, f"{quoted(email)} is not listed under “people”{hint(email, people)}")
    return None
