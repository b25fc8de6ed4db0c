"""Facts: all that a decision may know of the world, gathered before it."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime

from workflows.domain.covers import Cover
from workflows.domain.ids import DeskId, Email, PersonId
from workflows.domain.people import LinkState, Person
from workflows.domain.policy import Desk, Holders, Policy
from workflows.domain.value import value
from workflows.policy.rota import on_duty


@value
class Facts:
    """`now` in UTC; `policy` is the version that rules this proposal; `people` everyone any policy listed, and the authors.

    `link` is how sure it is that whoever acts is who they seem; `unknown` where nobody acts.
    `present` says who sits on which desk today, by the current version; None where the ruling version is the current one.
    `holds` says in the same way who may stop posts, `override_by` who may override reviews, and `readers` whom the policy lets
    read what is restricted.
    `in_force` is that current version; None where it is the ruling one.
    `covers` are those in force now, by who is away; `strangers` those who cover and are nobody's by today's policy.
    `load` says about how many posts each person is asked, as far as it is known: it decides nothing but whom to ask next.
    """

    now: datetime
    policy: Policy
    people: Mapping[PersonId, Person]
    link: LinkState
    present: Mapping[DeskId, Desk] | None = None
    holds: Holders | None = None
    override_by: tuple[Email, ...] | None = None
    covers: Mapping[PersonId, Cover] = field(default_factory=dict[PersonId, Cover])
    strangers: frozenset[PersonId] = frozenset()
    readers: frozenset[Email] | None = None
    load: Mapping[PersonId, int] = field(default_factory=dict[PersonId, int])
    in_force: Policy | None = None

    @property
    def desks(self) -> Mapping[DeskId, Desk]:
        """Every desk as it is manned today."""
        return self.policy.desks if self.present is None else self.present

    def person_of(self, email: Email | None) -> PersonId | None:
        """The person with this address, if known and still here."""
        return next((one.id for one in self.people.values() if one.email == email and not one.left), None)

    def members(self, desk: DeskId) -> frozenset[PersonId]:
        """Who sits on a desk now; nobody, for a desk that is no more, and nobody who left."""
        found = self.desks.get(desk)
        if found is None:
            return frozenset()
        return frozenset(one.id for one in self.people.values() if found.seats(one) and not one.left)

    def on_duty(self, desk: DeskId) -> frozenset[PersonId]:
        """Whose turn it is on a desk now, of those who are here; nobody, where it has no rota."""
        found = self.desks.get(desk)
        if found is None or found.rota is None:
            return frozenset()
        turn = on_duty(found.rota, found.zone, self.now)
        return frozenset(one for email in turn if (one := self.person_of(email)) is not None)

    def heads(self, desk: DeskId) -> tuple[PersonId, ...]:
        """Who may lift the blocks of a desk's members now: its lead, then its deputy."""
        found = self.desks.get(desk)
        return heads(found, self.people.values()) if found else ()

    def leads(self) -> frozenset[PersonId]:
        """The comms leads: they may edit any proposal and bind places."""
        return frozenset(person.id for person in self.people.values() if person.role == "lead" and not person.left)

    def named(self, emails: Iterable[Email]) -> frozenset[PersonId]:
        """The people with these addresses who are known and still here."""
        wanted = frozenset(emails)
        return frozenset(one.id for one in self.people.values() if one.email in wanted and not one.left)

    def holders(self) -> frozenset[PersonId]:
        """Who may put any post on hold and release it, by today's policy."""
        by = (self.holds or self.policy.holds).by
        return self.leads() if by is None else self.named(by)

    def stoppers(self) -> frozenset[PersonId]:
        """Who may stop everything at once and let it go on, by today's policy."""
        everything = (self.holds or self.policy.holds).everything
        return self.leads() if everything is None else self.named(everything)

    def insiders(self) -> frozenset[PersonId]:
        """Whom the policy lets read every restricted post."""
        return self.named(self.policy.restricted.to if self.readers is None else self.readers)

    def overriders(self) -> frozenset[PersonId]:
        """Who may, two together, override reviews, by today's policy; nobody unless it names them."""
        return self.named(self.policy.overriders if self.override_by is None else self.override_by)

    def stewards(self, authors: frozenset[PersonId], heirs: frozenset[PersonId] | None = None) -> frozenset[PersonId]:
        """Who may do what is the authors' to do: they themselves, and once every one of them has left, their `heirs`: the
        comms leads, where nobody else is given.
        """
        gone = {person.id for person in self.people.values() if person.left}
        if not authors <= gone:
            return authors
        return authors | (self.leads() if heirs is None else heirs)


def heads(desk: Desk, people: Iterable[Person]) -> tuple[PersonId, ...]:
    """A desk's lead, then its deputy, of those who are here."""
    here = {person.email: person.id for person in people if not person.left}
    return tuple(here[email] for email in dict.fromkeys((desk.lead, desk.deputy)) if email and email in here)
