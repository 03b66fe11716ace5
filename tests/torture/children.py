"""Processes that a test starts by the hundred, and may kill.

Each is forked from one server that has imported the store, so it costs about 10 ms; what runs in them stands in this
module, which imports no more than they need.
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
from itertools import count
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
"""How many notes the random writer keeps, so that a save stays short."""

PLAIN_DOCUMENTS = 100

NOBODY = 65534
"""A user without rights."""

Child = tuple[multiprocessing.process.BaseProcess, Connection]


def start(work: Callable[..., None], *arguments: Any) -> Child:
    """Start a process that runs `work(*arguments, tell)`; return it and where to hear what it tells."""
    inbox, outbox = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=work, args=(*arguments, outbox), daemon=True)
    process.start()
    outbox.close()
    return process, inbox


def heard(inbox: Connection) -> list[Any]:
    """Return all that a process told that has ended."""
    told: list[Any] = []
    with suppress(EOFError):
        while True:
            told.append(inbox.recv())
    inbox.close()
    return told


def finished(children: list[Child]) -> list[list[Any]]:
    """Wait for processes and return what each told; one that failed fails the test."""
    told = [heard(inbox) for _, inbox in children]
    for process, _ in children:
        process.join()
    codes = [process.exitcode for process, _ in children]
    assert not any(codes), f"processes ended with {codes} after {told}"
    return told


def killed(words: int, after: float, work: Callable[..., None], *arguments: Any) -> list[Any]:
    """Start a process, let it tell so many words and work on for some time, and kill it; return what it told.

    Waiting for words first brings the kill to the same places on a busy machine as on an idle one.
    """
    process, inbox = start(work, *arguments)
    told = [inbox.recv() for _ in range(words)]
    process.join(after)
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL, "the process ended by itself"
    return told + heard(inbox)


def text_of(name: str) -> str:
    """Return the text that goes by a name: its own length and letters, so that a changed one is noticed."""
    chance = random.Random(name)
    letters = [chance.choice('abcdefgh \n"\\é—') for _ in range(chance.choice((5, 200, 3000)))]
    return f"{name} {''.join(letters)}."


def a_clock(seed: int) -> Callable[[], datetime]:
    """Return a clock that moves on by half an hour each time, so that every other save makes a backup."""
    begin = datetime(2026, 11, 14, tzinfo=UTC) + timedelta(hours=seed)
    ticks = count()
    return lambda: begin + timedelta(minutes=30 * next(ticks))


# --- what runs in the processes ---------------------------------------------------------------------------------------


def change_notes(path: Path, seed: int, pause: float, tell: Connection) -> None:
    """Add, change and remove notes until killed; tell of each change before it begins and after it is saved."""
    _slow_the_disk(pause)
    notebook = Notebook(path, a_clock(seed))
    for change in _changes(notebook, seed, tell):
        change()
        tell.send(None)


def _changes(notebook: Notebook, seed: int, tell: Connection) -> Iterator[Callable[[], object]]:
    chance = random.Random(seed)
    for number in count():
        notes = sorted((n for those in notebook.snapshot.notes.values() for n in those), key=lambda note: note.uid)
        name, entry = f"{seed}-{number}", chance.choice(ENTRIES)
        note = chance.choice(notes) if notes else None
        if note is None or (len(notes) < COMFORTABLE_NOTES and chance.random() < 0.4):
            tell.send((None, name))
            yield partial(notebook.save_note, entry, text_of(name), ["tag"])
        elif chance.random() < 0.5:
            tell.send((note.text.split()[0], name))
            yield partial(notebook.save_note, entry, text_of(name), [], note)
        else:
            tell.send((note.text.split()[0], None))
            yield partial(notebook.remove_note, note)


def change_plain(path: Path, seed: int, pause: float, tell: Connection) -> None:
    """Change documents of a plain TinyDB to long and short texts until killed; tell of each as the writer above."""
    _slow_the_disk(pause)
    chance = random.Random(seed)
    with TinyDB(path) as database:
        for number in count():
            wanted = chance.randint(1, PLAIN_DOCUMENTS)
            tell.send((wanted, number))
            database.update({"text": "x" * chance.choice((10, 2000))}, doc_ids=[wanted])
            tell.send(None)


def add_notes(path: Path, name: str, notes: int, tell: Connection) -> None:
    """Add notes one after the other; tell the text of each once it is saved."""
    notebook = Notebook(path)
    for number in range(notes):
        text = f"{name} {number}"
        notebook.save_note(ENTRY, text, [])
        tell.send(text)


def add_documents(path: Path, name: str, documents: int, tell: Connection) -> None:
    """Add documents to a plain TinyDB one after the other; tell the text of each, or that it was refused."""
    _slow_the_disk(0.001)  # so that the other process begins before this one ends
    with TinyDB(path) as database:
        for number in range(documents):
            text = f"{name} {number}"
            try:
                database.insert({"text": text})
            except ValueError:  # a torn file, or a number that the other process took
                tell.send(None)
            else:
                tell.send(text)


def save_on_a_full_disk(path: Path, limits: list[int], tell: Connection) -> None:
    """Save a note and a draft under each limit of bytes that a file may have; tell what came of it."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    notebook, draft = Notebook(path), DraftFile(path)
    older = a_draft("older")
    draft.save(older)
    for limit in limits:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        said = (
            refusal(lambda: notebook.save_note(ENTRY, "new", [])),
            refusal(lambda: draft.save(a_draft("x" * max(limits)))),
        )
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        tell.send((limit, *said, notebook.snapshot == Notebook(path).snapshot, draft.read() == older))
    notebook.save_note(ENTRY, "new", [])


def insert_on_a_full_disk(path: Path, limit: int, tell: Connection) -> None:
    """Insert into a plain TinyDB under a limit of bytes that a file may have; tell whether that was refused."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        with TinyDB(path) as database:
            database.insert({"text": "new"})
    except OSError:
        tell.send(True)
    else:
        tell.send(False)


def save_without_rights(path: Path, tell: Connection) -> None:
    """Open and save as somebody whom the system may refuse it; tell the texts that were read and what was said."""
    if os.geteuid() == 0:
        os.setuid(NOBODY)  # permissions do not bind root
    texts: list[str] = []

    def save() -> None:
        notebook = Notebook(path)
        texts.extend(note.text for note in notebook.snapshot.notes[ENTRY.id])
        tell.send(refusal(lambda: DraftFile(path, drafts.folder(path) / "a.json").save(a_draft("new"))))
        notebook.save_note(ENTRY, "new", [])

    tell.send(refusal(save))
    tell.send(texts)


def refusal(change: Callable[[], object]) -> str:
    """Return what the store says when it refuses a change, or nothing where it does not."""
    try:
        change()
    except (BadInput, CannotSave) as error:
        return str(error)
    return ""


def a_draft(text: str, note: Note | None = None) -> NoteDraft:
    """Return the draft of a note, or of a new one."""
    return NoteDraft(
        entry=ENTRY.id,
        title=ENTRY.title,
        record=note.uid if note else None,
        rev=note.rev if note else None,
        text=text,
        saved=datetime(2026, 11, 14, tzinfo=UTC),
    )


def _slow_the_disk(pause: float) -> None:
    """Make each flush take longer, as on a slower disk, so that more kills meet it."""
    flush = os.fsync

    def slow(fd: Any) -> None:
        time.sleep(pause)
        flush(fd)

    os.fsync = slow
