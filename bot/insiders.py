"""`copydesk audit seen`: who was shown which revision of a confidential proposal, and when: its insider list. Only reads."""

import json

from adapters.storage.audit import Broken
from adapters.storage.sightings import Insider, InsiderList
from bot.audit import Verdict, open_record
from workflows.domain.refusals import NotFound

_WHERE = {
    "card": "direct message",
    "view": "own view of a shared card",
    "answer": "answer to a question or click",
    "form": "form",
    "home": "Home",
}


async def show_insiders(url: str, proposal: str, *, as_json: bool) -> Verdict:
    """The list of one proposal, by its id or the beginning of it, in lines or as JSON. Raises `CannotLookError`."""
    async with open_record(url) as store:
        found = await store.insider_list(proposal)
    match found:
        case NotFound():
            return Verdict(holds=False, says="There is no such proposal, or more than one begins so.")
        case Broken():
            return Verdict(holds=False, says=found.sentence)
        case InsiderList():
            return Verdict(holds=True, says=_as_json(found) if as_json else _told(found))


def _told(found: InsiderList) -> str:
    if not found.restricted:
        return f"{found.proposal} was never confidential, so it was not put on record who was shown it."
    spans = [
        f"Confidential from {start:%Y-%m-%d %H:%M:%S} UTC{f' to {end:%Y-%m-%d %H:%M:%S} UTC' if end else ''}."
        for start, end in found.restricted
    ]
    lines = [_line(one) for one in found.insiders] or ["Nobody was shown it."]
    return "\n".join([found.proposal, *spans, "What was shown outside of these times is not listed.", "", *lines])


def _line(one: Insider) -> str:
    when = f"{one.at:%Y-%m-%d %H:%M:%S} UTC"
    return f"{when}  revision {one.revision}  {_name(one)}  {_account(one)}  {_WHERE[one.where]}"


def _name(one: Insider) -> str:
    return one.name or f"person {one.person} (name erased)"


def _account(one: Insider) -> str:
    return (
        f"{one.chat} {one.account.installation}/{one.account.user}" if one.account else f"{one.chat}, account unknown"
    )


def _as_json(found: InsiderList) -> str:
    tree = {
        "proposal": found.proposal,
        "confidential": [
            {"from": start.isoformat(), "to": end.isoformat() if end else None} for start, end in found.restricted
        ],
        "shown": [
            {
                "person": one.person,
                "name": one.name,
                "chat": one.chat,
                "installation": one.account.installation if one.account else None,
                "user": one.account.user if one.account else None,
                "revision": one.revision,
                "first_at": one.at.isoformat(),
                "where": one.where,
            }
            for one in found.insiders
        ],
    }
    return json.dumps(tree, indent=2, ensure_ascii=False)
