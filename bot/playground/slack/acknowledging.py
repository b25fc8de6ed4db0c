"""What Slack does with the app's answers to a command and to a submitted form."""

from bot.playground.slack import api_views
from bot.playground.slack.arguments import ApiError, Arguments
from bot.playground.slack.cloud import Cloud
from bot.playground.slack.delivery import Delivery
from bot.playground.slack.responses import show
from bot.playground.slack.shapes import Json, as_object
from bot.playground.slack.validation import check_modal
from bot.playground.slack.world import SLACKBOT, Conversation, Message, Person, ResponseUrl, View

CANNOT_CONNECT = "We had some trouble connecting. Try again?"


def of_command(cloud: Cloud, person: Person, place: Conversation, name: str, delivery: Delivery) -> None:
    """Show the words of the acknowledgement, or Slack's own error when there was none in time."""
    if delivery.trouble:
        _slackbot(cloud, person, place, f'{name} failed with the error "{delivery.trouble}"')
        return
    body = delivery.answer or {"text": delivery.attempts[-1].text}
    if not any(body.values()):
        return
    try:
        here = ResponseUrl(user=person.id, conversation=place.id, message_ts=None, expires=0)
        show(cloud.world, here, Arguments(body))
    except ApiError as refusal:
        _refuse(cloud, "acknowledgement of a command", body, refusal)
        _slackbot(cloud, person, place, f'{name} failed with the error "invalid_command_response"')


def of_submission(cloud: Cloud, person: Person, view: View, delivery: Delivery) -> None:
    """Close, keep, change or stack the form, as the app's `response_action` says."""
    if delivery.trouble:
        cloud.trouble(person.id, CANNOT_CONNECT)
        return
    body = delivery.answer
    try:
        _follow(cloud, person, view, body)
    except ApiError as refusal:
        _refuse(cloud, "acknowledgement of a form", body, refusal)
        cloud.trouble(person.id, CANNOT_CONNECT)


def _follow(cloud: Cloud, person: Person, view: View, body: Json) -> None:
    stack = cloud.world.stack(person.id)
    match body.get("response_action"):
        case None:
            if view in stack:
                stack.remove(view)
        case "clear":
            stack.clear()
        case "errors":
            errors = {str(name): str(words) for name, words in as_object(body.get("errors")).items()}
            inputs = {str(block["block_id"]) for block in view.blocks if block.get("type") == "input"}
            unknown = sorted(set(errors) - inputs)
            if unknown or not errors:
                raise ApiError("invalid_arguments", [f"[ERROR] errors beside no input block: {', '.join(unknown)}"])
            view.errors = errors
        case "update":
            api_views.replace(cloud.world, view, _checked(body))
        case "push":
            api_views.put_on_top(cloud.world, person.id, _checked(body))
        case other:
            raise ApiError("invalid_arguments", [f"[ERROR] unknown response_action: {other}"])


def _checked(body: Json) -> Json:
    wrong = check_modal(body.get("view"))
    if wrong:
        raise ApiError("invalid_arguments", wrong)
    return as_object(body.get("view"))


def _refuse(cloud: Cloud, what: str, body: Json, refusal: ApiError) -> None:
    cloud.journal.note(what, body, refusal.error, explained=refusal.explained)


def _slackbot(cloud: Cloud, person: Person, place: Conversation, text: str) -> None:
    cloud.world.post(
        Message(
            conversation=place.id,
            ts=cloud.world.new_ts(),
            user=SLACKBOT,
            text=text,
            blocks=[],
            seen_by=person.id,
        )
    )
    cloud.trouble(person.id, text)
