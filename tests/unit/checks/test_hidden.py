"""Characters that nobody sees are marked; those that words need are left in peace."""

from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.checks.hidden import hidden, revealed, told

ATTACKS = {
    "a right-to-left override": ("Pay \u202e05 $\u202c now", "Pay ⟨U+202E⟩05 $⟨U+202C⟩ now"),
    "an isolate": ("\u2067abc\u2069", "⟨U+2067⟩abc⟨U+2069⟩"),
    "a direction mark": ("5\u200f-\u200f10", "5⟨U+200F⟩-⟨U+200F⟩10"),
    "a zero-width space": ("kit\u200bchen", "kit⟨U+200B⟩chen"),
    "many of them": ("kit\u200b\u200b\u200bchen", "kit⟨U+200B ×3⟩chen"),
    "a byte-order mark": ("\ufeffkitchen", "⟨U+FEFF⟩kitchen"),
    "a word joiner": ("kit\u2060chen", "kit⟨U+2060⟩chen"),
    "a soft hyphen": ("kit\u00adchen", "kit⟨U+00AD⟩chen"),
    "a letter without a shape": ("kit\u3164chen", "kit⟨U+3164⟩chen"),
    "a joiner between Latin letters": ("kit\u200dchen", "kit⟨U+200D⟩chen"),
    "a non-joiner between Latin letters": ("kit\u200cchen", "kit⟨U+200C⟩chen"),
    "a joiner behind a Latin letter with an accent": ("e\u0301\u200d", "e\u0301⟨U+200D⟩"),
    "a second joiner in Persian": ("می\u200c\u200cخواهم", "می\u200c⟨U+200C⟩خواهم"),
    "a joiner behind an emoji and a letter": ("🚀\u200dx", "🚀⟨U+200D⟩x"),
    "words in the shapes of an emoji": ("😀\U000e0168\U000e0159", "😀⟨U+E0168⟩⟨U+E0159⟩"),
    "words in unseen letters": ("hi\U000e0068\U000e0069", "hi⟨U+E0068⟩⟨U+E0069⟩"),
    "a flag of no country": ("🏴\U000e0068\U000e0069\U000e007f", "🏴⟨U+E0068⟩⟨U+E0069⟩⟨U+E007F⟩"),
    "a shape for a digit that is no key": ("1\ufe0f2\ufe0e", "1⟨U+FE0F⟩2⟨U+FE0E⟩"),
    "the same shape twice": ("❤\ufe0f\ufe0f", "❤\ufe0f⟨U+FE0F⟩"),
    "an escape for a terminal": ("\x1b[2Jhello", "⟨U+001B⟩[2Jhello"),
    "a line break that is none": ("one\u2028two", "one⟨U+2028⟩two"),
}

WORDS = (
    "Plain words,\n\twith a tab and a line break.",
    "👩🏽‍🚀 👨‍👩‍👧‍👦 🏳️‍🌈 🏳️‍⚧️ ❤️‍🔥 👁️‍🗨️ 🧑‍🤝‍🧑 1️⃣ ☎︎ ©️",
    "👁‍🗨 and ⛹🏽‍♂ without all that belongs to them",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "می‌خواهم به خانه‌ها بروم",  # Persian
    "پوسه‌ ده‌",  # Kurdish, at the end of a word
    "क्‍ष श्‍री न्‍",  # Hindi, half letters
    "ර්‍ය ශ්‍රී",  # Sinhala
    "ന്‍ ല്‍ ണ്‍",  # Malayalam, at the end of a word
    "র‍্যাব",  # Bengali
    "葛󠄀城市",  # Japanese, one of several shapes
    "שָׁלוֹם مَرْحَبًا",  # vowel points
    "e\u0301 o\u0308",
)


@pytest.mark.parametrize(("text", "shown"), ATTACKS.values(), ids=ATTACKS.keys())
def test_what_nobody_sees_is_marked(text: str, shown: str) -> None:
    """A mark stands where it stands, and a sentence says that there is something."""
    assert revealed(text) == shown
    assert "that nobody sees" in told(text)


@pytest.mark.parametrize("text", WORDS)
def test_what_words_need_is_left_in_peace(text: str) -> None:
    """Emoji, and scripts that are written with joiners, are drawn as they are, without a warning."""
    assert revealed(text) == text
    assert told(text) == ""


def test_what_is_said_of_them() -> None:
    """How many, what they do, and what to do about them."""
    assert told("a\u200bb") == (
        "There is a character in it that nobody sees, shown here as marks like ⟨U+200B⟩. "
        "It is published with the words: delete what is not meant."
    )
    assert told("a\u202eb\u200d\u200d") == (
        "There are 3 characters in it that nobody sees, shown here as marks like ⟨U+200B⟩. "
        "Some turn words round or join or part letters where nothing is joined. "
        "They are published with the words: delete what is not meant."
    )


@given(st.text(st.sampled_from("ab 🚀ی\u200b\u200c\u200d\u202e\ufe0f\U000e0067"), max_size=30))
def test_marks_stand_for_characters_and_nothing_else_changes(text: str) -> None:
    """With what is hidden taken out, the rest of the words is what it was, and what remains needs no mark."""
    without, place = "", 0
    for start, end in hidden(text):
        assert start >= place
        without += text[place:start]
        place = end
    without += text[place:]
    assert revealed(text).replace("⟨", "\0⟨").count("\0") == len(list(hidden(text)))
    assert not set(without) & {"\u200b", "\u202e", "\U000e0067"}


@pytest.mark.parametrize("text", ["\u200b" * 50_000, "a\u200b" * 25_000, "ی\u200c" * 25_000, "🚀\u200d" * 25_000])
def test_a_flood_of_them_keeps_nobody_waiting(text: str) -> None:
    """Looking costs about the same for each character."""
    began = thread_time()
    revealed(text)
    assert thread_time() - began < 0.5
