"""Who an account belongs to, by what its chat's directory says and what the policy lists."""

from dataclasses import replace

import pytest

from adapters.policy_file.load import Loaded, load_text
from workflows.domain.ids import Email
from workflows.domain.people import LinkState, Profile
from workflows.domain.policy import Policy
from workflows.domain.refusals import Unknown
from workflows.engine.people import match

POLICY = """
company: {name: Example, domains: [example.com], zone: Europe/London}
people:
  - {name: Ben, email: ben@example.com, role: reviewer}
  - {name: Gil, email: gil@agency.example, role: guest}
  - {name: Rae, email: rae@agency.example, role: reviewer}
desks:
  legal: {name: Legal, members: [ben@example.com]}
rules:
  - {name: legal has read it, why: It matters., desk: legal}
"""

ADA = Profile(name="Ada", email=Email("ada@example.com"), verified=True, standing="member")


def policy() -> Policy:
    """A company with a reviewer, a listed guest and a reviewer from elsewhere."""
    loaded = load_text(POLICY)
    assert isinstance(loaded, Loaded)
    return loaded.policy


@pytest.mark.parametrize(
    ("profile", "email"),
    [
        (ADA, "ada@example.com"),
        (replace(ADA, email=Email("ADA@Example.com")), "ada@example.com"),
        (replace(ADA, email=Email("ben@example.com")), "ben@example.com"),
        (replace(ADA, email=Email("rae@agency.example")), "rae@agency.example"),
        (replace(ADA, email=Email("gil@agency.example"), standing="guest"), "gil@agency.example"),
    ],
)
def test_a_verified_address_that_is_ours_or_listed_is_matched(profile: Profile, email: str) -> None:
    """Employees by domain, listed people by address, listed guests as guests: all matched, in lower case."""
    assert match(profile, policy()) == ("matched", email, None)


@pytest.mark.parametrize(
    ("profile", "state", "why"),
    [
        (replace(ADA, standing="bot"), "denied", "bot"),
        (replace(ADA, standing="deactivated"), "denied", "deactivated"),
        (replace(ADA, standing="outsider"), "denied", "outsider"),
        (replace(ADA, standing="guest"), "denied", "guest"),
        (replace(ADA, standing="guest", email=Email("ben@example.com")), "denied", "guest"),
        (replace(ADA, standing="guest", email=Email("gil@agency.example"), verified=False), "denied", "guest"),
        (replace(ADA, standing="guest", email=None), "denied", "guest"),
        (replace(ADA, verified=False), "unknown", "unverified"),
        (replace(ADA, email=None), "unknown", "unverified"),
        (replace(ADA, email=Email("eve@elsewhere.example")), "unknown", "unlisted"),
        (replace(ADA, email=Email("eve@notexample.com")), "unknown", "unlisted"),
        (replace(ADA, email=Email("eve@example.com.evil.example")), "unknown", "unlisted"),
    ],
)
def test_everyone_else_is_refused_and_told_why(profile: Profile, state: LinkState, why: str) -> None:
    """No address, no word of the directory's for it, or no place in the policy: nobody's account, with the reason."""
    found, email, refusal = match(profile, policy())
    assert (found, email) == (state, None)
    assert isinstance(refusal, Unknown)
    assert refusal.why == why
