"""The notebook's file: a state in memory that equals the disk and is changed by transactions.

Nothing in the file is ever lost: a damaged file is set aside and the newest good copy is used, a file of a newer
release is left alone, and a file of an older release is copied before it is saved in the new schema.
"""

import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from store.core.choices import explained
from store.core.clock import Clock
from store.core.errors import BadInput, CannotSave, CannotUndo, NewerSchema
from store.core.models import Record, Removed
from store.core.text import clean, clean_all
from store.files import atomic, tinydb_file
from store.files.atomic import Stamp
from store.files.tinydb_file import Tables
from store.notebook import backups, undo
from store.notebook.migrations import MIGRATIONS, Migration, migrate, newest
from store.notebook.undo import Step

Models = Mapping[str, type[Record]]
"""Table name to the type of its records."""

_MEMORY = "what this terminal last read"

COMFORTABLE_RECORDS, COMFORTABLE_BYTES = 10_000, 5_000_000
"""Beyond this, saving takes noticeably longer."""


class _State(NamedTuple):
    tables: Tables
    """All tables of the file but `meta`."""
    records: dict[str, dict[str, Any]]
    """The tables decoded: table name to record number to record."""
    stamp: Stamp | None
    """The file's stamp when this was read or written; None if there was no file."""
    generation: int
    """How often the notebook has been saved."""
    schema: int
    """The file's schema."""
    size: int = 0
    """The file's size, in bytes."""
    damage: str = ""
    """What is wrong with the file, if something else is used instead."""
    instead: str = ""
    """What is used instead of the file."""


