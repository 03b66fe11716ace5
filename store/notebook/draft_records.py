"""What a draft file contains: a note, a case or a custom code as it was in its editor.

Decoding never fails: whatever this version cannot read as one of the three kinds becomes a `RecoveredText`, so that
nothing an agent typed is out of reach because another version, a full disk or a text editor wrote the file.
"""

import codecs
import json
import re
from contextlib import suppress
from typing import Annotated, Any, Literal

import msgspec

from store.core.models import Moment, NonEmpty, Record
from store.core.text import clean, clean_all
from store.notebook import half_written_json
from store.notebook.cases import CaseFields
from store.notebook.custom_codes import CustomCodeFields

SCHEMA = 1
"""Of the drafts that this version writes. Those of sisdex 0.1.0 have no schema number and another shape."""
NEW_CODE = "own/new"
"""What the draft of a new custom code names as its entry."""
MAX_RECOVERED = 50_000
"""Characters that are recovered from a draft that does not fit; a text field holds them without a delay."""

_ABOUT_THE_DRAFT = ("kind", "schema", "record", "rev", "saved", "entry")
"""Keys whose values are not the agent's words."""
_ESCAPES = re.compile(r'(?:\\u[0-9a-fA-F]{4})+|\\["\\/nrt]')


class _SavedDraft(Record, frozen=True, kw_only=True, tag_field="kind"):
    """What the drafts of all three kinds have in common."""

    schema: Annotated[int, msgspec.Meta(ge=SCHEMA, le=SCHEMA)] = SCHEMA
    entry: NonEmpty
    """Id of the entry it is about; `NEW_CODE` for a new custom code."""
    title: str
    """The entry's title."""
    record: str | None = None
    """Uid of the record that was being changed, or None for a new one."""
    rev: str | None = None
    """The version of that record that was being changed."""
    saved: Moment


class NoteDraft(_SavedDraft, frozen=True, kw_only=True, tag="note"):
    """A note as it was in its editor."""

    text: str
    tags: tuple[str, ...] = ()


class CaseDraft(_SavedDraft, frozen=True, kw_only=True, tag="case"):
    """A case as it was in its form."""

    fields: CaseFields

    @property
    def text(self) -> str:
        """What was found and done."""
        return self.fields.text


class CustomCodeDraft(_SavedDraft, frozen=True, kw_only=True, tag="entry"):
    """A custom code as it was in its form."""

    fields: CustomCodeFields

    @property
    def text(self) -> str:
        """The error text."""
        return self.fields.message


Draft = NoteDraft | CaseDraft | CustomCodeDraft


class RecoveredText(Record, frozen=True, kw_only=True):
    """The text of a draft file that this version cannot read as a note, a case or a custom code."""

    text: str
    """All the text in the file, or its first `MAX_RECOVERED` characters; empty if it has none."""
    entry: str = ""
    """Id of the entry it seems to be about; empty if unknown."""
    title: str = ""
    """That entry's title."""
    newer: bool = False
    """Whether a newer sisdex wrote it."""
    cut: bool = False
    """Whether the file has more text than is here."""
    saved: Moment


class _FirstDraft(Record, frozen=True):
    """A draft as sisdex 0.1.0 wrote it: the fields of every kind in one untyped shape."""

    kind: Literal["note", "case", "entry"]
    entry: NonEmpty
    title: str
    record: str | None
    rev: str | None
    text: str
    tags: tuple[str, ...]
    fields: dict[str, str]
    values: dict[str, str]
    saved: Moment


