"""Texts that a terminal or Textual's markup would act on, and probes that report whether they did."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from textual.app import App
from textual.geometry import Region
from textual.widget import Widget

from store.core.models import Entry
from store.notebook import drafts
from store.notebook.cases import CaseFields, save_case
from store.notebook.draft_records import CaseDraft
from store.notebook.drafts import DraftFile
from store.notebook.notebook import Notebook
from tui.widgets.row_list import RowList

ESCAPES = {
    "clipboard, ended by BEL": "\x1b]52;c;UFdORUQ=\x07",
    "clipboard, ended by ST": "\x1b]52;c;UFdORUQ=\x1b\\",
    "clipboard in C1": "\x9d52;c;UFdORUQ=\x9c",
    "link": "\x1b]8;;file:///etc/passwd\x1b\\link\x1b]8;;\x1b\\",
    "title": "\x1b]0;owned\x07",
    "clear": "\x1b[2J",
    "clear in C1": "\x9b2J",
    "color": "\x1b[5;31;44m",
    "normal screen": "\x1b[?1049l",
    "no paste brackets": "\x1b[?2004l",
    "reset": "\x1bc",
    "report": "\x1b[6n\x1b[c",
    "device control": "\x1bP+q544e\x1b\\",
    "bidi": "\u202egpj.exe\u202c",
    "isolates": "\u2066a\u2069\u200f",
    "zero width": "in\u200bvi\u2060si\ufeffble",
    "tags": "\U000e0041\U000e0042",
    "line separators": "a\u2028b\u2029c",
    "controls": "a\x00b\x08c\x0bd\x0ce\x7ff\rg",
}

MARKUP = (
    "[xxxxxx]",
    "[/results/0/score]",
    "[/]",
    "[/b]",
    "[b]bold[/b]",
    "[@click=app.quit]Click[/]",
    "[@click='app.quit']Click[/]",
    "[link=file:///etc/passwd]a[/link]",
    '[link="javascript:alert(1)"]j[/link]',
    "[a=b]",
    "[Student] not found",
    "[FERPA]",
    "[B]",
    "[0]",
    "[ID 123]",
    "[bold",
    "bold]",
    "[[b]]",
    "\\[b]",
    "[b\\]",
    "[$primary]x[/]",
    "[red on blue]x[/red on blue]",
    "**b** `c` <b>t</b> &amp; :smile:",
    "[x](ms-msdt:/id)",
)

ENTRY, GONE = "skyward/grading-category-not-found", "skyward/an-entry-that-is-gone"
NOW = datetime(2026, 11, 14, 9, 30, tzinfo=UTC)
SLOT = "Qslot"
"""Placeholder in a clean notebook, later replaced with hostile text."""

_PAINTED = re.compile(
    rb"\x1b\[[0-9;]*[mH]|\x1b\[\?[0-9;]+(?:[hl]|\$p)|\x1b\[[<>=][0-9]*u|\x1b\]52;c;[A-Za-z0-9+/=]*\x07"
    rb"|\x1b\]22;[a-z-]*\x07|\r\n"
)
"""What the app itself writes: colors, cursor moves, modes, copied text, the shape of the mouse pointer."""


def leaks(raw: bytes) -> list[str]:
    """Return the parts of a program's output that a terminal would act on and the program has no reason to write."""
    leaked = [name for name, sequence in ESCAPES.items() if "\x1b" in sequence and sequence.encode() in raw]
    rest = re.sub(rb"\x1b[^\x1b]?[0-9;?]*\Z", b"", _PAINTED.sub(b"", raw)).decode(errors="replace")
    leaked += [
        repr(rest[max(0, at - 20) : at + 30])
        for at, character in enumerate(rest)
        if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Cs") and character not in "\n\t\u200c\u200d"
    ]
    return leaked