class NotebookFile:
    """The tables of the notebook, in memory and on disk."""

    def __init__(self, path: Path, clock: Clock, models: Models, migrations: Sequence[Migration] = MIGRATIONS) -> None:
        """Read the file; a missing one is an empty notebook.

        Args:
            path: The file.
            clock: Returns the current time, with a time zone.
            models: The types of the records.
            migrations: How to bring older schemas to the newest one.

        Raises:
            BadInput: The file is damaged and there is no good copy, or its schema is newer. It is left as it is.
        """
        self.path, self._clock = path, clock
        self._models = {**models, "removed": Removed, undo.TABLE: Step}
        self._migrations = migrations
        self._session = uuid.uuid4().hex
        self._turn = threading.RLock()
        self._swept = False
        self._set_aside: list[str] = []
        self._acted = False
        """Whether this terminal has changed something; from then on it undoes only its own changes."""
        self._state = self._read_newest()

    @property
    def records(self) -> dict[str, dict[str, Any]]:
        """Table name to record number to record."""
        return self._state.records

    @property
    def warnings(self) -> list[str]:
        """What the agent should know about the state of the file, in sentences."""
        count = sum(len(records) for table, records in self._state.tables.items() if table not in undo.DERIVED)
        warnings = list(self._set_aside)
        if self._state.damage:
            then = " The next save sets the damaged file aside." if self._exists() else ""
            warnings.append(f"{self._state.damage} Used instead: {self._state.instead}.{then}")
        elif not self._state.generation and backups.damaged(self._real):
            name = backups.damaged(self._real)[-1].name
            warnings.append(f"{self.path} is missing. A damaged version was kept as {name}.")
        if count > COMFORTABLE_RECORDS or self._state.size > COMFORTABLE_BYTES:
            warnings.append(
                f"The notebook is large: {count:,} records, {self._state.size:,} bytes. Everything works, but above"
                f" {COMFORTABLE_RECORDS:,} records or {COMFORTABLE_BYTES:,} bytes saving takes longer."
            )
        return warnings

    @property
    def steps(self) -> list[Step]:
        """What can be undone, newest first: this terminal's changes or, if it has made none yet, everyone's."""
        steps = [step for _, step in self._steps()]
        return [step for step in steps if step.by == self._session] if self._acted else steps

    def refresh(self) -> None:
        """Read what another terminal saved. If nothing changed, this reads only the file's first bytes.

        Raises:
            BadInput: The file has been damaged and there is no good copy; the state in memory stays.
        """
        if not self._turn.acquire(blocking=False):  # another thread is saving, and reads the file itself
            return
        try:
            if atomic.stamp(self._real) != self._state.stamp:
                self._state = self._read_newest()
        finally:
            self._turn.release()

    @contextmanager
    def transaction(self, what: str = "", *, exact: bool = False) -> Iterator[TinyDB]:
        """Change the tables on top of what other terminals saved, in one durable write.

        Args:
            what: The change in words, for the undo message; empty if it cannot be undone.
            exact: The block maintains the marks of removed records itself; for undoing it, see `undo.Step`.

        Yields:
            A TinyDB over a copy of the tables. It is saved when the block ends without an exception.

        Raises:
            BadInput: The file is damaged without a good copy, its schema is newer, or the block left a bad record.
            CannotSave: The disk refuses, or another writer has the lock. File and memory are as they were.
        """
        with self._changing() as storage, TinyDB(storage=lambda: storage) as database:
            yield database
            self._save(storage.memory or {}, what, exact)

    @contextmanager
    def _changing(self) -> Iterator[MemoryStorage]:
        """Hold the lock, read what other terminals saved, and yield a copy of the tables."""
        with self._turn, atomic.locked(self._real):
            if not self._swept:
                atomic.sweep(self._real)
                self._swept = True
            if atomic.stamp(self._real) != self._state.stamp:
                self._state = self._read_newest()
            storage = MemoryStorage()  # type: ignore[no-untyped-call]
            tables = self._state.tables
            storage.memory = {name: {n: dict(r) for n, r in table.items()} for name, table in tables.items()}
            yield storage

    def _save(self, tables: Tables, what: str, exact: bool) -> None:
        """Write tables that differ from the present ones, with their undo step and marks of removed records."""
        old = self._state
        if tables != old.tables:
            now = self._clock().astimezone(UTC)
            changed = old._replace(tables=tables, records=self._decoded(tables, old))
            self._write(changed, self._with_derived(old.tables, tables, what, now, exact), now)

    def undo(self) -> str:
        """Undo the newest of `steps`. A step that cannot be undone is dropped, so that the one before it can be.

        Returns:
            What was undone, in words; empty if there is nothing to undo.

        Raises:
            CannotUndo: The record has changed since, in another terminal; it stays as it is.
        """
        refusal: CannotUndo | None = None
        with self._changing() as storage, TinyDB(storage=lambda: storage) as database:
            if not self.steps:
                return ""
            step = self.steps[0]
            try:
                undo.revert(database, step)
            except CannotUndo as error:
                refusal = error
            number = next(number for number, other in self._steps() if other == step)
            database.table(undo.TABLE).remove(doc_ids=[number])
            self._save(storage.memory or {}, "", step.exact and refusal is None)
        self._acted = True
        if refusal is not None:
            raise refusal
        return step.what

    def restore(self, copy: Path) -> None:
        """Save the content of a copy as the newest state.

        Raises:
            BadInput: The copy is damaged; nothing is changed.
        """
        with self._turn, atomic.locked(self._real):
            if atomic.stamp(self._real) != self._state.stamp:
                self._state = self._read_newest()
            self._write(self._state, self._read(copy).tables, self._clock().astimezone(UTC))

    @property
    def _real(self) -> Path:
        return self.path.resolve()  # a symbolic link stays one

    def _steps(self) -> list[tuple[int, Step]]:
        steps = self._state.records.get(undo.TABLE, {})
        return [(int(number), steps[number]) for number in sorted(steps, key=int, reverse=True)]

    def _with_derived(self, old: Tables, tables: Tables, what: str, now: datetime, exact: bool) -> Tables:
        """Return changed tables with the step that undoes the change and the marks of removed records."""
        changes = list(undo.changes(old, tables, self._models.keys() - undo.DERIVED))
        if exact:
            removed = list(tables.get("removed", {}).values())
            changes += undo.changes(old, tables, ["removed"])
        else:
            removed = _marks_after(changes, tables, now)
        steps = tables.get(undo.TABLE, {})
        if what and changes:
            self._acted = True
            number = max(map(int, steps), default=0) + 1
            step = Step(what=what, when=now, by=self._session, changes=tuple(changes), exact=exact)
            steps = dict([*steps.items(), (str(number), msgspec.to_builtins(step))][-undo.MAX_STEPS :])
        return {
            **tables,
            "removed": {str(number): record for number, record in enumerate(removed, 1)},
            undo.TABLE: steps,
        }

    def _write(self, old: _State, tables: Tables, now: datetime) -> None:
        schema = newest(self._migrations)
        records = self._decoded(tables, old)
        meta = {"save": uuid.uuid4().hex, "schema": schema, "generation": old.generation + 1}
        data = tinydb_file.encode({"meta": {"1": meta}, **tables})
        if len(data) > tinydb_file.MAX_BYTES:
            raise CannotSave(
                f"Not saved: the notebook would have {len(data):,} bytes; the limit is {tinydb_file.MAX_BYTES:,}."
                " What was saved before is unchanged. Remove what you no longer need."
            )
        if old.damage and self._exists():
            aside = backups.aside(self._real, now)
            atomic.replace(self._real, data, aside, must_keep=True)
            self._set_aside.append(
                f"{old.damage} Used instead: {old.instead}. The damaged file was kept as {aside.name}."
            )
        else:
            if old.schema < schema:
                backups.keep_schema(self._real, old.schema)
            backups.back_up(self._real, now)
            atomic.replace(self._real, data, backups.previous(self._real))
        self._state = _State(
            tables=tables,
            records=records,
            stamp=atomic.stamp(self._real),
            generation=old.generation + 1,
            schema=schema,
            size=len(data),
        )

    def _read_newest(self) -> _State:
        """Read the file; if it is damaged, return the newest good state of the notebook."""
        in_memory = self._in_memory()
        if not self._exists() and not backups.newest_first(self._real):
            if in_memory is None:
                return _State(tables={}, records={}, stamp=None, generation=0, schema=newest(self._migrations))
            return in_memory._replace(stamp=None, damage=f"{self.path} is missing.", instead=_MEMORY)
        try:
            return self._read(self._real)
        except NewerSchema:
            raise
        except BadInput as damage:
            newest_good = self._newest_good()
            if newest_good is None:
                raise BadInput(
                    f"{damage} There is no good copy of it, and it was left as it is."
                    " Move it away to start with an empty notebook, or repair it, and start sisdex again."
                ) from damage
            state, origin = newest_good
            return state._replace(stamp=atomic.stamp(self._real), damage=str(damage), instead=origin)

    def _newest_good(self) -> tuple[_State, str] | None:
        """Return the newest good state, from a copy or from memory, and where it is from."""
        in_memory = self._in_memory()
        for copy in backups.newest_first(self._real):
            try:
                state = self._read(copy)
            except BadInput:
                continue
            if in_memory is not None and in_memory.generation >= state.generation:
                break
            return state, f"{copy}, as saved {datetime.fromtimestamp(copy.stat().st_mtime, UTC):%Y-%m-%d %H:%M} UTC"
        return (in_memory, _MEMORY) if in_memory is not None else None

    def _in_memory(self) -> _State | None:
        """Return the state in memory, if anything has been read or saved yet."""
        state: _State | None = getattr(self, "_state", None)  # missing while the notebook is being opened
        return state if state is not None and state.generation else None

    def _exists(self) -> bool:
        try:
            return self._real.exists()
        except OSError as error:
            raise BadInput(f"{self.path} cannot be read: {error.strerror or error}.") from error

    def _read(self, path: Path) -> _State:
        """Read the file or one of its copies.

        Raises:
            BadInput: It is damaged or of another kind.
            NewerSchema: A newer release wrote it.
        """
        raw, stamp = tinydb_file.read_stamped(path)
        try:
            tables: Tables = clean_all(raw)
        except RecursionError as error:
            raise BadInput(f"{path} is nested too deeply to be read.") from error
        metas = list(tables.pop("meta", {}).values())
        if not metas:
            raise BadInput(f"{path} is not a sisdex notebook: it has no meta record.")
        schema, generation = metas[-1].get("schema"), metas[-1].get("generation", 0)
        if not (isinstance(schema, int) and isinstance(generation, int) and schema > 0):
            raise BadInput(f"{path} is not a sisdex notebook: its meta record has no valid schema and generation.")
        known = newest(self._migrations)
        if schema > known:
            raise NewerSchema(f"{path} was written by a newer sisdex (schema {schema}); this one reads up to {known}.")
        state = _State(
            tables=migrate(tables, schema, self._migrations),
            records={},
            stamp=stamp,
            generation=generation,
            schema=schema,
            size=stamp.size,
        )
        try:
            return state._replace(records=self._decoded(state.tables, state))
        except BadInput as error:
            raise BadInput(f"{path} is damaged: {error}") from error

    def _decoded(self, tables: Tables, old: _State) -> dict[str, dict[str, Any]]:
        """Return the tables decoded, reusing the records that have not changed; unknown tables are left out."""
        decoded: dict[str, dict[str, Any]] = {}
        for table, model in self._models.items():
            was, known = old.tables.get(table, {}), old.records.get(table, {})
            decoded[table] = {}
            for number, record in tables.get(table, {}).items():
                if number in known and (was[number] is record or was[number] == record):
                    decoded[table][number] = known[number]
                    continue
                try:
                    decoded[table][number] = msgspec.convert(record, model)
                except msgspec.ValidationError as error:
                    raise BadInput(clean(f"{table} {number}: {explained(error)}.")) from error
        return decoded


def _marks_after(changes: Sequence[undo.Change], tables: Tables, now: datetime) -> list[dict[str, Any]]:
    """Return the marks of removed records after a change."""
    gone = {change.key: change.before for change in changes if change.before and change.version is None}
    present = {change.key for change in changes if change.version is not None}
    marks = [mark for mark in tables.get("removed", {}).values() if mark["uid"] not in present | gone.keys()]
    when = now.replace(microsecond=0)
    new = [
        Removed(uid=uid, rev=before["rev"], when=when, was=tuple(before["was"]))
        for uid, before in gone.items()
        if "uid" in before
    ]
    return [*marks, *map(msgspec.to_builtins, new)]
