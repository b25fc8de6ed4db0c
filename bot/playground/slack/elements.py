"""The shapes of text, options and interactive elements (docs.slack.dev/reference/block-kit/block-elements)."""

from bot.playground.slack import limits
from bot.playground.slack.blocks import options
from bot.playground.slack.rules import Faults, Rule, Shape, fault, flag, many, one_of, string, tagged, whole
from bot.playground.slack.shapes import Json, as_list

IDENTIFIER = string(limits.IDENTIFIER, shortest=1)
DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
TIME = r"([01]\d|2[0-3]):[0-5]\d"
URL = r"\S+"


def plain(longest: int) -> Rule:
    """A plain_text object."""
    return tagged({"plain_text": Shape(required={"text": string(longest, shortest=1)}, optional={"emoji": flag})})


def words(longest: int = limits.TEXT_OBJECT) -> Rule:
    """A plain_text or mrkdwn object."""
    return tagged(
        {
            "plain_text": Shape(required={"text": string(longest, shortest=1)}, optional={"emoji": flag}),
            "mrkdwn": Shape(required={"text": string(longest, shortest=1)}, optional={"verbatim": flag}),
        }
    )


CONFIRM = Shape(
    required={
        "title": plain(limits.CONFIRM_TITLE),
        "text": words(limits.CONFIRM_TEXT),
        "confirm": plain(limits.CONFIRM_BUTTON),
        "deny": plain(limits.CONFIRM_BUTTON),
    },
    optional={"style": one_of("primary", "danger")},
)


def option(text: Rule, *, link: bool = False) -> Shape:
    """One thing that can be chosen; only an overflow menu's may carry a link."""
    optional = {"description": words(limits.OPTION_DESCRIPTION)}
    if link:
        optional["url"] = string(limits.BUTTON_URL, pattern=URL)
    return Shape(
        required={"text": text, "value": string(limits.OPTION_VALUE, shortest=1)},
        optional=optional,
    )


def _initially_offered(element: Json, where: str, faults: Faults) -> None:
    initial = as_list(element.get("initial_options"))
    if "initial_option" in element:
        initial = [*initial, element["initial_option"]]
    offered = options(element)
    for each in initial:
        if each not in offered:
            fault(faults, where, "initial option must exactly match one of the options")


def _options_or_groups(element: Json, where: str, faults: Faults) -> None:
    if ("options" in element) == ("option_groups" in element):
        fault(faults, where, "must have either options or option_groups")


def _values_differ(element: Json, where: str, faults: Faults) -> None:
    values = [str(each.get("value")) for each in options(element)]
    if len(set(values)) != len(values):
        fault(faults, where, "option values must be unique")


_PLACED: dict[str, Rule] = {
    "action_id": IDENTIFIER,
    "confirm": CONFIRM,
    "focus_on_load": flag,
    "placeholder": plain(limits.PLACEHOLDER),
}
_PLAIN_OPTION = option(plain(limits.OPTION_TEXT))
_RICH_OPTION = option(words(limits.OPTION_TEXT))
_GROUP = Shape(
    required={
        "label": plain(limits.OPTION_TEXT),
        "options": many(_PLAIN_OPTION, least=1, most=limits.SELECT_OPTIONS),
    }
)


def _without(*names: str) -> dict[str, Rule]:
    return {name: rule for name, rule in _PLACED.items() if name not in names}


def _static_select(initial: dict[str, Rule]) -> Shape:
    return Shape(
        optional={
            **_PLACED,
            **initial,
            "options": many(_PLAIN_OPTION, least=1, most=limits.SELECT_OPTIONS),
            "option_groups": many(_GROUP, least=1, most=limits.SELECT_OPTIONS),
        },
        between=(_options_or_groups, _initially_offered, _values_differ),
    )


def _choices(initial: dict[str, Rule]) -> Shape:
    return Shape(
        required={"options": many(_RICH_OPTION, least=1, most=limits.CHOICE_OPTIONS)},
        optional={**_without("placeholder"), **initial},
        between=(_initially_offered, _values_differ),
    )


def _picked_by_id(name: str) -> Shape:
    return Shape(optional={**_PLACED, name: string(limits.IDENTIFIER)})


_DISPATCH = Shape(
    optional={"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), least=1, most=2)}
)


def _typed(longest: int, extra: dict[str, Rule]) -> Shape:
    return Shape(
        optional={
            **_without("confirm"),
            "initial_value": string(longest),
            "dispatch_action_config": _DISPATCH,
            **extra,
        }
    )


BUTTON = Shape(
    required={"text": plain(limits.BUTTON_TEXT)},
    optional={
        "action_id": IDENTIFIER,
        "value": string(limits.BUTTON_VALUE),
        "url": string(limits.BUTTON_URL, pattern=URL),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(limits.BUTTON_TEXT),
    },
)
IMAGE = Shape(
    required={
        "image_url": string(limits.IMAGE_URL, shortest=1),
        "alt_text": string(limits.ALT_TEXT, shortest=1),
    }
)
OVERFLOW = Shape(
    required={
        "options": many(
            option(plain(limits.OPTION_TEXT), link=True),
            least=1,
            most=limits.OVERFLOW_OPTIONS,
        )
    },
    optional={"action_id": IDENTIFIER, "confirm": CONFIRM},
    between=(_values_differ,),
)
_MANY = {
    "max_selected_items": whole(1, limits.SELECT_OPTIONS),
    "initial_options": many(_PLAIN_OPTION, least=1, most=100),
}

PICKED: dict[str, Rule] = {
    "checkboxes": _choices({"initial_options": many(_RICH_OPTION, least=1, most=limits.CHOICE_OPTIONS)}),
    "radio_buttons": _choices({"initial_option": _RICH_OPTION}),
    "static_select": _static_select({"initial_option": _PLAIN_OPTION}),
    "multi_static_select": _static_select(_MANY),
    "users_select": _picked_by_id("initial_user"),
    "conversations_select": _picked_by_id("initial_conversation"),
    "channels_select": _picked_by_id("initial_channel"),
    "datepicker": Shape(optional={**_PLACED, "initial_date": string(10, pattern=DATE)}),
    "timepicker": Shape(
        optional={**_PLACED, "initial_time": string(5, pattern=TIME), "timezone": string(limits.IDENTIFIER)}
    ),
    "datetimepicker": Shape(
        optional={**_without("placeholder"), "initial_date_time": whole(1_000_000_000, 9_999_999_999)}
    ),
}
ACTIONS: dict[str, Rule] = {**PICKED, "button": BUTTON, "overflow": OVERFLOW}
ACCESSORIES: dict[str, Rule] = {**ACTIONS, "image": IMAGE}
INPUTS: dict[str, Rule] = {
    **PICKED,
    "plain_text_input": _typed(
        limits.TYPED_TEXT,
        {
            "multiline": flag,
            "min_length": whole(0, limits.TYPED_TEXT),
            "max_length": whole(1, limits.TYPED_TEXT),
        },
    ),
    "url_text_input": _typed(limits.TYPED_TEXT, {}),
    "email_text_input": _typed(limits.TYPED_TEXT, {}),
}
