"""Undo: what each transaction changed, saved in the notebook with the change itself."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tinydb import TinyDB

from store.core.errors import CannotUndo
from store.core.models import Moment, NonEmpty, Record
from store.files.tinydb_file import Tables

TABLE = "undo"
MAX_STEPS = 20
"""Steps that can be undone; older ones are dropped."""
MAX_EARLIER_REVS = 20
"""Earlier versions that a record names."""

DERIVED = frozenset({"removed", TABLE})
"""Tables that follow from the others, so that changes in them are not undone by themselves."""


class Change(Record, frozen=True, kw_only=True):
    """What happened to one record."""

    table: NonEmpty
    key: NonEmpty
    """See `key_of`."""
    before: dict[str, Any] | None
    """The record before the change, or None if it was new."""
    version: str | None
    """The version after the change (see `version_of`), or None if the record was removed."""


class Step(Record, frozen=True, kw_only=True):
    """What one transaction did."""

    what: NonEmpty
    """What was done, in words that can follow "Undone: "."""
    when: Moment
    by: NonEmpty
    """Id of the terminal that did it."""
    changes: tuple[Change, ...]
    exact: bool = False
    """Whether undoing restores the records and the marks of removed records exactly as they were, as for an import.
    Otherwise an earlier record comes back as a new version, which wins when it is merged with other copies."""


def key_of(record: Mapping[str, Any]) -> str:
    """Return what identifies a record: its uid, or the entry id of a bookmark."""
    key: str = record["uid"] if "uid" in record else record["entry"]
    return key


def version_of(record: Mapping[str, Any]) -> str:
    """Return what identifies a version of a record."""
    version: str = record["rev"] if "rev" in record else f"{record['created']} {record.get('rank', 0)}"
    return version


def changes(before: Tables, after: Tables, tables: Iterable[str]) -> Iterator[Change]:
    """Yield what differs between two states of these tables."""
    for table in tables:
        old = {key_of(record): record for record in before.get(table, {}).values()}
        new = {key_of(record): record for record in after.get(table, {}).values()}
        for key in old.keys() | new.keys():
            if old.get(key) != new.get(key):
                version = version_of(new[key]) if key in new else None
                yield Change(table=table, key=key, before=old.get(key), version=version)


def revert(database: TinyDB, step: Step) -> None:
    """Put back the records that a step changed.

    Raises:
        CannotUndo: A record has changed since, or the step is damaged. Nothing is changed.
    """
    current = {
        name: {key_of(record): record for record in database.table(name)}
        for name in {change.table for change in step.changes}
    }
    for change in step.changes:
        _require_revertible(step, change, current[change.table].get(change.key))
    for name, records in current.items():  # each table at once: a step may be an import of thousands
        changes = [change for change in step.changes if change.table == name]
        restored = []
        for change in changes:
            if change.before is None:
                continue
            record = change.before if step.exact else _renewed(change.before, records.get(change.key, {}))
            restored.append(record)
            if not step.exact:
                _rename_version(database, change, version_of(change.before), version_of(record))
        table = database.table(name)
        table.remove(doc_ids=[records[change.key].doc_id for change in changes if change.key in records])
        table.insert_multiple(restored)


def _require_revertible(step: Step, change: Change, current: Mapping[str, Any] | None) -> None:
    """Check that a record is as the step left it, and that the step has what it was before.

    Raises:
        CannotUndo: One of the two is not so.
    """
    before = change.before or {}
    identified = {"uid", "rev"} <= before.keys() or {"entry", "created"} <= before.keys()
    if change.before is not None and not identified:
        raise CannotUndo(f"Not undone: {step.what}. Its undo information is damaged. Nothing was changed.", "", "")
    if (version_of(current) if current is not None else None) != change.version:
        problem = f"Not undone: {step.what}. It was changed again since then; that change was kept."
        raise CannotUndo(problem, before.get("entry", ""), before.get("text", ""))


def _rename_version(database: TinyDB, change: Change, old: str, new: str) -> None:
    """Put the new version of a restored record into earlier steps, so that they can be undone next."""
    for step in database.table(TABLE):
        renamed = [
            earlier | {"version": new}
            if (earlier["table"], earlier["key"], earlier["version"]) == (change.table, change.key, old)
            else earlier
            for earlier in step["changes"]
        ]
        database.table(TABLE).update({"changes": renamed}, doc_ids=[step.doc_id])


def _renewed(before: dict[str, Any], current: Mapping[str, Any]) -> dict[str, Any]:
    """Return an earlier record as a new version that names all others, so that it wins in a merge."""
    if "rev" not in before:
        return before
    was = (current.get("rev"), *current.get("was", ()), before["rev"], *before["was"])
    return before | {"rev": uuid.uuid4().hex, "was": list(dict.fromkeys(filter(None, was)))[:MAX_EARLIER_REVS]}
