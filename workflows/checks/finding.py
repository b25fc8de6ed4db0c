"""What a check found."""

from typing import Literal

from workflows.domain.brand import Effect
from workflows.domain.value import value

FieldName = Literal["text", "channels", "link", "media", "sources"]


@value
class Finding:
    """Something found in a post: in which field, by which `rule` of the policy (empty: one of our own) and whose it is, in which
    exact words of the post, and a plain sentence with what to do next. Found anew whenever it is asked, and kept nowhere.
    """

    field: FieldName
    says: str
    effect: Effect = "block"
    rule: str = ""
    owner: str = ""
    words: str = ""

    @property
    def discreet(self) -> str:
        """The same without any word of the post."""
        if not self.words:
            return self.says
        asks = f" {self.owner} keeps that rule." if self.owner else ""
        says = "does not let it pass" if self.effect == "block" else "is about words in it"
        return f"“{self.rule}” {says}.{asks}"
