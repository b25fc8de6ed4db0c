"""The words of a post as conditions look at them."""

from workflows.checks.words import Readable, readable
from workflows.domain.content import published_text
from workflows.domain.policy import Subject
from workflows.policy.conditions.base import once


@once
def read_by_people(subject: Subject) -> Readable:
    """What readers get: the text, the link, and the words for who can't see a picture; made plain."""
    alt_texts = (item.alt_text for item in subject.content.media)
    return readable("\n".join((published_text(subject.content), *alt_texts)))
