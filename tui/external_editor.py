"""Editing a text in the program that the agent's environment names."""

import os
import shlex
import shutil
import subprocess
import uuid
from pathlib import Path

from textual.app import App, SuspendNotSupported

from store.durable import make_folder, private_opener
from store.errors import BadInput
from store.text import clean


def edit_elsewhere(app: App[None], text: str, folder: Path) -> str:
    """Hand a text to $VISUAL or $EDITOR while the app waits; return it as it was left.

    Args:
        app: The app, which gives the terminal away meanwhile.
        text: The text.
        folder: Where a private folder is made for the file, and removed afterwards.

    Raises:
        BadInput: No such program is named, it fails, or the terminal cannot be given away. The text is as it was.
    """
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    if not command:
        raise BadInput("No editor is named: set VISUAL or EDITOR in your environment.")
    private = folder / f"editor-{uuid.uuid4().hex}"
    try:
        make_folder(private)
        path = private / "note.md"
        with open(path, "x", encoding="utf-8", opener=private_opener) as file:
            file.write(text)
        with app.suspend():
            status = subprocess.run([*command, str(path)], check=False).returncode
        if status:
            raise BadInput(f"{command[0]} ended with status {status}; the text is as it was.")
        return clean(path.read_text(encoding="utf-8", errors="replace")).rstrip("\n")
    except (OSError, SuspendNotSupported) as error:
        raise BadInput(f"{command[0]} cannot be used: {error}. The text is as it was.") from error
    finally:
        shutil.rmtree(private, ignore_errors=True)
