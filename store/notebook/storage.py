"""The notebook's file: one state in memory that equals the disk, changed by transactions.

What stands in the file is never lost: a damaged file is set aside and the newest good copy used, one of a newer
release is left alone, one of an older release is kept before it is written anew.
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
"""Table name to the shape of its records."""

_MEMORY = "what this terminal had read"

COMFORTABLE_RECORDS, COMFORTABLE_BYTES = 10_000, 5_000_000


class _State(NamedTuple):
    tables: Tables
    """All but `meta`, as they stand in the file."""
    records: dict[str, dict[str, Any]]
    """The same, decoded: table name to record number to record."""
    stamp: Stamp | None
    """Of the file as it was when this was read or written; None where there was none."""
    generation: int
    """How many saves the notebook has seen."""
    schema: int
    """Of the file."""
    size: int = 0
    """Bytes of the file."""
    damage: str = ""
    """What is wrong with the file, when a copy took its place."""
    instead: str = ""
    """What took its place."""


class NotebookFile:
    """The tables of the notebook, in memory and on the disk."""

    def __init__(self, path: Path, clock: Clock, models: Models, migrations: Sequence[Migration] = MIGRATIONS) -> None:
        """Read the file; a missing one is empty.

        Raises:
            BadInput: It is damaged and no good copy lies beside it, or of a newer schema. It is left as it is.
        """
        self.path, self._clock = path, clock
        self._models = {**models, "removed": Removed, undo.TABLE: Step}
        self._migrations = migrations
        self._session = uuid.uuid4().hex
        self._turn = threading.RLock()
        self._swept = False
        self._set_aside: list[str] = []
        self._acted = False
        """Whether this terminal changed something, and undoes its own changes only."""
        self._state = self._read_newest()

    @property
    def records(self) -> dict[str, dict[str, Any]]:
        """The records of each table, by their numbers."""
        return self._state.records

    @property
    def warnings(self) -> list[str]:
        """Sentences for the agent about the state of the file."""
        count = sum(len(records) for table, records in self._state.tables.items() if table not in undo.BESIDE)
        found = list(self._set_aside)
        if self._state.damage:
            then = " The next save sets it aside." if self._exists() else ""
            found.append(f"{self._state.damage} Used instead: {self._state.instead}.{then}")
        elif not self._state.generation and backups.damaged(self._real):
            found.append(f"{self.path} is missing; a damaged one is kept as {backups.damaged(self._real)[-1].name}.")
        if count > COMFORTABLE_RECORDS or self._state.size > COMFORTABLE_BYTES:
            found.append(
                f"The notebook is large: {count:,} records, {self._state.size:,} bytes. Everything works, but beyond"
                f" {COMFORTABLE_RECORDS:,} records or {COMFORTABLE_BYTES:,} bytes saving takes longer."
            )
        return found

    @property
    def steps(self) -> list[Step]:
        """What can be undone, newest first: what this terminal did; where it did nothing yet, what was done last."""
        steps = [step for _, step in self._steps()]
        return [step for step in steps if step.by == self._session] if self._acted else steps

    def refresh(self) -> None:
        """Take in what another terminal saved. Costs a look at the file's first bytes.

        Raises:
            BadInput: The file was damaged, and no copy is good; what is in memory stays.
        """
        if not self._turn.acquire(blocking=False):  # a save is going on, and takes it in itself
            return
        try:
            if atomic.stamp(self._real) != self._state.stamp:
                self._state = self._read_newest()
        finally:
            self._turn.release()

    @contextmanager
    def transaction(self, what: str = "", *, exact: bool = False) -> Iterator[TinyDB]:
        """Change the tables on top of what any terminal saved, in one durable write; nothing when the block raises.

        Args:
            what: The change in words, for undoing it; empty where it cannot be undone.
            exact: The block sees to the marks of removed records itself, and is undone exactly (see `undo.Step`).

        Yields:
            A TinyDB over a copy of the tables.

        Raises:
            BadInput: The file is damaged beyond its copies, of a newer schema, or the block left a bad record.
            CannotSave: The disk refuses, or another writer holds the lock. File and memory are as they were.
        """
        with self._changing() as storage, TinyDB(storage=lambda: storage) as database:
            yield database
            self._save(storage.memory or {}, what, exact)

    @contextmanager
    def _changing(self) -> Iterator[MemoryStorage]:
        """Hold the lock, with what any terminal saved in memory; yield a copy of the tables."""
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
        """Write changed tables with what follows from the change; nothing where nothing changed."""
        old = self._state
        if tables != old.tables:
            now = self._clock().astimezone(UTC)
            changed = old._replace(tables=tables, records=self._decoded(tables, old))
            self._write(changed, self._followed(old.tables, tables, what, now, exact), now)

    def undo(self) -> str:
        """Take the newest step back that is this terminal's, or anyone's where this one did nothing yet.

        Returns:
            What was undone, in words; empty where there is nothing to undo.

        Raises:
            CannotUndo: The record was changed since by another terminal; nothing is changed.
        """
        refused: CannotUndo | None = None
        what = ""
        exact = False
        with self._changing() as storage, TinyDB(storage=lambda: storage) as database:
            wanted = self.steps[:1]
            if wanted:
                exact = wanted[0].exact
                number, what = next(number for number, step in self._steps() if step == wanted[0]), wanted[0].what
                try:
                    undo.revert(database, wanted[0])
                except CannotUndo as error:
                    refused = error
                database.table(undo.TABLE).remove(doc_ids=[number])  # a refused one must not bar those before it
            self._save(storage.memory or {}, "", exact and refused is None)
        self._acted = self._acted or bool(wanted)
        if refused is not None:
            raise refused
        return what

    def restore(self, copy: Path) -> None:
        """Write what a copy holds as the newest state.

        Raises:
            BadInput: The copy is damaged; nothing is changed.
        """
        with self._turn, atomic.locked(self._real):
            if atomic.stamp(self._real) != self._state.stamp:
                self._state = self._read_newest()
            self._write(self._state, self._read(copy).tables, self._clock().astimezone(UTC))

    @property
    def _real(self) -> Path:
        return self.path.resolve()  # a link to the notebook stays a link

    def _steps(self) -> list[tuple[int, Step]]:
        steps = self._state.records.get(undo.TABLE, {})
        return [(int(number), steps[number]) for number in sorted(steps, key=int, reverse=True)]

    def _followed(self, old: Tables, tables: Tables, what: str, now: datetime, exact: bool) -> Tables:
        """Add what follows from a change: the step that undoes it, and what is left of removed records."""
        changes = list(undo.changes(old, tables, self._models.keys() - undo.BESIDE))
        removed = list(tables.get("removed", {}).values())
        if exact:
            changes += undo.changes(old, tables, ["removed"])
        else:
            gone = {change.key: change.before for change in changes if change.before and change.version is None}
            there = {change.key for change in changes if change.version is not None}
            removed = [record for record in removed if record["uid"] not in there | gone.keys()]
            removed += [
                msgspec.to_builtins(Removed(uid, before["rev"], now.replace(microsecond=0), tuple(before["was"])))
                for uid, before in gone.items()
                if "uid" in before
            ]
        steps = tables.get(undo.TABLE, {})
        if what and changes:
            self._acted = True
            number = max(map(int, steps), default=0) + 1
            step = Step(what, now, self._session, tuple(changes), exact)
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
                f"Not saved: the notebook would have {len(data):,} bytes, and no more than {tinydb_file.MAX_BYTES:,}"
                " can be read again. What was saved before is kept."
            )
        if old.damage and self._exists():
            aside = backups.aside(self._real, now)
            atomic.replace(self._real, data, aside, must_keep=True)
            told = f"{old.damage} Used instead: {old.instead}. The damaged file is kept as {aside.name}."
            self._set_aside.append(told)
        else:
            if old.schema < schema:
                backups.keep_schema(self._real, old.schema)
            backups.back_up(self._real, now)
            atomic.replace(self._real, data, backups.previous(self._real))
        self._state = _State(tables, records, atomic.stamp(self._real), old.generation + 1, schema, len(data))

    def _read_newest(self) -> _State:
        """Read the file, or what is the newest good state of it where it is damaged."""
        running = self._running()
        if not self._exists() and not backups.newest_first(self._real):
            if running is None:
                return _State({}, {}, None, 0, newest(self._migrations))
            return running._replace(stamp=None, damage=f"{self.path} is missing.", instead=_MEMORY)
        try:
            return self._read(self._real)
        except NewerSchema:
            raise
        except BadInput as damage:
            found = self._newest_good()
            if found is None:
                raise BadInput(
                    f"{damage} No good copy lies beside it, and it was left as it is."
                    " Move it away to begin anew, or repair it and start again."
                ) from damage
            state, where = found
            return state._replace(stamp=atomic.stamp(self._real), damage=str(damage), instead=where)

    def _newest_good(self) -> tuple[_State, str] | None:
        for copy in backups.newest_first(self._real):
            try:
                state = self._read(copy)
            except BadInput:
                continue
            running = self._running()
            if running is not None and running.generation >= state.generation:
                break  # what this terminal has in memory is newer
            return state, f"{copy}, as saved {datetime.fromtimestamp(copy.stat().st_mtime, UTC):%Y-%m-%d %H:%M} UTC"
        running = self._running()
        return (running, _MEMORY) if running is not None else None

    def _running(self) -> _State | None:
        """Return what is in memory, if anything was read or saved."""
        state: _State | None = getattr(self, "_state", None)  # there is none while the notebook is being opened
        return state if state is not None and state.generation else None

    def _exists(self) -> bool:
        try:
            return self._real.exists()
        except OSError as error:
            raise BadInput(f"{self.path} cannot be read: {error.strerror or error}.") from error

    def _read(self, path: Path) -> _State:
        """Read the file or one of its copies.

        Raises:
            BadInput: It is damaged or foreign.
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
            raise BadInput(f"{path} is not a sisdex notebook: its meta record names no schema and generation.")
        known = newest(self._migrations)
        if schema > known:
            raise NewerSchema(f"{path} was written by a newer sisdex (schema {schema}); this one reads {known}.")
        state = _State(migrate(tables, schema, self._migrations), {}, stamp, generation, schema, stamp.size)
        try:
            return state._replace(records=self._decoded(state.tables, state))
        except BadInput as error:
            raise BadInput(f"{path} is damaged: {error}") from error

    def _decoded(self, tables: Tables, old: _State) -> dict[str, dict[str, Any]]:
        """Decode the records that are new; tables of a later release stay as they are."""
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
                    raise BadInput(clean(f"{table} {number}: {error}.")) from error
        return decoded
