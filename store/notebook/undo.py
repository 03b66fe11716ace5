"""Steps that can be taken back: what a transaction changed, kept in the notebook beside what it changed."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tinydb import TinyDB

from store.core.errors import CannotUndo
from store.core.models import Moment, NonEmpty, Record
from store.files.tinydb_file import Tables

TABLE = "undo"
MAX_STEPS = 20
MAX_EARLIER_REVS = 20

BESIDE = frozenset({"removed", TABLE})
"""Tables that follow from the others, and are no step of their own."""


class Change(Record, frozen=True):
    """What happened to one record."""

    table: NonEmpty
    key: NonEmpty
    before: dict[str, Any] | None
    """The record before, or None where it was new."""
    version: str | None
    """The version that the change left, or None where it removed the record."""


class Step(Record, frozen=True):
    """What one transaction did."""

    what: NonEmpty
    """In words, as the end of "Undone: "."""
    when: Moment
    by: NonEmpty
    """Id of the terminal that did it."""
    changes: tuple[Change, ...]
    exact: bool = False
    """Undone as though it had never been: earlier versions come back as they were, and marks of removed records, too.
    Else what comes back is a new version, which other copies of the notebook take for the newest."""


def key_of(record: Mapping[str, Any]) -> str:
    """Return what identifies a record, whatever its number: its uid, or the entry that it marks."""
    key: str = record["uid"] if "uid" in record else record["entry"]
    return key


def version_of(record: Mapping[str, Any]) -> str:
    """Return what tells a record from its earlier and later versions."""
    version: str = record["rev"] if "rev" in record else f"{record['created']} {record.get('rank', 0)}"
    return version


def changes(before: Tables, after: Tables, tables: Iterable[str]) -> Iterator[Change]:
    """List what differs between two states of these tables."""
    for table in tables:
        old = {key_of(record): record for record in before.get(table, {}).values()}
        new = {key_of(record): record for record in after.get(table, {}).values()}
        for key in old.keys() | new.keys():
            if old.get(key) != new.get(key):
                yield Change(table, key, old.get(key), version_of(new[key]) if key in new else None)


def revert(database: TinyDB, step: Step) -> None:
    """Put back what a step changed, as new versions of the records.

    Raises:
        CannotUndo: A record was changed since, or the step is damaged. Nothing is changed.
    """
    standing = {
        name: {key_of(record): record for record in database.table(name)}
        for name in {change.table for change in step.changes}
    }
    for change in step.changes:
        if change.before is not None and not (
            {"uid", "rev"} <= change.before.keys() or {"entry", "created"} <= change.before.keys()
        ):
            raise CannotUndo(f"Not undone: {step.what}. What is known of it is damaged.", "", "")
        there = standing[change.table].get(change.key)
        if (version_of(there) if there is not None else None) != change.version:
            before = change.before or {}
            problem = f"Not undone: {step.what}. It was changed since; that change is kept."
            raise CannotUndo(problem, before.get("entry", ""), before.get("text", ""))
    for name, records in standing.items():  # each table at once: a step may be an import of thousands
        changes = [change for change in step.changes if change.table == name]
        restored = []
        for change in changes:
            if change.before is None:
                continue
            record = change.before if step.exact else _renewed(change.before, records.get(change.key, {}))
            restored.append(record)
            if not step.exact:
                _follow(database, change, version_of(change.before), version_of(record))
        table = database.table(name)
        table.remove(doc_ids=[records[change.key].doc_id for change in changes if change.key in records])
        table.insert_multiple(restored)


def _follow(database: TinyDB, change: Change, old: str, new: str) -> None:
    """Let earlier steps know the restored record by its new version, so that they can be undone next."""
    for step in database.table(TABLE):
        earlier = [
            each | {"version": new}
            if (each["table"], each["key"], each["version"]) == (change.table, change.key, old)
            else each
            for each in step["changes"]
        ]
        database.table(TABLE).update({"changes": earlier}, doc_ids=[step.doc_id])


def _renewed(before: dict[str, Any], standing: Mapping[str, Any]) -> dict[str, Any]:
    """Return an earlier record as the newest version, so that other copies of the notebook take it for that."""
    if "rev" not in before:
        return before
    was = (standing.get("rev"), *standing.get("was", ()), before["rev"], *before["was"])
    return before | {"rev": uuid.uuid4().hex, "was": list(dict.fromkeys(filter(None, was)))[:MAX_EARLIER_REVS]}