def decode(data: bytes, saved: Moment) -> Draft | RecoveredText:
    """Read the bytes of a draft file.

    Args:
        data: All of its bytes.
        saved: When the file was written, for a text that does not say so itself.

    Returns:
        The draft, or the text in the file if it does not fit: nothing of it is dropped.
    """
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    raw = data.decode(encoding, errors="replace")
    try:
        value = clean_all(json.loads(raw, object_pairs_hook=half_written_json.unique_keys))
    except (ValueError, RecursionError):  # half-written, damaged, or nested too deeply
        return _salvaged(raw, saved)
    try:
        data.decode(encoding)  # opened as a draft, a damaged file would be overwritten before anyone saw the damage
        return _fitted(value)
    except (UnicodeDecodeError, msgspec.ValidationError, TypeError):
        return _recovered(value, saved)


def _fitted(value: Any) -> Draft:
    """Convert a decoded file to a draft.

    Raises:
        ValidationError: It has another shape.
        TypeError: It is from 0.1.0 and has two values for one field.
    """
    if not isinstance(value, dict) or "schema" in value:
        return _converted(value)
    first = msgspec.convert(value, _FirstDraft)
    common = {name: getattr(first, name) for name in ("kind", "entry", "title", "record", "rev", "saved")}
    if first.kind == "note":
        own: dict[str, Any] = dict(**first.fields, **first.values, text=first.text, tags=first.tags)
    elif first.kind == "case":
        own = {"fields": dict(**first.fields, text=first.text, values=first.values)}
        own["fields"] |= {"tags": first.tags} if first.tags else {}  # refused, as a case has none
    else:
        steps = {"steps": first.fields["steps"].splitlines()} if "steps" in first.fields else {}
        fields = {name: text for name, text in first.fields.items() if name != "steps"}
        own = {"fields": dict(**fields, **steps, **first.values, message=first.text, slots=first.tags)}
    return _converted(dict(**common, **own))


def _converted(value: Any) -> Draft:
    draft: Draft = msgspec.convert(value, Draft)
    return draft


def _salvaged(raw: str, saved: Moment) -> RecoveredText:
    """Return the text in a file that is no JSON, or not all of it."""
    if raw.lstrip().startswith("{"):
        with suppress(ValueError, RecursionError):
            return _recovered(clean_all(half_written_json.decode(raw)), saved)
    text = clean(_ESCAPES.sub(_unescaped, raw))
    return _cut(text if text.strip("␀\ufffd \n\t[]{}") else "", saved)


def _recovered(value: Any, saved: Moment) -> RecoveredText:
    """Return the text in a decoded file that has another shape."""
    if not isinstance(value, dict):
        return _cut("\n".join(_lines(value)), saved)
    schema, entry, title = value.get("schema"), value.get("entry"), value.get("title")
    known = isinstance(entry, str) and entry not in ("", NEW_CODE)
    hidden = (*_ABOUT_THE_DRAFT, "title") if known and isinstance(title, str) else _ABOUT_THE_DRAFT
    lines = _lines({key: part for key, part in value.items() if key not in hidden or isinstance(part, dict | list)})
    return msgspec.structs.replace(
        _cut("\n".join(lines), saved),
        entry=entry if known else "",
        title=title if isinstance(title, str) else "",
        newer=isinstance(schema, int) and schema > SCHEMA,
    )


def _lines(value: Any, name: str = "") -> list[str]:
    """Return the texts in a decoded value, each with the name of its field."""
    if isinstance(value, dict):
        return [line for key, part in value.items() for line in _lines(part, key)]
    if isinstance(value, list):
        return [line for part in value for line in _lines(part, name)]
    text = "" if value is None else str(value)
    if not text.strip():
        return []
    if name in ("", "text"):
        return [text]
    return [f"{name}:\n{text}" if "\n" in text else f"{name}: {text}"]


def _unescaped(escapes: re.Match[str]) -> str:
    """Return what JSON escapes stand for, so that a broken file reads as its text was typed."""
    return str(json.loads(f'"{escapes[0]}"'))


def _cut(text: str, saved: Moment) -> RecoveredText:
    words = text if text.strip() else ""
    return RecoveredText(text=words[:MAX_RECOVERED], cut=len(words) > MAX_RECOVERED, saved=saved)
