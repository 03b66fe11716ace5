"""Edits a text in the agent's own editor, which VISUAL or EDITOR names."""

import os
import shlex
import shutil
import signal
import subprocess
from pathlib import Path

from textual.app import App, SuspendNotSupported

from store.core.errors import BadInput
from store.core.text import clean
from store.files.atomic import make_folder, private_opener
from store.notebook.drafts import EDITED


def command_of(command_line: str, *, windows: bool) -> list[str]:
    """Split a command line into the program and its arguments.

    Args:
        command_line: As in VISUAL or EDITOR.
        windows: Whether a backslash separates folders, rather than quoting the next character.

    Raises:
        ValueError: A quote is not closed.
    """
    if windows:
        return [word.strip('"') for word in shlex.split(command_line, posix=False)]
    return shlex.split(command_line)


def edit_elsewhere(app: App[None], text: str, folder: Path) -> str:
    """Open a text in $VISUAL or $EDITOR while the app waits.

    Args:
        app: The app, which gives up the terminal meanwhile.
        text: The text.
        folder: The private folder to make for the file; it is removed afterwards.

    Returns:
        The text as the editor saved it.

    Raises:
        BadInput: No editor is set, it fails, or the app cannot give up the terminal. The text is unchanged.
    """
    command = _editor()
    try:
        make_folder(folder)
        path = folder / EDITED
        with open(path, "w", encoding="utf-8", opener=private_opener) as file:
            file.write(text)
        status = _run(app, [*command, str(path)])
        edited = clean(path.read_text(encoding="utf-8", errors="replace")).rstrip("\n")
    except (OSError, SuspendNotSupported) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise BadInput(f"Cannot run {command[0]} ({reason}). Your text is unchanged.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if status and edited == text:
        raise BadInput(f"{command[0]} failed (exit status {status}). Your text is unchanged.")
    return edited


def _editor() -> list[str]:
    command_line = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        command = command_of(command_line, windows=os.name == "nt")
    except ValueError as error:
        raise BadInput(f"Cannot read VISUAL or EDITOR ({error}): {command_line}. Your text is unchanged.") from error
    if not command:
        raise BadInput("No editor is set. Set VISUAL or EDITOR in your environment.")
    return command


def _run(app: App[None], command: list[str]) -> int:
    """Run a command in the app's terminal; return its exit status, or raise the OSError that kept it from starting."""
    before = signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl+C is for the editor; it would inherit SIG_IGN
    status, fault = 0, None
    try:
        with app.suspend():
            try:
                status = subprocess.run(command, check=False).returncode
            except OSError as error:  # raised in here, the app would never get the terminal back
                fault = error
    finally:
        signal.signal(signal.SIGINT, before)
    if fault is not None:
        raise fault
    return status
