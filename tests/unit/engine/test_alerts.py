"""Where an alert goes that cannot be told where it was to be."""

from workflows.cards.alerts import Alert, ButtonTrial, PolicyKept
from workflows.domain.ids import CardPostId, PersonId
from workflows.engine.alerts import alert_posts, elsewhere
from workflows.engine.chat import CardPost, Direct

CLEO = PersonId("cleo")


def told(alert: Alert) -> CardPost:
    """The alert to Cleo, who has no account in either chat yet."""
    (post,) = alert_posts(alert, "once", [CLEO, CLEO], {}, ("teams", "slack"), lambda: "id")
    return post


def test_an_alert_goes_to_the_other_chat() -> None:
    """One that Slack cannot deliver is told in Teams, word for word."""
    post = told(PolicyKept(errors=("policy.yaml:1:1: no",), more=0))
    assert post.place == Direct(chat="slack", person=CLEO)
    (other,) = elsewhere(post, ("teams", "slack"), lambda: "other")
    assert (other.subject, other.place) == (post.subject, Direct(chat="teams", person=CLEO))
    assert elsewhere(post, ("slack",), lambda: "other") == ()


def test_a_trial_stays_in_its_chat() -> None:
    """A button that tries the way back from Slack says nothing in Teams."""
    assert elsewhere(told(ButtonTrial(post=CardPostId("p"))), ("teams", "slack"), lambda: "other") == ()
