"""The small forms around a decision: what they start from, and what they tell."""

from tests.unit.cards.sight import sight
from tests.unit.lifecycle.spec import happened, state
from tests.unit.lifecycle.world import CLEO, FACTS, MARKETING, MIA, PLAIN, POST, TONE, approve, propose, request_changes
from workflows.cards import deciding, proposing
from workflows.cards.actions import Action, ActionName
from workflows.cards.card import Bullets, Paragraph, Words
from workflows.cards.forms import Form, Info

APPROVED = happened(propose(PLAIN), approve(MIA, MARKETING))


def action(name: ActionName) -> Action:
    """A button on marketing's card."""
    return Action(name=name, proposal=POST, desk=MARKETING, revision=1)


def told(form: Form) -> list[str]:
    """What stands in the form to read."""
    said: list[str] = []
    for element in (element for item in form.items if isinstance(item, Info) for element in item.elements):
        match element:
            case Paragraph(text=text):
                said.append(text)
            case Words(label=label):
                said.append(label)
            case Bullets(items=items):
                said += [sentence for _, sentence in items]
            case _:
                pass
    return said


def test_a_change_of_mind_starts_from_the_decision_that_stands() -> None:
    """The form has one's own decision and reason, and says who decided what."""
    seen = sight(happened(propose(PLAIN), request_changes(MIA, MARKETING)))
    values = deciding.decision_values(action("reconsider"), seen, MIA)
    assert values == {deciding.DECISION: "request_changes", deciding.CODE: "tone", deciding.WHY: TONE.words}
    form = deciding.decision_form(action("reconsider"), seen, values)
    assert told(form)[1:] == ["Marketing: Mia asked for changes (tone), revision 1"]
    assert deciding.decision_values(action("reconsider"), sight(APPROVED), MIA) == {deciding.DECISION: "approve"}


def test_a_first_decision_starts_empty() -> None:
    """Nobody is led to an answer, whoever decided before."""
    assert deciding.decision_values(action("open"), sight(APPROVED), CLEO) == {}
    assert deciding.decision_values(action("reconsider"), sight(APPROVED), CLEO) == {}


def test_a_comms_lead_opens_an_approved_post_with_the_words_to_copy() -> None:
    """They publish it; a reviewer who opens it only reads."""
    lead = told(deciding.show_form(action("show"), sight(APPROVED), CLEO))
    assert lead[-2:] == ["The words to publish", "LinkedIn"]
    assert "The words to publish" not in told(deciding.show_form(action("show"), sight(APPROVED), MIA))
    assert "The words to publish" not in told(deciding.show_form(action("show"), sight(happened(propose(PLAIN))), CLEO))


def test_discarding_a_draft_concerns_nobody_else() -> None:
    """The form speaks of no cards and of nobody who is asked."""
    form = deciding.withdraw_form(action("withdraw"), state(happened(propose(PLAIN, submit=False))))
    assert (form.title, form.submit) == ("Discard the draft", "Discard")
    assert told(form) == ["Nobody else has seen it. Its card keeps the words, so that you can propose them again."]
    assert deciding.withdraw_form(action("withdraw"), state(APPROVED)).submit == "Withdraw"


def test_an_edit_says_what_saving_asks_again() -> None:
    """Only where somebody has been asked: a draft's editor reads nothing of the kind."""
    (says,) = told(proposing.edit_form(state(APPROVED), "UTC", FACTS.policy))
    assert says.startswith(
        "Saving new words asks every desk that judges them again; what it has approved so far lapses."
    )
    assert told(proposing.edit_form(state(happened(propose(PLAIN, submit=False))), "UTC", FACTS.policy)) == []
