"""`holiday: [DE, GB-ENG]`: the author wants it published on a public holiday there."""

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Final

from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.conditions.base import Reading, single
from workflows.policy.conditions.wanted import local
from workflows.policy.reading import Reader, hint, listed, quoted
from workflows.policy.shapes import like, several
from workflows.policy.tree import Node, Scalar

_CODE: Final = r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?"
_EXPECTED: Final = "a country such as DE, or a part of one such as DE-BY"
_REMEMBERED: Final = 64
"""Countries times years: few policies name more."""


@value
class OnHoliday:
    """Holds where the wanted time, in the zone it was meant in, is on a public holiday in one of `places`."""

    places: tuple[str, ...]

    def because(self, subject: Subject) -> str | None:
        """`is wanted on a public holiday in DE-BY (All Saints' Day)`."""
        if subject.wanted is None:
            return None
        day = local(subject.wanted.at, subject.wanted.zone).date()
        met = [f"{place} ({name})" for place in self.places if (name := _holidays(place, day.year).get(day))]
        return f"is wanted on a public holiday in {listed(met, 'and')}" if met else None

    def looks_for(self) -> str:
        """`is wanted on a public holiday in DE or GB-ENG`."""
        return f"is wanted on a public holiday in {listed(self.places, 'or')}"


@lru_cache(maxsize=_REMEMBERED)
def _holidays(place: str, year: int) -> Mapping[date, str]:
    import holidays  # noqa: PLC0415  # slow to load, for the few policies that ask

    country, _, part = place.partition("-")
    found = holidays.country_holidays(country, subdiv=part or None, years=year, language="en_US")
    return dict(found)


@cache
def _places() -> Mapping[str, list[str]]:
    """The parts of each country, by its two letters; the library knows the three as well."""
    import holidays  # noqa: PLC0415  # as above

    return {code: parts for code, parts in holidays.list_supported_countries().items() if len(code) == 2}


def _read_place(item: Scalar, reader: Reader) -> str | None:
    country, _, part = item.text.partition("-")
    if country not in _places():
        reader.wrong(item, f"expected {_EXPECTED}, not {quoted(item.text)}{hint(country, _places())}")
        return None
    if part and part not in _places()[country]:
        near = hint(part, _places()[country])
        reader.wrong(item, f"expected a part of {country} whose holidays are known, not {quoted(part)}{near}")
        return None
    return item.text


def parse(node: Node, reading: Reading) -> OnHoliday | None:
    """A list of countries and their parts, by ISO 3166 code."""
    read = (_read_place(item, reading.reader) for item in reading.reader.scalars(node, _EXPECTED))
    places = tuple(place for place in read if place is not None)
    return OnHoliday(places=places) if places else None


KIND: Final = single(
    help=(
        "The wanted time is on a public holiday in one of these countries or parts of them (ISO 3166 codes), in the zone it was "
        "meant in; a post without a time is on none."
    ),
    examples=(
        ("holiday: [DE, FR]", "A post that is to go out on a holiday in Germany or France."),
        ("holiday: [GB-ENG]", "A post that is to go out on a bank holiday in England."),
    ),
    parse=parse,
    shape=several(like(_CODE)),
)
