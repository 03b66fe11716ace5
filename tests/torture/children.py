"""Processes that a test starts by the hundreds and may kill.

They are forked from a server that has already imported the store, so starting one takes about 10 ms. Their code is in
this module, which imports only what they need.
"""

import multiprocessing
import os
import random
import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import chain, count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from store.catalog import opening
from store.core.errors import BadInput, CannotSave
from store.core.models import Note
from store.notebook import drafts
from store.notebook.draft_records import NoteDraft
from store.notebook.drafts import DraftFile
from store.notebook.notebook import Notebook

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["__main__", "filelock", "tests.torture.children"])

ENTRIES = opening.load(opening.shipped_path()).entries[:3]
ENTRY = ENTRIES[0]

COMFORTABLE_NOTES = 30
"""How many notes the random writer collects, at most, so that saves stay short."""

PLAIN_DOCUMENTS = 100

NOBODY = 65534
"""The id of a user without rights."""

Child = tuple[multiprocessing.process.BaseProcess, Connection]


def start(work: Callable[..., None], *arguments: Any) -> Child:
    """Start a process that runs `work(*arguments, report_to)`; return it and the connection that gets its reports."""
    inbox, outbox = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=work, args=(*arguments, outbox), daemon=True)
    process.start()
    outbox.close()
    return process, inbox


def received(inbox: Connection) -> list[Any]:
    """Return all reports of a process that has ended."""
    reports: list[Any] = []
    with suppress(EOFError):
        while True:
            reports.append(inbox.recv())
    inbox.close()
    return reports


def finished(children: list[Child]) -> list[list[Any]]:
    """Wait for processes and return the reports of each process. Fail the test if a process failed."""
    reports = [received(inbox) for _, inbox in children]
    for process, _ in children:
        process.join()
    codes = [process.exitcode for process, _ in children]
    assert not any(codes), f"processes ended with {codes} after {reports}"
    return reports


def killed(reports: int, after: float, work: Callable[..., None], *arguments: Any) -> list[Any]:
    """Start a process, wait for reports and then a few more seconds, kill it, and return all its reports.

    Because it waits for reports first, the kill hits the same places on a busy machine as on an idle one.

    Args:
        reports: How many to wait for.
        after: Seconds to wait after them.
        work: The function that the process runs.
        arguments: Arguments for `work`, which come before the connection for its reports.
    """
    process, inbox = start(work, *arguments)
    first = [inbox.recv() for _ in range(reports)]
    process.join(after)
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL, "the process ended by itself"
    return first + received(inbox)


def text_of(name: str) -> str:
    """Return a text whose length and letters depend on the name, so that any damage to it is noticed."""
    chance = random.Random(name)
    letters = [chance.choice('abcdefgh \n"\\é—') for _ in range(chance.choice((5, 200, 3000)))]
    return f"{name} {''.join(letters)}."


def a_clock(seed: int) -> Callable[[], datetime]:
    """Return a clock that advances half an hour each time it is read, so that every other save makes a backup."""
    begin = datetime(2026, 11, 14, tzinfo=UTC) + timedelta(hours=seed)
    ticks = count()
    return lambda: begin + timedelta(minutes=30 * next(ticks))


# --- code for the processes -------------------------------------------------------------------------------------------


def change_notes(path: Path, seed: int, pause: float, report_to: Connection) -> None:
    """Add, change and remove notes until killed; report each change before it starts and after it is saved."""
    _slow_the_disk(pause)
    notebook = Notebook(path, a_clock(seed))
    for change in _changes(notebook, seed, report_to):
        change()
        report_to.send(None)


def _changes(notebook: Notebook, seed: int, report_to: Connection) -> Iterator[Callable[[], object]]:
    chance = random.Random(seed)
    for number in count():
        notes = sorted(chain(*notebook.snapshot.notes.values()), key=lambda note: note.uid)
        name, entry = f"{seed}-{number}", chance.choice(ENTRIES)
        note = chance.choice(notes) if notes else None
        if note is None or (len(notes) < COMFORTABLE_NOTES and chance.random() < 0.4):
            report_to.send((None, name))
            yield partial(notebook.save_note, entry, text_of(name), ["tag"])
        elif chance.random() < 0.5:
            report_to.send((note.text.split()[0], name))
            yield partial(notebook.save_note, entry, text_of(name), [], note)
        else:
            report_to.send((note.text.split()[0], None))
            yield partial(notebook.remove_note, note)


