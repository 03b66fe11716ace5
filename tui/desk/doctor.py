"""Checks for anything that can keep sisdex from working well on this machine; each finding says what to do."""

import os
import platform
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Literal

from msgspec import Struct

from store.catalog import opening
from store.core.errors import BadInput
from store.core.wording import counted
from store.notebook import backups, drafts, integrity
from store.notebook.draft_records import CaseDraft, CustomCodeDraft, Draft, NoteDraft, RecoveredText
from store.preferences.settings import Loaded
from tui.system import clipboard

Verdict = Literal["ok", "warn", "bad"]
"""Nothing to do; something to know or to set; something does not work."""

LIBRARIES = ("textual", "tinydb", "rapidfuzz", "msgspec", "platformdirs", "click", "filelock")
LITTLE_SPACE = 100_000_000
"""Free bytes on the disk below which saving may soon fail."""


class Finding(Struct, frozen=True):
    """One thing that was checked."""

    area: str
    name: str
    value: str
    verdict: Verdict = "ok"
    advice: str = ""
    """What to do; empty if there is nothing to do."""


def examine(catalog: Path, config: Path, notebook: Path, loaded: Loaded, unknown: Sequence[str]) -> list[Finding]:
    """Run all checks; nothing is written.

    Args:
        catalog: The catalog file.
        config: The settings file.
        notebook: The notebook file.
        loaded: The settings.
        unknown: A sentence for each home vendor in the settings that does not exist.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "unknown"
    return [
        *versions(catalog),
        *settings(config, (*loaded.warnings, *unknown)),
        *files(catalog, notebook),
        *permissions(notebook),
        *notebook_copies(notebook),
        *terminal(os.environ, terminal_size(), encoding),
        *copying(os.environ, tmux_clipboard() if os.environ.get("TMUX") else ""),
    ]


def versions(catalog: Path) -> Iterator[Finding]:
    """Check that sisdex, Python, the libraries and the catalog are installed and current."""
    yield _version("sisdex")
    yield Finding("versions", "python", f"{platform.python_version()} on {platform.system()} {platform.release()}")
    for library in LIBRARIES:
        yield _version(library)
    try:
        opened = opening.load(catalog)
    except BadInput as error:
        advice = "Run sisdex catalog check to list all errors, or sisdex catalog reset to use the catalog of sisdex."
        yield Finding("versions", "catalog", str(error), "bad", advice)
        return
    is_older = opening.is_older(opened.edition.edition, opening.SHIPPED_EDITION)
    advice = f"sisdex comes with {opening.SHIPPED_EDITION}. Run sisdex catalog reset to use it." if is_older else ""
    value = f"edition {opened.edition.edition}, {len(opened.entries)} entries"
    yield Finding("versions", "catalog", value, "warn" if is_older else "ok", advice)


def settings(config: Path, warnings: Sequence[str]) -> Iterator[Finding]:
    """Check the settings.

    Args:
        config: The settings file.
        warnings: A sentence for each setting that is ignored.
    """
    value = str(config) if config.is_file() else f"{config} (no such file; sisdex uses the defaults)"
    yield Finding("paths", "settings", value)
    for warning in warnings:
        yield Finding("paths", "settings", warning, "warn", "Run sisdex config show to see the settings in use.")


def files(catalog: Path, notebook: Path) -> Iterator[Finding]:
    """Report where the catalog and the notebook are."""
    yield Finding("paths", "catalog", str(catalog))
    value = str(notebook) if notebook.exists() else f"{notebook} (created when you first save something)"
    yield Finding("paths", "notebook", value)


def permissions(notebook: Path) -> Iterator[Finding]:
    """Check that the notebook can be saved, and that nobody else can read it."""
    folder = next(parent for parent in notebook.resolve().parents if parent.exists())
    if os.access(folder, os.W_OK | os.X_OK):
        yield Finding("permissions", "folder", f"you can write to {folder}")
    else:
        advice = "Give yourself write permission, or choose another file with --notebook."
        yield Finding("permissions", "folder", f"you cannot write to {folder}", "bad", advice)
    free = shutil.disk_usage(folder).free
    value = f"{free / 1e6:,.0f} MB free"
    if free < LITTLE_SPACE:
        yield Finding("permissions", "disk", value, "warn", "Free up some space, or saving may fail.")
    else:
        yield Finding("permissions", "disk", value)
    if os.name != "nt":  # Windows has no file modes to check
        yield _privacy(notebook)


def _privacy(notebook: Path) -> Finding:
    paths = [notebook, *notebook.parent.glob(f"{notebook.name}.*")]
    inside = [child for path in paths if path.is_dir() for child in path.rglob("*")]
    exposed = [path for path in (*paths, *inside) if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]
    if exposed:
        value = f"other users may read {', '.join(map(str, exposed))}"
        return Finding("permissions", "private", value, "warn", "They may contain student data. Run chmod go= on each.")
    return Finding("permissions", "private", "only you can read the notebook and its copies")


def notebook_copies(notebook: Path) -> Iterator[Finding]:
    """Read the notebook, every copy of it, and the drafts."""
    path = notebook.resolve()
    damage = {copy: integrity.damage(copy) for copy in backups.newest_first(path)}
    state = _notebook(path, [copy for copy, problem in damage.items() if not problem], exists=bool(damage))
    yield state
    for copy, problem in damage.items():
        if problem:
            advice = "You can delete it: sisdex makes a new copy when you next save."
            if state.verdict == "bad":
                advice = "Keep it until the notebook works again."
            yield Finding("notebook", copy.name, problem, "warn", advice)
        else:
            saved = datetime.fromtimestamp(copy.stat().st_mtime, UTC)
            yield Finding("notebook", copy.name, f"intact, saved {saved:%Y-%m-%d %H:%M} UTC")
    for aside in backups.damaged(path):
        advice = "If nothing is missing from your notebook, you can delete this file."
        yield Finding("notebook", aside.name, "set aside because it was damaged", "warn", advice)
    for draft in sorted(drafts.folder(path).glob("*.json")):
        yield _draft(draft, drafts.DraftFile(path, draft).read())


def _notebook(path: Path, intact: Sequence[Path], *, exists: bool) -> Finding:
    """Check the notebook itself.

    Args:
        path: Its file.
        intact: The copies that can be restored, newest first.
        exists: Whether there are any copies.
    """
    if not path.exists() and not exists:
        return Finding("notebook", path.name, "nothing saved yet")
    try:
        counts = integrity.contents(path)
    except BadInput as error:
        advice = "No copy is intact either. Repair the file, or move it elsewhere to start a new notebook."
        if intact:
            advice = f"Run sisdex doctor --restore {intact[0].name} to use the newest intact copy."
        return Finding("notebook", path.name, str(error), "bad", advice)
    contents = ", ".join(counted(counts.get(table, 0), table[:-1]) for table in ("bookmarks", "notes", "cases"))
    return Finding("notebook", path.name, f"intact: {contents}")


def _draft(path: Path, draft: Draft | RecoveredText | None) -> Finding:
    """Report on a draft; it may be all there is of a text, so nothing here advises to remove it."""
    offered = "The app offers it when no other terminal has it open."
    match draft:
        case NoteDraft() | CaseDraft() | CustomCodeDraft():
            kind = {NoteDraft: "note", CaseDraft: "case", CustomCodeDraft: "custom code"}[type(draft)]
            return Finding("notebook", path.name, f"a draft of a {kind} on {draft.title}", "warn", offered)
        case None:
            advice = "It may have unsaved text. Make sure that you can read the file."
            return Finding("notebook", path.name, "a draft that cannot be opened", "warn", advice)
        case RecoveredText(text=""):
            return Finding("notebook", path.name, "a draft without text; the app leaves it alone")
        case RecoveredText(newer=True):
            advice = "Install that version to open it as it was; this one offers its text as a new note."
            return Finding("notebook", path.name, "a draft written by a newer sisdex", "warn", advice)
    advice = "The app offers its text as a new note when no other terminal has it open."
    return Finding("notebook", path.name, "a draft that cannot be read as it was", "warn", advice)


def terminal(environment: Mapping[str, str], size: tuple[int, int] | None, encoding: str) -> Iterator[Finding]:
    """Check the terminal.

    Args:
        environment: The environment variables.
        size: Columns and rows, or None if there is no terminal.
        encoding: The encoding of standard output.
    """
    term = environment.get("TERM", "")
    if term in ("", "dumb"):
        advice = "The app cannot run here; use sisdex search instead."
        yield Finding("terminal", "TERM", term or "not set", "warn", advice)
    else:
        yield Finding("terminal", "TERM", term)
    yield _colors(environment, term)
    yield _size(size)
    if encoding.lower().replace("-", "") == "utf8":
        yield Finding("terminal", "encoding", encoding)
    else:
        advice = "Set LC_ALL to a UTF-8 locale such as C.UTF-8, or stars and quotes will look wrong."
        yield Finding("terminal", "encoding", encoding, "warn", advice)
    multiplexers = (("TMUX", "tmux"), ("STY", "screen"), ("ZELLIJ", "zellij"))
    names = [name for variable, name in multiplexers if environment.get(variable)]
    yield Finding("terminal", "multiplexer", " in ".join(names) or "none")


def _colors(environment: Mapping[str, str], term: str) -> Finding:
    if environment.get("NO_COLOR"):
        return Finding("terminal", "colors", "none, because NO_COLOR is set")
    if environment.get("COLORTERM") in ("truecolor", "24bit"):
        return Finding("terminal", "colors", "16 million")
    if "256color" in term:
        return Finding("terminal", "colors", "256")
    advice = "If your terminal supports more colors, set COLORTERM=truecolor."
    return Finding("terminal", "colors", "16 or unknown", "warn", advice)


def _size(size: tuple[int, int] | None) -> Finding:
    if size is None:
        return Finding("terminal", "size", "none", "warn", "This is not a terminal; use sisdex search and show here.")
    columns, rows = size
    value = f"{columns} columns, {rows} rows"
    if columns >= 80 and rows >= 24:
        return Finding("terminal", "size", value)
    advice = "Make the window larger: the app works best from 120 by 36, and needs at least 40 by 10."
    return Finding("terminal", "size", value, "bad" if columns < 40 or rows < 10 else "warn", advice)


def copying(environment: Mapping[str, str], tmux_setting: str) -> Iterator[Finding]:
    """Check the ways to copy to the clipboard.

    Args:
        environment: The environment variables.
        tmux_setting: The value of tmux's option set-clipboard; empty outside tmux.
    """
    working = clipboard.tools(environment)
    if environment.get("TMUX"):
        value = f"set-clipboard {tmux_setting or 'unknown'}"
        if tmux_setting == "off":
            yield Finding("clipboard", "tmux", value, "warn", "Add to tmux.conf: set -s set-clipboard external")
        else:
            yield Finding("clipboard", "tmux", value)
    if clipboard.takes_osc52(environment):
        yield Finding("clipboard", "OSC 52", "supported by this terminal")
        working.append("OSC 52")
    else:
        yield Finding("clipboard", "OSC 52", "unknown for this terminal")
    for tool in ("wl-copy", "xclip", "xsel", "pbcopy", "clip.exe"):
        path = shutil.which(tool, path=environment.get("PATH"))
        unused = "" if tool in working else ", but it does not reach your clipboard from here"
        yield Finding("clipboard", tool, f"{path}{unused}" if path else "not found")
    if not working:
        advice = "Install wl-clipboard (Wayland), xclip or xsel (X11), or use a terminal that supports OSC 52."
        yield Finding("clipboard", "any way", "copying may not work", "warn", advice)


def terminal_size() -> tuple[int, int] | None:
    """Return columns and rows of the terminal, even if output is redirected; None if there is no terminal."""
    for descriptor in (1, 2, 0):
        try:
            size = os.get_terminal_size(descriptor)
        except OSError:
            continue
        return size.columns, size.lines
    return None


def tmux_clipboard() -> str:
    """Return tmux's option set-clipboard, or nothing if tmux does not answer."""
    command = ["tmux", "show-options", "-sv", "set-clipboard"]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=2, check=False).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


def _version(package: str) -> Finding:
    try:
        return Finding("versions", package, metadata.version(package))
    except metadata.PackageNotFoundError:
        advice = "Reinstall sisdex: pipx install --force ."
        return Finding("versions", package, "not installed", "bad", advice)
