"""What may happen in a storm: what people do, and what the platforms do wrong meanwhile. Drawn by Hypothesis."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Literal

from hypothesis import strategies as st

from bot.playground.slack import faults as slack
from bot.playground.teams import faults as teams
from workflows.domain.value import value

Deed = Literal["propose", "edit", "approve", "request changes", "withdraw"]
Seat = Literal["ada in slack", "ada in teams", "cleo in slack", "ben in teams"]
"""Ada proposes; Cleo is asked for marketing, Ben for legal."""

WAITS = ("0", "1", "120", None, "soon", "a date")
"""What a platform writes into `Retry-After`: a number, nothing, nonsense, an HTTP date half a minute ahead."""


@value
class Do:
    """Somebody does something with the `which`th post that they can do it with. In a `hurry` nobody waits for the cards."""

    seat: Seat
    deed: Deed
    which: int = 0
    hurry: bool = False


@value
class Late:
    """Somebody clicks Approve, but it arrives only after so many other steps, and so many times at once."""

    seat: Seat
    which: int
    steps: int
    copies: int


@value
class SlackTrouble:
    """The next calls of a method of Slack's go wrong; `wait` is the header of a rate limit."""

    method: str
    kind: str
    times: int
    wait: str | None = None

    @property
    def fault(self) -> slack.Fault:
        """As the local Slack takes it."""
        match self.kind:
            case "lose answer":
                return slack.LoseAnswer()
            case "lose request":
                return slack.LoseRequest()
            case "500 after":
                return slack.FailAfterDoing()
            case "503 before":
                return slack.FailBeforeDoing(status=503)
            case "internal error":
                return slack.RefuseWith(error="internal_error")
            case _:
                return slack.RateLimit(seconds=_header(self.wait))


@value
class TeamsTrouble:
    """The next calls of an endpoint of Teams go wrong; `wait` is the header of a rate limit."""

    endpoint: teams.Endpoint
    kind: str
    times: int
    wait: str | None = None

    @property
    def fault(self) -> teams.Fault:
        """As the local Teams takes it."""
        match self.kind:
            case "lose answer":
                return teams.LoseAnswer()
            case "lose request":
                return teams.LoseRequest()
            case "500 after":
                return teams.FailAfter(status=500)
            case "429":
                return teams.Throttle(retry_after=_header(self.wait))
            case _:
                return teams.Fail(status=int(self.kind), retry_after=_header(self.wait))


@value
class TwiceDelivered:
    """The next thing that somebody does in this chat reaches Copydesk twice; in Teams perhaps after its answer was lost."""

    chat: Literal["slack", "teams"]
    lost: bool = False


@value
class Deleted:
    """Somebody deletes the `which`th of Copydesk's messages in a place."""

    place: Literal["marketing", "legal", "ada"]
    which: int


@value
class Pass:
    """Time passes, in seconds."""

    seconds: int


Step = Do | Late | SlackTrouble | TeamsTrouble | TwiceDelivered | Deleted | Pass


def _header(wait: str | None) -> str | None:
    # Dates are judged by the machine's clock.
    return format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True) if wait == "a date" else wait


_WHICH = st.integers(0, 3)
_TIMES = st.integers(1, 3)
_HURRY = st.booleans()
_OF_ADA: tuple[Deed, ...] = ("propose", "edit", "edit", "edit", "withdraw")
_OF_DESKS: tuple[Deed, ...] = ("approve", "approve", "request changes")
DEEDS = st.one_of(
    st.builds(
        Do,
        seat=st.sampled_from(("ada in slack", "ada in slack", "ada in teams")),
        deed=st.sampled_from(_OF_ADA),
        which=_WHICH,
        hurry=_HURRY,
    ),
    st.builds(
        Do,
        seat=st.sampled_from(("cleo in slack", "ben in teams")),
        deed=st.sampled_from(_OF_DESKS),
        which=_WHICH,
        hurry=_HURRY,
    ),
)
DELIVERIES = st.one_of(
    st.builds(Late, seat=st.sampled_from(("cleo in slack", "ben in teams")), which=_WHICH, steps=_TIMES, copies=_TIMES),
    st.builds(TwiceDelivered, chat=st.sampled_from(("slack", "teams")), lost=st.booleans()),
)
TROUBLES = st.one_of(
    st.builds(
        SlackTrouble,
        method=st.sampled_from(
            (
                *("chat.postMessage", "chat.postMessage", "chat.update", "chat.update", "chat.update"),
                *("conversations.history", "conversations.replies", "conversations.open"),
            )
        ),
        kind=st.sampled_from(
            ("lose answer", "500 after", "lose request", "503 before", "internal error", "429", "429")
        ),
        times=_TIMES,
        wait=st.sampled_from(WAITS),
    ),
    st.builds(
        TeamsTrouble,
        endpoint=st.sampled_from(("send", "send", "update", "update", "update", "delete", "create", "pagedmembers")),
        kind=st.sampled_from(
            ("lose answer", "500 after", "lose request", "429", "429", "412", "502", "503", "504"),
        ),
        times=_TIMES,
        wait=st.sampled_from(WAITS),
    ),
)
OTHERS = st.one_of(
    st.builds(Deleted, place=st.sampled_from(("marketing", "legal", "ada")), which=_WHICH),
    st.builds(Pass, seconds=st.sampled_from((1, 5, 31, 61, 121))),
)
Plan = list[tuple[list[SlackTrouble | TeamsTrouble], Step]]
"""What happens, one after the other, and what goes wrong from then on."""
PLANS: st.SearchStrategy[Plan] = st.lists(
    st.tuples(st.lists(TROUBLES, min_size=1, max_size=3), st.one_of(DEEDS, DEEDS, DEEDS, DEEDS, DELIVERIES, OTHERS)),
    min_size=5,
    max_size=10,
)
