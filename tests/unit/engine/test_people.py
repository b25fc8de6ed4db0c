"""Who an account belongs to, by what its chat's directory says and what the policy lists."""

from dataclasses import replace

import pytest

from adapters.policy_file.load import Loaded, load_text
from workflows.domain.ids import Email
from workflows.domain.people import Profile
from workflows.domain.policy import Policy
from workflows.domain.refusals import Unknown, Why
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
    assert match(profile, policy()) == email


@pytest.mark.parametrize(
    ("profile", "why"),
    [
        (replace(ADA, standing="bot"), "bot"),
        (replace(ADA, standing="deactivated"), "deactivated"),
        (replace(ADA, standing="outsider"), "outsider"),
        (replace(ADA, standing="guest"), "guest"),
        (replace(ADA, standing="guest", email=Email("ben@example.com")), "guest"),
        (replace(ADA, standing="guest", email=Email("gil@agency.example"), verified=False), "guest"),
        (replace(ADA, standing="guest", email=None), "guest"),
        (replace(ADA, verified=False), "unverified"),
        (replace(ADA, email=None), "unverified"),
        (replace(ADA, email=Email("eve@elsewhere.example")), "unlisted"),
        (replace(ADA, email=Email("eve@notexample.com")), "unlisted"),
        (replace(ADA, email=Email("eve@example.com.evil.example")), "unlisted"),
    ],
)
def test_everyone_else_is_refused_and_told_why(profile: Profile, why: Why) -> None:
    """No address, no word of the directory's for it, or no place in the policy: nobody's account, with the reason."""
    assert match(profile, policy()) == Unknown(why=why)
