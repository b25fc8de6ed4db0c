"""The fewest people with whom all that is open can be met: held against trying everybody."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.lifecycle.profiles import PROPERTY
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import Slots
from workflows.policy.fewest import Candidate, Chosen, fewest

DESKS = (DeskId("legal"), DeskId("marketing"), DeskId("press"))
LEGAL, MARKETING, PRESS = DESKS
PEOPLE = tuple(map(PersonId, ("ada", "ben", "cleo", "dee", "eve")))

candidates = st.lists(
    st.builds(
        Candidate,
        person=st.just(PersonId("?")),
        desks=st.dictionaries(st.sampled_from(DESKS), st.integers(0, 1), max_size=3),
        called=st.booleans(),
    ),
    max_size=5,
).map(
    lambda them: [
        Candidate(person=who, desks=one.desks, called=one.called) for who, one in zip(PEOPLE, them, strict=False)
    ]
)
needs = st.fixed_dictionaries({desk: st.integers(0, 3) for desk in DESKS})
slots = st.sampled_from(("one_per_proposal", "one_per_desk"))


def one(person: str, *desks: DeskId, called: bool = False, rather_not: tuple[DeskId, ...] = ()) -> Candidate:
    """Somebody who may decide for these desks."""
    return Candidate(person=PersonId(person), desks={desk: int(desk in rather_not) for desk in desks}, called=called)


def choices(needs: Mapping[DeskId, int], them: Sequence[Candidate], slots: Slots) -> Iterable[tuple[int, int, int]]:
    """Every way to seat everybody: what it leaves open, how many are called though others should be, how many anew."""
    ways = [
        [tuple(some) for most in range(len(who.desks) + 1) for some in combinations(who.desks, most)] for who in them
    ]
    for seats in product(*ways):
        if slots == "one_per_proposal" and any(len(where) > 1 for where in seats):
            continue
        left = {desk: need - sum(desk in where for where in seats) for desk, need in needs.items()}
        if min(left.values()) < 0:
            continue
        against = sum(who.desks[desk] for who, where in zip(them, seats, strict=True) for desk in where)
        anew = sum(bool(where) and not who.called for who, where in zip(them, seats, strict=True))
        yield sum(left.values()), against, anew


def worth(chosen: Chosen, them: Sequence[Candidate]) -> tuple[int, int, int]:
    """The same of what was chosen."""
    by = {who.person: who for who in them}
    against = sum(by[who].desks[desk] for desk, who in chosen.seats)
    return chosen.open, against, sum(not by[who].called for who in {who for _, who in chosen.seats})


@PROPERTY
@given(needs, candidates, slots)
def test_nobody_could_choose_better(needs: Mapping[DeskId, int], them: list[Candidate], slots: Slots) -> None:
    """Of all ways to seat everybody, what is chosen leaves the least open; of those, it keeps to who should be asked, and calls
    the fewest anew.
    """
    chosen = fewest(needs, them, slots)
    assert worth(chosen, them) == min(choices(needs, them, slots))
    assert len(set(chosen.seats)) == len(chosen.seats)
    assert sum(needs.values()) - len(chosen.seats) == chosen.open
    if slots == "one_per_proposal":
        assert len({who for _, who in chosen.seats}) == len(chosen.seats)


@PROPERTY
@given(needs, candidates, slots)
def test_the_choice_is_the_same_again(needs: Mapping[DeskId, int], them: list[Candidate], slots: Slots) -> None:
    """It depends on nothing but what it is given."""
    assert fewest(needs, them, slots) == fewest(dict(needs), list(them), slots)


def test_who_sits_on_two_desks_is_enough_for_both_where_that_counts() -> None:
    """With a place at each desk, Dee alone; with one for the whole post, somebody must help her."""
    them = [one("ben", LEGAL), one("mia", MARKETING), one("dee", LEGAL, MARKETING)]
    both = {LEGAL: 1, MARKETING: 1}
    assert fewest(both, them, "one_per_desk").seats == ((LEGAL, "dee"), (MARKETING, "dee"))
    assert set(fewest(both, them, "one_per_proposal").seats) == {(LEGAL, "ben"), (MARKETING, "mia")}


def test_the_only_one_who_can_is_kept_for_it() -> None:
    """Dee is all of legal: marketing asks somebody else, though she would have been the first."""
    them = [one("dee", LEGAL, MARKETING), one("mia", MARKETING)]
    chosen = fewest({MARKETING: 1, LEGAL: 1}, them, "one_per_proposal")
    assert (set(chosen.seats), chosen.open) == ({(LEGAL, "dee"), (MARKETING, "mia")}, 0)


def test_where_it_leaves_a_choice_the_first_are_called() -> None:
    """The order is the caller's."""
    them = [one("mia", LEGAL), one("ben", LEGAL), one("bea", LEGAL)]
    assert fewest({LEGAL: 2}, them, "one_per_proposal").seats == ((LEGAL, "mia"), (LEGAL, "ben"))


def test_whoever_should_be_asked_comes_before_few_calls() -> None:
    """Dee could do both; but at legal it is Ben's turn."""
    them = [one("dee", LEGAL, MARKETING, rather_not=(LEGAL,)), one("ben", LEGAL)]
    assert set(fewest({LEGAL: 1, MARKETING: 1}, them, "one_per_desk").seats) == {(LEGAL, "ben"), (MARKETING, "dee")}


def test_as_much_as_can_be_met_is_asked_for() -> None:
    """Press has nobody; the others are asked all the same."""
    chosen = fewest({LEGAL: 1, PRESS: 2}, [one("ben", LEGAL)], "one_per_proposal")
    assert (chosen.seats, chosen.open) == (((LEGAL, "ben"),), 2)


def test_a_post_that_needs_very_many_is_asked_for_too() -> None:
    """Far more ways than are compared: all that is open can still be met, and nobody waits for the answer."""
    desks = [DeskId(f"desk-{number}") for number in range(12)]
    them = [one(f"person-{number}", desks[number % 12], desks[(number + 1) % 12]) for number in range(48)]
    assert fewest(dict.fromkeys(desks, 3), them, "one_per_proposal").open == 0


def test_desks_that_need_everybody_they_have() -> None:
    """Five desks of sixty where all must approve: everybody is called, and whoever sits on another desk, too, only where they
    are needed.
    """
    desks = [DeskId(f"desk-{number}") for number in range(5)]
    them = [one(f"{desk} {number}", desk) for number in range(60) for desk in desks]
    every = {(desk, who.person) for who in them for desk in who.desks}
    for slots in ("one_per_proposal", "one_per_desk"):
        chosen = fewest({**dict.fromkeys(desks, 60), LEGAL: 1}, [*them, one("ben", LEGAL)], slots)
        assert set(chosen.seats) == {*every, (LEGAL, "ben")}
    both = [*them[:-1], one("dee", desks[-1], LEGAL), one("ben", LEGAL)]
    chosen = fewest({**dict.fromkeys(desks, 60), LEGAL: 1}, both, "one_per_desk")
    assert {who for desk, who in chosen.seats if desk == LEGAL} == {"dee"}
    chosen = fewest({**dict.fromkeys(desks, 60), LEGAL: 1}, both, "one_per_proposal")
    assert ({who for desk, who in chosen.seats if desk == LEGAL}, chosen.open) == ({"ben"}, 0)