def write_notebook(path: Path, entry: Entry, gone: Entry, texts: Iterator[str]) -> None:
    """Write a notebook and a draft with hostile text in every text field, as another program might."""
    notebook = Notebook(path, lambda: NOW)
    for subject, count in ((entry, 2), (gone, 1)):
        notebook.set_bookmark(subject, True)
        for _ in range(count):
            notebook.save_note(subject, f"{SLOT} note\nsecond line {SLOT}", [SLOT])
            fields = CaseFields(
                ticket=SLOT, school=SLOT, course=SLOT, message=SLOT, values={SLOT: SLOT}, text=f"{SLOT} done"
            )
            save_case(notebook, subject, fields)
    notebook.remove_note(notebook.snapshot.notes[entry.id][0])
    notebook.undo()
    fields = CaseFields(ticket=SLOT, school=SLOT, values={SLOT: SLOT}, text=f"{SLOT} draft")
    draft = CaseDraft(entry=entry.id, title=SLOT, saved=NOW, fields=fields)
    DraftFile(path, drafts.folder(path) / f"{'0' * 32}.json").save(draft)
    for file in (path, *drafts.folder(path).glob("*.json")):
        text = file.read_text().replace(entry.title, SLOT).replace(gone.title, SLOT)
        file.write_text(re.sub(SLOT, lambda _: json.dumps(next(texts))[1:-1], text))


def hostile_entry(entry: Entry, texts: Iterator[str]) -> Entry:
    """Return the entry with every text that an agent reads replaced."""
    message, cause = entry.messages[0], entry.messages[0].causes[0]
    source = msgspec.structs.replace(cause.sources[0], title=next(texts))
    cause_texts = {
        "meaning": next(texts),
        "notes": (next(texts),),
        "fix": (next(texts), next(texts)),
        "sources": (source,),
    }
    causes = (msgspec.structs.replace(cause, **cause_texts, filled={}),)
    messages = (msgspec.structs.replace(message, text=next(texts), slots={}, also=(next(texts),), causes=causes),)
    entry_texts = {"title": next(texts), "says": (next(texts),), "prevention": next(texts)}
    return msgspec.structs.replace(entry, **entry_texts, messages=messages)


def squeezed(text: str) -> str:
    """Return a text without white space and without the rail before a message, so that wrapping does not matter."""
    return "".join(text.replace("▏", "").split())


def pieces(widget: Widget) -> list[str]:
    """Return the texts that a widget shows; each row of a list and each border is a separate text."""
    lines = [strip.text for strip in widget.render_lines(Region(0, 0, *widget.outer_size))]
    top, right, bottom, left = widget.gutter
    end = len(lines) - bottom
    within = [line[left : len(line) - right] for line in lines[top:end]]
    parts = [*lines[:top], *lines[end:], *(within if isinstance(widget, RowList) else ["".join(within)])]
    return [squeezed(part) for part in parts]


def altered(widgets: Iterable[Widget], texts: Sequence[str]) -> tuple[int, list[str]]:
    """Look for texts in what widgets show; each text must begin with a unique name.

    Returns:
        How many were found, and a description of each that was altered. A text may be cut off at its end.
    """
    seen, wrong = 0, []
    expected = {text.partition(":")[0]: squeezed(text) for text in texts}
    for widget in widgets:
        for piece in pieces(widget):
            for match in re.finditer(r"Q\d+(?=:)", piece):
                seen += 1
                shown, text = piece[match.start() :], expected[match[0]]
                other = next((pair[0] for pair in zip(shown, text, strict=False) if pair[0] != pair[1]), "…")
                if other not in "…━─":
                    wrong.append(f"{widget!r}: {shown[:80]!r} instead of {text[:80]!r}")
    return seen, wrong


def obeyed(app: App[None]) -> list[str]:
    """Return the texts on a screen that can be clicked as actions or links."""
    return [
        segment.text
        for line in app.screen._compositor.render_strips()
        for segment in line
        if segment.style is not None and (segment.style.link or _actions(segment.style.meta) - _OF_SCROLLBARS)
    ]


_OF_SCROLLBARS = {"grab", "release", "scroll_up", "scroll_down"}


def _actions(meta: dict[str, object]) -> set[str]:
    return {str(action) for event, action in meta.items() if event.startswith("@")}
