"""Replies: complete sentences, with every placeholder filled, for each cause in the dictionary."""

import re
from itertools import product

import msgspec
import pytest

from store.core.models import Basis, Cause, Entry, Hit, Message
from store.search.index import SearchIndex
from tests.tui.conftest import SHIPPED
from tui.render.reply import NAMES, TEMPLATES, reply, template_problem

INTERNAL = re.compile(r"\b(?:None|slot|basis|derived|dictionary|canvas_admin|sis_admin|vendor_support|template)\b|[{}]")
SINGLE = [
    (entry, number, place)
    for entry in SHIPPED.entries
    for number, message in enumerate(entry.messages)
    for place in range(len(message.causes))
]


def with_one_cause(entry: Entry, number: int, place: int) -> Entry:
    """Return the entry with only this cause."""
    message = entry.messages[number]
    alone = msgspec.structs.replace(message, causes=(message.causes[place],))
    return msgspec.structs.replace(entry, messages=(alone,))


def sample_values(message: Message) -> dict[str, str]:
    return {name: f"Sample {number}" for number, name in enumerate(message.slots)}


@pytest.mark.parametrize(("entry", "number", "place"), SINGLE)
def test_the_reply_for_each_cause_is_complete(entry: Entry, number: int, place: int) -> None:
    only = with_one_cause(entry, number, place)
    cause = only.messages[0].causes[0]
    values = sample_values(only.messages[0])
    hits = [None, Hit(only, 1.0, "message", 0, values, "The message as it was pasted.")]
    for audience, hit in product(TEMPLATES, hits):
        text = reply(SHIPPED, only, hit, {}, audience, {})
        paragraphs = text.split("\n\n")
        assert all(paragraph.strip() for paragraph in paragraphs)
        assert not INTERNAL.search(text.replace(entry.title, "")), text
        assert entry.id not in text
        assert not re.search(r"\[[xX]|[xX]{3}", text), text
        assert not any(printed in text for printed in only.messages[0].slots.values() if "[" in printed), text
        assert "\n1. " in text
        assert f"\n{len(cause.fix)}. " in text
        assert cause.meaning is None or cause.meaning in text
        if audience == "teacher":
            assert all(re.search(r"[.:”]$", line) for line in text.splitlines()[1:] if line), text


def entry_with(cause: Cause, who: str, basis: Basis, **changes: object) -> Entry:
    skyward = SHIPPED.entry("skyward/grading-category-not-found")
    assert skyward is not None
    message = skyward.messages[0]
    cause = msgspec.structs.replace(cause, who=who, basis=basis, **changes)
    return msgspec.structs.replace(skyward, messages=(msgspec.structs.replace(message, causes=(cause,)),))


CAUSE = SHIPPED.entries[0].messages[0].causes[0]


def test_undocumented_steps_are_suggestions() -> None:
    leads = {
        basis: reply(SHIPPED, entry_with(CAUSE, "teacher", basis), None, {}, "teacher", {})
        for basis in ("documented", "community", "derived")
    }
    assert "You can fix this yourself:" in leads["documented"]
    assert "helped other schools" in leads["community"]
    assert "We suggest" in leads["derived"]


def test_who_acts_is_named_with_the_desks_contact() -> None:
    text = reply(
        SHIPPED, entry_with(CAUSE, "sis_admin", "derived"), None, {"sis_admin": "Jane Ruiz, x4411"}, "teacher", {}
    )
    assert "Your Skyward admin (Jane Ruiz, x4411) has to look into this. We suggest these steps:" in text
    assert "You can" not in text


def test_the_reply_says_whether_grades_sync_if_known() -> None:
    def text(syncs: bool | None) -> str:
        entry = entry_with(CAUSE, "teacher", "derived", syncs_anyway=syncs, notes=())
        return reply(SHIPPED, entry, None, {}, "teacher", {})

    assert "Grades still sync despite this error." in text(True)
    assert "Grades do not sync until this is fixed." in text(False)
    assert "sync despite" not in text(None) and "do not sync" not in text(None)


def test_a_reply_separates_causes_and_has_only_those_of_the_pasted_message() -> None:
    entry = SHIPPED.entry("powerschool/grade-exchange-job-failed")
    assert entry is not None
    assert "There are four possible reasons." in reply(SHIPPED, entry, None, {}, "teacher", {})
    pasted = "Grade exchange job failed. Status in SIS: 5 - EXCHANGE_ERROR_NON_RETRYABLE - 77 - Socket timeout"
    hit = SearchIndex(SHIPPED).search(f"{pasted}, no response within 20 seconds")[0]
    text = reply(SHIPPED, entry, hit, {}, "teacher", {})
    assert "possible reasons" not in text and "within 20 seconds" in text


def test_a_custom_template_is_filled_without_empty_paragraphs() -> None:
    entry = entry_with(CAUSE, "teacher", "documented")
    template = "Hi {{there}} - {vendor}\n\nWe read:\n{values}\n\nBye {title}"
    values = {"category": "{steps} [b]x[/b]"}
    text = reply(SHIPPED, entry, Hit(entry, 1.0, "message", 0, values, "m"), {}, "teacher", {"teacher": template})
    assert text == "Hi {there} - Skyward\n\nWe read:\ncategory: {steps} [b]x[/b]\n\nBye Grading Category Not Found"
    without = reply(SHIPPED, entry, None, {}, "teacher", {"teacher": template})
    assert without == "Hi {there} - Skyward\n\nBye Grading Category Not Found"


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("{cause}", "uses the unknown placeholder 'cause' (did you mean 'causes'?)"),
        ("{vendor.__class__}", "uses the unknown placeholder 'vendor.__class__' "),
        ("{", "has an unmatched brace"),
        ("{0}", "uses the unknown placeholder '0' "),
        ("".join(f"{{{name}}}" for name in NAMES), ""),
    ],
)
def test_an_invalid_template_is_reported_and_the_default_is_used(template: str, problem: str) -> None:
    assert template_problem(template).startswith(problem) and bool(template_problem(template)) is bool(problem)
    if problem:
        entry = entry_with(CAUSE, "teacher", "documented")
        assert reply(SHIPPED, entry, None, {}, "teacher", {"teacher": template}).startswith("Hello,")
