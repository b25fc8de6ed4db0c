"""What is heard of commands: counted, logged, and remembered as the cause of the deliveries that follow."""

import logging
import re
from collections import OrderedDict
from functools import cache
from typing import Final

from bot.metrics import Metrics
from workflows.domain.commands import Command, SubmitReview
from workflows.domain.ids import ProposalId
from workflows.domain.refusals import Refusal
from workflows.engine.store import Recorded
from workflows.engine.underway import number

REMEMBERED: Final = 1_000
"""Of so many proposals the last request is known: deliveries follow their cause within seconds."""

_INNER_CAPITAL: Final = re.compile(r"(?<!^)(?=[A-Z])")

log: Final = logging.getLogger(__name__)


@cache
def snake(name: str) -> str:
    """`StaleRevision` → `stale_revision`: a class's name as a label."""
    return _INNER_CAPITAL.sub("_", name).lower()


class Hearing:
    """Hears of every command."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._causes = OrderedDict[ProposalId, str]()

    def heard(self, command: Command, answer: Recorded | Refusal) -> None:
        """A command was carried out or refused."""
        asked = command.decision if isinstance(command, SubmitReview) else snake(type(command).__name__)
        if isinstance(answer, Recorded):
            outcome = "repeated" if answer.repeated else "recorded"
            self._remember(command.proposal)
        else:
            outcome = snake(type(answer).__name__)
        self._metrics.commanded(asked, outcome)
        log.debug("command", extra={"command": asked, "outcome": outcome, "proposal": command.proposal})

    def cause(self, proposal: ProposalId) -> str:
        """The number of the request that last changed a proposal, in this process and not long ago; else empty."""
        return self._causes.get(proposal, "")

    def _remember(self, proposal: ProposalId) -> None:
        if of := number():
            self._causes[proposal] = of
            self._causes.move_to_end(proposal)
            if len(self._causes) > REMEMBERED:
                self._causes.popitem(last=False)
