"""What the prefilter rejects would not have been found either way."""

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.catalog import opening
from store.core.models import Hit
from store.logs.triage import MAX_WRAPPED, Finding, triage
from store.matching.decoding import readable
from store.matching.message_template import FOUND_COVER
from store.matching.pasted_text import Text
from store.search.index import SearchIndex
from store.search.line_search import MAX_LINE
from store.search.scoring import TEMPLATE, bonuses
from tests.eval.varied_log import varied_log

pytestmark = pytest.mark.slow

SHIPPED = opening.load(opening.shipped_path())
INDEX = SearchIndex(SHIPPED)
TEMPLATES = [template for document in INDEX._documents for template in document.templates]
WORDS = sorted({word for template in TEMPLATES for word in template.words})
TEXTS = [message.text for entry in SHIPPED.entries for message in entry.messages]
NAMES = [vendor.name for vendor in SHIPPED.vendors]


def plain_recognize(line: str, vendor: str | None = None) -> list[Hit]:
    """Do what `SearchIndex.recognize` does, but without the prefilter: align every message."""
    text = Text(readable(line[:MAX_LINE]))
    hits = []
    for document in INDEX._documents:
        if vendor not in (None, document.entry.vendor):
            continue
        matches = []
        for number, template in enumerate(document.templates):
            match = template.find(text) if template.max_cover(text) >= FOUND_COVER else None
            if match is not None:
                matches.append((match.weight, -number, match))
        weight, number, match = max(matches, default=(0.0, 0, None))
        if match is not None and match.cover >= FOUND_COVER and match.found:
            score = TEMPLATE * weight + sum(bonuses(document, document.entry.messages[-number], match, text))
            recognized = text.text[match.span[0] : match.span[1]]
            hits.append(Hit(document.entry, score, "message", -number, match.values, recognized))
    named = [hit for hit in hits if INDEX._documents[INDEX._numbers[hit.entry.id]].is_named_in(text.folded)] or hits
    best = max((hit.score for hit in named), default=0.0)
    return [hit for hit in named if hit.score > best - 1e-6]


def plain_triage(lines: list[str], vendor: str | None = None) -> dict[tuple[str, ...], list[object]]:
    """Count like `triage`, with `plain_recognize` on every line and every run of lines."""
    counted: dict[tuple[str, ...], list[object]] = {}
    at = 0
    while at < len(lines):
        length, hits = 1, plain_recognize(lines[at], vendor)
        while not hits and length < min(MAX_WRAPPED, len(lines) - at):
            length += 1
            run = lines[at : at + length]
            hits = plain_recognize("\n".join(run), vendor)
            if hits:
                inner, outer = readable("\n".join(run[1:])), readable("\n".join(run[:-1]))
                recognized = hits[0].recognized
                hits = [] if recognized in inner or "\n" not in recognized or recognized in outer else hits
        if hits:
            group = counted.setdefault(tuple(hit.entry.id for hit in hits), [0, at + 1, 0, {}])
            group[0] += 1  # type: ignore[operator]
            group[2] = at + 1
            for slot, value in hits[0].values.items():
                group[3].setdefault(slot, {})[value] = None  # type: ignore[attr-defined]
        at += length if hits else 1
    return counted


def counts(findings: list[Finding]) -> dict[tuple[str, ...], list[object]]:
    return {
        tuple(entry.id for entry in finding.entries): [
            finding.count,
            finding.first_line,
            finding.last_line,
            finding.values,
        ]
        for finding in findings
    }


def comparable(hits: list[Hit]) -> list[tuple[object, ...]]:
    return [(hit.entry.id, hit.message, dict(hit.values), hit.recognized) for hit in hits]


def test_a_varied_log_gives_the_same_as_without_the_prefilter() -> None:
    lines = list(varied_log(1_200))
    assert counts(triage(lines, INDEX).found) == plain_triage(lines)


def test_wrapped_and_broken_messages_give_the_same_as_without_the_prefilter() -> None:
    chance = random.Random(11)
    lines: list[str] = []
    for line in varied_log(1_600, seed=3):
        words = line.split(" ")
        cuts = sorted(chance.sample(range(1, len(words)), k=min(chance.randint(0, 2), len(words) - 1)))
        parts = [" ".join(words[a:b]) for a, b in zip([0, *cuts], [*cuts, len(words)], strict=True)]
        lines += [chance.choice(["", "", "> ", "  "]) + part for part in parts]
        if chance.random() < 0.3:
            lines.append(" ".join(chance.choices(WORDS, k=chance.randint(1, 9))))
    assert counts(triage(lines, INDEX).found) == plain_triage(lines)
    assert counts(triage(lines[:800], INDEX, "skyward").found) == plain_triage(lines[:800], "skyward")


@st.composite
def lines_of_words(draw: st.DrawFn) -> str:
    """Make a line with most words of a message, some mistyped, and other words around them."""
    message = draw(st.sampled_from(TEXTS)).split(" ")
    kept = [word for word in message if draw(st.integers(0, 9)) > 1]
    typed = [word[:-1] + "x" if len(word) > 4 and draw(st.integers(0, 9)) == 0 else word for word in kept]
    others = draw(
        st.lists(st.sampled_from([*WORDS, *NAMES, "|", "\n", "&amp;", '\\"', "Zoë", "404", "x9"]), max_size=12)
    )
    at = draw(st.integers(0, len(others)))
    return " ".join([*others[:at], *typed, *others[at:]])


@settings(max_examples=250, deadline=None)
@given(lines_of_words(), st.sampled_from([None, "skyward", "powerschool"]))
@example("Assignment with app created for section with id details", None)  # two messages of one entry
def test_any_line_gives_the_same_as_without_the_prefilter(line: str, vendor: str | None) -> None:
    assert comparable(INDEX.recognize(line, vendor)) == comparable(plain_recognize(line, vendor))


@settings(max_examples=150, deadline=None)
@given(st.lists(lines_of_words(), min_size=1, max_size=3))
def test_any_lines_together_give_the_same_as_without_the_prefilter(texts: list[str]) -> None:
    lines = "\n".join(texts).split("\n")
    assert counts(triage(lines, INDEX).found) == plain_triage(lines)
