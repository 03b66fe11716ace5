"""Editing a text in the program that the agent's environment names."""

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


def command_of(named: str, *, windows: bool) -> list[str]:
    """Part a command line into program and arguments; on Windows a backslash parts folders and quotes nothing.

    Raises:
        ValueError: A quote is not closed.
    """
    if windows:
        return [word.strip('"') for word in shlex.split(named, posix=False)]
    return shlex.split(named)


def edit_elsewhere(app: App[None], text: str, folder: Path) -> str:
    """Hand a text to $VISUAL or $EDITOR while the app waits; return it as it was left.

    Args:
        app: The app, which gives the terminal away meanwhile.
        text: The text.
        folder: The private folder that is made for the file, and removed afterwards.

    Raises:
        BadInput: No such program is named, it fails, or the terminal cannot be given away. The text is as it was.
    """
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        command = command_of(named, windows=os.name == "nt")
    except ValueError as error:
        raise BadInput(f"VISUAL or EDITOR cannot be read ({error}): {named}") from error
    if not command:
        raise BadInput("No editor is named: set VISUAL or EDITOR in your environment.")
    try:
        make_folder(folder)
        path = folder / EDITED
        with open(path, "w", encoding="utf-8", opener=private_opener) as file:
            file.write(text)
        before = signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl+C is for the editor; ignoring would be inherited
        fault: OSError | None = None
        try:
            with app.suspend():
                try:
                    status = subprocess.run([*command, str(path)], check=False).returncode
                except OSError as error:  # out of here, it would leave the terminal given away
                    fault = error
        finally:
            signal.signal(signal.SIGINT, before)
        if fault is not None:
            raise fault
        left = clean(path.read_text(encoding="utf-8", errors="replace")).rstrip("\n")
    except (OSError, SuspendNotSupported) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise BadInput(f"{command[0]} cannot be used ({reason}). The text is as it was.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if status and left == text:
        raise BadInput(f"{command[0]} ended with status {status}; the text is as it was.")
    return left
