"""Attacks by the clock: how long a comparison takes tells nothing of a secret."""

import pytest

from tests.architecture.rules import compared_secrets
from tests.architecture.sources import product, report
from tests.architecture.test_rules import broken
from tests.attack.siege import Siege

pytestmark = pytest.mark.attack


def test_secrets_are_compared_in_constant_time() -> None:
    """Attack 51: no secret, token or signature is compared with == or looked up in a list of them. The local chats have none."""
    assert broken(compared_secrets, tuple(one for one in product() if not one.within("bot.playground"))) == ""


def test_whoever_signs_compares_so() -> None:
    """Attack 51: each module that computes a signature to check one uses `hmac.compare_digest`."""
    signs = [one for one in product() if "hmac.new(" in one.text and not one.within("bot.playground")]
    assert {one.name for one in signs} >= {"adapters.slack.auth"}
    assert report({one.path: ["signs"] for one in signs if "hmac.compare_digest(" not in one.text}) == ""


async def test_a_signature_that_is_nearly_right(siege: Siege) -> None:
    """Attack 51: wrong in the first digit or in the last, a signature is refused with the same bytes."""
    slack = siege.company.slack
    body = b"payload=%7B%7D"
    good = slack.sign(body)
    answers: set[tuple[int | None, str]] = set()
    async with siege.nothing_changes():
        for place in (3, 34, -1):
            signature = list(good["X-Slack-Signature"])
            signature[place] = "0" if signature[place] != "0" else "1"
            (sent,) = await slack.send(body, headers=good | {"X-Slack-Signature": "".join(signature)})
            answers.add((sent.status, sent.text))
    assert answers == {(401, "")}
