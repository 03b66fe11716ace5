"""Texts with what a reader expects of the search, one JSON object a line, and what is wrong with an answer.

`real.jsonl` has texts on forms that real systems produce, `findings.jsonl` texts that were answered wrongly once, or
that must stay right. A line has:

- `id`, `text`, `note`; in `findings.jsonl` also `finding`, which groups the texts of one fault.
- `expect`: `matched` (an entry of `want` is first, by message), `first` (it is first), `near` (it is first, and not
  presented as a match), `top3` (it is one of the first three), `quiet` (nothing is found by message), `unmatched`
  (nothing is presented as a match at all), `error` (no entry is found by message; triage shows the line as an error).
- `want`: ids of entries; any of them is right. With `all`, each of them is found by message.
- `values`: number of the slot, from 1 in the message's order, to the value in the first entry; `each`: the same for
  entries by id.
- `never`: ids of entries that are not found by message.
- `log`: the text is also a line of a log, and `MessageSearch.recognize` says the same of it.
"""

import json
from collections.abc import Sequence
from typing import Any

from store.core.models import Hit
from store.core.text import clean
from store.logs.triage import triage
from store.matching.decoding import readable
from store.matching.pasted_text import Text
from store.search.message_search import likeliest
from tests.eval.shipped import HERE, by_message, index, search, values_by_number

Line = dict[str, Any]


def read(name: str) -> list[Line]:
    """Read a file of expectations from this folder."""
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def faults(line: Line) -> list[str]:
    """Say what is wrong with the answer to a text; an empty list if it is as expected."""
    hits = search(line["text"])
    found = [*_of_rank(line, hits), *_of_values(line, hits)]
    if line["expect"] == "error" and not triage([line["text"]], index()).unmatched:
        found.append("triage does not show it as an error")
    if line.get("log"):
        found += _of_recognized(line)
    return found


def _of_rank(line: Line, hits: Sequence[Hit]) -> list[str]:
    expect, want = line["expect"], set(line["want"])
    ids = [hit.entry.id for hit in hits]
    messages = [hit.entry.id for hit in by_message(hits)]
    wrong = [f"{name} is found by message" for name in line.get("never", ()) if name in messages]
    if expect in ("quiet", "error", "near") and messages:
        wrong.append(f"by message: {messages}")
    if expect in ("unmatched", "near") and any(hit.matched for hit in hits[:1]):
        wrong.append(f"presented as a match: {ids[:3]}")
    if expect in ("matched", "first", "near") and not want & set(ids[:1]):
        wrong.append(f"first is {ids[:1]}")
    if expect == "top3" and not want & set(ids[:3]):
        wrong.append(f"the first three are {ids[:3]}")
    if expect == "matched" and not want & set(messages):
        wrong.append("not found by message")
    if line.get("all"):
        wrong += [f"{name} is not found by message" for name in sorted(want - set(messages))]
    return wrong


def _of_values(line: Line, hits: Sequence[Hit]) -> list[str]:
    expected: dict[str, dict[str, str]] = dict(line.get("each", {}))
    if line.get("values") and hits:
        expected[hits[0].entry.id] = line["values"]
    wrong = []
    for hit in hits:
        got = values_by_number(hit)
        for number, value in expected.get(hit.entry.id, {}).items():
            if got.get(number) != value:
                wrong.append(f"{hit.entry.id}: slot {number} is {got.get(number)!r}, not {value!r}")
    return wrong


def _of_recognized(line: Line) -> list[str]:
    found = index().messages.recognize(Text(readable(clean(line["text"]))))
    ids = {hit.entry.id for message in found for hit in likeliest(message)}
    right = ids <= set(line["want"]) if line["expect"] == "matched" else not ids
    return [] if right and (ids or line["expect"] != "matched") else [f"in a log: {sorted(ids)}"]
