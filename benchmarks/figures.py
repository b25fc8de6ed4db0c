"""What is measured, under which names, and the bars."""

from collections.abc import Mapping
from typing import Final, Literal

from workflows.domain.value import value


@value
class Figure:
    """One figure: what it says, the bar that it must pass, the aim, and on which side of them is better.

    The unit stands in `says`. Without a bar it only explains another.
    """

    says: str
    bar: float | None = None
    aim: float | None = None
    better: Literal["more", "less"] = "less"

    def passes(self, measured: float) -> bool:
        """Whether it is on the right side of its bar."""
        if self.bar is None:
            return True
        return measured >= self.bar if self.better == "more" else measured <= self.bar


FIGURES: Final[Mapping[str, Figure]] = {
    "slack_click_rate_ratio": Figure(
        says="Slack, 32 at once: our approvals a second to bare Bolt's", bar=0.35, aim=1, better="more"
    ),
    "slack_click_p99_ratio": Figure(says="Slack, 32 at once: our 99th percentile to bare Bolt's", bar=4, aim=1),
    "slack_click_p50_ratio": Figure(says="Slack, one after another: our median to bare Bolt's", bar=0.35, aim=0.17),
    "teams_click_rate_ratio": Figure(
        says="Teams, 32 at once: our approvals a second to the SDK's echo bot's", bar=2, aim=5, better="more"
    ),
    "growth_ratio": Figure(says="The worst of the three below", bar=1.3, aim=1.05),
    "growth_click_ratio": Figure(says="A click, 1,000,000 proposals to 1,000"),
    "growth_queue_ratio": Figure(says="A queue page, 1,000,000 proposals to 1,000"),
    "growth_courier_ratio": Figure(says="A courier round, 1,000,000 proposals to 1,000"),
    "fanout_calls_ratio": Figure(says="Calls for 1,000 proposals decided in a burst, to the fewest possible", bar=1.05),
    "fanout_time_ratio": Figure(says="Their virtual time, to what the chats' limits need", bar=1.1),
    "start_seconds": Figure(says="From the start to ready, both chats, in seconds", bar=3.0),
    "rss_mb": Figure(says="Resident memory after the start, both chats, in MB", bar=150),
    "slack_start_seconds": Figure(says="From the start to ready, Slack alone, in seconds", bar=2.2),
    "slack_rss_mb": Figure(says="Resident memory after the start, Slack alone, in MB", bar=125),
    "idle_cpu_percent": Figure(says="Processor time while nothing happens, in per cent of one core", bar=1),
    "policy_replay_seconds": Figure(says="Another policy tried on 10,000 posts, in seconds", bar=15),
    "policy_evaluate_ms": Figure(says="Who must review a post, by a policy of 200 rules, in milliseconds", bar=1),
}
"""Every figure by its key in `--json`."""
