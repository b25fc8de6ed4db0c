"""Facts: all that a decision may know of the world, gathered before it."""

from collections.abc import Mapping
from datetime import datetime

from workflows.domain.ids import DeskId, Email, PersonId
from workflows.domain.people import Person
from workflows.domain.policy import Policy
from workflows.domain.value import value


@value
class Facts:
    """`now` in UTC; `policy` is the version that rules this proposal; `people` everyone it lists and the authors."""

    now: datetime
    policy: Policy
    people: Mapping[PersonId, Person]

    def person_of(self, email: Email | None) -> PersonId | None:
        """The person with this address, if known."""
        return next((person.id for person in self.people.values() if person.email == email), None)

    def members(self, desk: DeskId) -> frozenset[PersonId]:
        """Who sits on a desk now; nobody, for a desk that the policy does not have."""
        found = self.policy.desks.get(desk)
        if found is None:
            return frozenset()
        return frozenset(person.id for person in self.people.values() if person.email in found.members)

    def lead(self, desk: DeskId) -> PersonId | None:
        """The desk's lead, if it has one."""
        found = self.policy.desks.get(desk)
        return self.person_of(found.lead) if found else None

    def leads(self) -> frozenset[PersonId]:
        """The comms leads: they may edit any proposal and bind places."""
        return frozenset(person.id for person in self.people.values() if person.role == "lead")