def change_plain(path: Path, seed: int, pause: float, report_to: Connection) -> None:
    """Update documents of a plain TinyDB with long and short texts until killed; report before and after each."""
    _slow_the_disk(pause)
    chance = random.Random(seed)
    with TinyDB(path) as database:
        for number in count():
            document = chance.randint(1, PLAIN_DOCUMENTS)
            report_to.send((document, number))
            database.update({"text": "x" * chance.choice((10, 2000))}, doc_ids=[document])
            report_to.send(None)


def add_notes(path: Path, name: str, notes: int, report_to: Connection) -> None:
    """Add notes one after another; report the text of each note once it is saved."""
    notebook = Notebook(path)
    for number in range(notes):
        text = f"{name} {number}"
        notebook.save_note(ENTRY, text, [])
        report_to.send(text)


def add_documents(path: Path, name: str, documents: int, report_to: Connection) -> None:
    """Add documents to a plain TinyDB one after another; report the text of each, or None if it was refused."""
    _slow_the_disk(0.001)  # so that the other process starts before this one ends
    with TinyDB(path) as database:
        for number in range(documents):
            text = f"{name} {number}"
            try:
                database.insert({"text": text})
            except ValueError:  # a torn file, or a number that the other process took
                report_to.send(None)
            else:
                report_to.send(text)


def save_on_a_full_disk(path: Path, limits: list[int], report_to: Connection) -> None:
    """Save a note and a draft under each limit on the size of a file, in bytes; report what happened."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    notebook, draft = Notebook(path), DraftFile(path)
    older = a_draft("older")
    draft.save(older)
    for limit in limits:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        refusals = (
            refusal(lambda: notebook.save_note(ENTRY, "new", [])),
            refusal(lambda: draft.save(a_draft("x" * max(limits)))),
        )
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        report_to.send((limit, *refusals, notebook.snapshot == Notebook(path).snapshot, draft.read() == older))
    notebook.save_note(ENTRY, "new", [])


def insert_on_a_full_disk(path: Path, limit: int, report_to: Connection) -> None:
    """Insert into a plain TinyDB under a limit on the size of a file, in bytes; report whether that was refused."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        with TinyDB(path) as database:
            database.insert({"text": "new"})
    except OSError:
        report_to.send(True)
    else:
        report_to.send(False)


def save_without_rights(path: Path, report_to: Connection) -> None:
    """Open and save as an ordinary user; report why a draft and a note were refused, then the texts that were read."""
    if os.geteuid() == 0:
        os.setuid(NOBODY)  # root ignores permissions
    texts: list[str] = []

    def save() -> None:
        notebook = Notebook(path)
        texts.extend(note.text for note in notebook.snapshot.notes[ENTRY.id])
        report_to.send(refusal(lambda: DraftFile(path, drafts.folder(path) / "a.json").save(a_draft("new"))))
        notebook.save_note(ENTRY, "new", [])

    report_to.send(refusal(save))
    report_to.send(texts)


def refusal(change: Callable[[], object]) -> str:
    """Return the store's message if it refuses a change, otherwise an empty text."""
    try:
        change()
    except (BadInput, CannotSave) as error:
        return str(error)
    return ""


def a_draft(text: str, note: Note | None = None) -> NoteDraft:
    """Return the draft of a saved note or, without one, of a new note."""
    return NoteDraft(
        entry=ENTRY.id,
        title=ENTRY.title,
        record=note.uid if note else None,
        rev=note.rev if note else None,
        text=text,
        saved=datetime(2026, 11, 14, tzinfo=UTC),
    )


def _slow_the_disk(pause: float) -> None:
    """Make each flush take longer, as on a slower disk, so that more kills happen during one."""
    flush = os.fsync

    def slow(fd: Any) -> None:
        time.sleep(pause)
        flush(fd)

    os.fsync = slow
