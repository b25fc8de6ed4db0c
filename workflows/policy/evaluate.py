"""Who must review a post, and why: the rules that hold, one requirement for each desk."""

from collections.abc import Iterable, Mapping
from typing import Final

from workflows.domain.content import PARTS
from workflows.domain.explained import Explained
from workflows.domain.ids import DeskId, Email, PersonId
from workflows.domain.policy import Policy, Rule, Subject
from workflows.domain.proposal import Requirement
from workflows.domain.value import value
from workflows.policy.quorums import resolve_quorum

_ALWAYS: Final = Explained(says="is any post", state="holds")


@value
class Weighed:
    """A rule, and what its condition came to."""

    rule: Rule
    explained: Explained

    @property
    def holds(self) -> bool:
        """Whether its desk is asked. Also where nobody knows: a pattern that takes too long lets nothing slip through."""
        return self.explained.state != "fails"


def weigh(policy: Policy, subject: Subject) -> tuple[Weighed, ...]:
    """Every rule, in the order of the policy."""
    return tuple(_weighed(rule, subject) for rule in policy.rules)


def _weighed(rule: Rule, subject: Subject) -> Weighed:
    return Weighed(rule=rule, explained=_ALWAYS if rule.when is None else rule.when.explain(subject))


def route(
    policy: Policy,
    subject: Subject,
    eligible: Mapping[DeskId, frozenset[PersonId]],
    worded: frozenset[PersonId] = frozenset(),
) -> tuple[tuple[Requirement, ...], Mapping[DeskId, str]]:
    """The requirements by stage and in the order of the policy's rules, and for each desk the sentences that say why it is
    asked. A desk whose rules name several stages is asked in the last of them.

    `eligible` says who may fill each desk now; `majority` and `all` are counted of them, and without those who suggested the
    text (`worded`) where a rule bars them. Both results are empty where no rule holds: whoever asks must refuse such a post.
    """
    by_desk: dict[DeskId, list[Weighed]] = {}
    for rule in policy.rules:
        # Few rules hold: only those are explained.
        if rule.when is None or rule.when.state(subject) != "fails":
            by_desk.setdefault(rule.desk, []).append(_weighed(rule, subject))
    requirements = tuple(
        _requirement(policy, desk, [weighed.rule for weighed in held], eligible.get(desk, frozenset()), worded)
        for desk, held in by_desk.items()
    )
    return tuple(sorted(requirements, key=lambda asked: asked.stage)), {
        desk: _why(held) for desk, held in by_desk.items()
    }


def watched(policy: Policy, subject: Subject) -> Mapping[Email, str]:
    """Who sees the post by a rule, each with the sentences that say why. Where nobody knows whether a rule holds, it shows nobody
    anything.
    """
    found: dict[Email, dict[str, None]] = {}
    for rule in policy.watchers:
        explained = _ALWAYS if rule.when is None else rule.when.explain(subject)
        if explained.state == "holds":
            sentences = dict.fromkeys(filter(None, (_sentence(explained.because), rule.why)))
            for email in rule.people:
                found.setdefault(email, {}).update(sentences)
    return {email: " ".join(whys) for email, whys in found.items()}


def restricted_because(policy: Policy, subject: Subject) -> str | None:
    """Why only the people named may read a post, finishing "it …"; None where no rule restricts it. Where nobody knows whether
    one does, it does.
    """
    explained = policy.restricted.when.explain(subject) if policy.restricted.when else None
    return None if explained is None or explained.state == "fails" else explained.because or explained.says


def _requirement(
    policy: Policy, desk: DeskId, rules: list[Rule], people: frozenset[PersonId], worded: frozenset[PersonId]
) -> Requirement:
    judged = {part for rule in rules for part in rule.judges}
    bars = any(rule.own_wording == "bars" for rule in rules)
    return Requirement(
        desk=desk,
        rules=tuple(rule.name for rule in rules),
        quorum=_quorum(policy, desk, rules, len(people - worded if bars else people)),
        judges=tuple(part for part in PARTS if part in judged),
        judges_time=any(rule.judges_time for rule in rules),
        stage=max(rule.stage for rule in rules),
        own_wording="bars" if bars else "counts",
    )


def quorum_of(policy: Policy, asked: Requirement, people: int) -> int:
    """How many this requirement of `policy` asks for if `people` may fill its desk; as many as it says itself where the
    policy has its rules no more.
    """
    rules = [rule for rule in policy.rules if rule.desk == asked.desk and rule.name in asked.rules]
    return _quorum(policy, asked.desk, rules, people) if rules else asked.quorum


def _quorum(policy: Policy, desk: DeskId, rules: Iterable[Rule], people: int) -> int:
    own = policy.desks[desk].quorum
    return max(resolve_quorum(own if rule.quorum is None else rule.quorum, people) for rule in rules)


def _why(held: Iterable[Weighed]) -> str:
    """Each reason and each why once, in order."""
    sentences = (
        sentence for each in held for sentence in (_sentence(each.explained.because), each.rule.why) if sentence
    )
    return " ".join(dict.fromkeys(sentences))


def _sentence(because: str) -> str:
    return f"{because[:1].upper()}{because[1:]}." if because else ""
