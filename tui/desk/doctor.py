"""What can keep sisdex from working well here: each finding with a verdict and what to do."""

import os
import platform
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
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

Verdict = Literal["ok", "look", "bad"]

LIBRARIES = ("textual", "tinydb", "rapidfuzz", "msgspec", "platformdirs", "click", "filelock")
LITTLE_ROOM = 100_000_000
"""Bytes on a disk, below which saves may soon fail."""


class Finding(Struct, frozen=True):
    """Something that was looked at."""

    area: str
    name: str
    value: str
    verdict: Verdict = "ok"
    advice: str = ""
    """What to do; empty where all is well."""


def versions(catalog: Path) -> Iterator[Finding]:
    """Look at what is installed."""
    yield _version("sisdex")
    yield Finding("versions", "python", f"{platform.python_version()} on {platform.system()} {platform.release()}")
    for library in LIBRARIES:
        yield _version(library)
    try:
        known = opening.load(catalog)
    except BadInput as error:
        advice = "sisdex catalog check lists all faults; sisdex catalog reset goes back to the shipped one."
        yield Finding("versions", "catalog", str(error), "bad", advice)
    else:
        older = opening.is_older(known.edition.edition, opening.SHIPPED_EDITION)
        advice = f"sisdex came with {opening.SHIPPED_EDITION}: sisdex catalog reset goes to it." if older else ""
        value = f"edition {known.edition.edition}, {len(known.entries)} entries"
        yield Finding("versions", "catalog", value, "look" if older else "ok", advice)


def settings(config: Path, loaded: Loaded, unknown: list[str]) -> Iterator[Finding]:
    """Look at the settings; `unknown` says which home vendors there are not."""
    there = config.is_file()
    yield Finding("paths", "settings", str(config) if there else f"{config} (not there: the defaults are used)")
    for warning in (*loaded.warnings, *unknown):
        yield Finding("paths", "settings", warning, "look", "sisdex config show tells what holds.")


def places(catalog: Path, notebook: Path) -> Iterator[Finding]:
    """Look at where the files are, whether they can be written, and who can read them."""
    yield Finding("paths", "catalog", str(catalog))
    yield Finding("paths", "notebook", str(notebook) if notebook.exists() else f"{notebook} (begun by the first save)")
    folder = next(each for each in (notebook.resolve().parent, *notebook.resolve().parents) if each.exists())
    if not os.access(folder, os.W_OK | os.X_OK):
        advice = "Make it yours to write, or name another place with --notebook."
        yield Finding("permissions", "folder", f"{folder} cannot be written", "bad", advice)
    else:
        yield Finding("permissions", "folder", f"{folder} can be written")
    room = shutil.disk_usage(folder).free
    little = room < LITTLE_ROOM
    told = f"{room / 1e6:,.0f} MB free"
    yield Finding(
        "permissions", "disk", told, "look" if little else "ok", "Make room: saves may fail." if little else ""
    )
    if os.name == "nt":  # there is no mode to look at there
        return
    own = [notebook, *notebook.parent.glob(f"{notebook.name}.*")]
    inside = [each for path in own if path.is_dir() for each in path.rglob("*")]
    wide = [path for path in (*own, *inside) if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]
    if wide:
        advice = "They may hold student data: chmod go= on each."
        yield Finding("permissions", "private", f"others may read {', '.join(map(str, wide))}", "look", advice)
    else:
        yield Finding("permissions", "private", "the notebook and its copies are yours alone")


def store(notebook: Path) -> Iterator[Finding]:
    """Read the notebook and every copy of it."""
    path = notebook.resolve()
    there = backups.newest_first(path)
    good = [copy for copy in there if not integrity.damage(copy)]
    if path.exists() or there:
        try:
            held = integrity.contents(path)
        except BadInput as error:
            restore = f"sisdex doctor --restore {good[0].name} uses the newest good copy." if good else ""
            advice = restore or "No copy is good: move it away to begin anew, or repair it."
            yield Finding("store", path.name, str(error), "bad", advice)
        else:
            counts = ", ".join(counted(held.get(table, 0), table[:-1]) for table in ("bookmarks", "notes", "cases"))
            yield Finding("store", path.name, f"whole: {counts}")
    else:
        yield Finding("store", path.name, "nothing saved yet")
    for copy in there:
        wrong = integrity.damage(copy)
        saved = f"{datetime.fromtimestamp(copy.stat().st_mtime, UTC):%Y-%m-%d %H:%M} UTC"
        advice = "It can be removed: the next save makes others." if wrong else ""
        yield Finding("store", copy.name, wrong or f"whole, saved {saved}", "look" if wrong else "ok", advice)
    for aside in backups.damaged(path):
        advice = "Once you miss nothing in the notebook, it can be removed."
        yield Finding("store", aside.name, "set aside as damaged", "look", advice)
    for draft in sorted(drafts.folder(path).glob("*.json")):
        yield _draft(draft, drafts.DraftFile(path, draft).read())


def _draft(path: Path, draft: Draft | RecoveredText | None) -> Finding:
    """Report on a draft; it may be all there is of a text, so nothing here advises to remove it."""
    offered = "The app offers it when no other terminal has it open."
    match draft:
        case NoteDraft() | CaseDraft() | CustomCodeDraft():
            kind = {NoteDraft: "note", CaseDraft: "case", CustomCodeDraft: "custom code"}[type(draft)]
            return Finding("store", path.name, f"a draft of a {kind} on {draft.title}", "look", offered)
        case None:
            advice = "It may have unsaved text. Make sure that you can read the file."
            return Finding("store", path.name, "a draft that cannot be opened", "look", advice)
        case RecoveredText(text=""):
            return Finding("store", path.name, "a draft without text; the app leaves it alone")
        case RecoveredText(newer=True):
            advice = "Install that version to open it as it was; this one offers its text as a new note."
            return Finding("store", path.name, "a draft written by a newer sisdex", "look", advice)
    advice = "The app offers its text as a new note when no other terminal has it open."
    return Finding("store", path.name, "a draft that cannot be read as it was", "look", advice)


def terminal(environment: Mapping[str, str], size: tuple[int, int] | None, encoding: str) -> Iterator[Finding]:
    """Look at the terminal.

    Args:
        environment: Its variables.
        size: Columns and rows, or None where there is no terminal.
        encoding: Of standard output.
    """
    term = environment.get("TERM", "")
    if term in ("", "dumb"):
        yield Finding(
            "terminal", "TERM", term or "not set", "look", "The app needs a terminal; use sisdex search here."
        )
    else:
        yield Finding("terminal", "TERM", term)
    yield _colours(environment, term)
    if size is None:
        yield Finding("terminal", "size", "none", "look", "This is no terminal; use sisdex search and show here.")
    else:
        told, small = f"{size[0]} columns, {size[1]} rows", size[0] < 80 or size[1] < 24
        advice = "The app is at its best from 120 by 36, and needs 40 by 10." if small else ""
        yield Finding(
            "terminal", "size", told, "bad" if size[0] < 40 or size[1] < 10 else "look" if small else "ok", advice
        )
    good = encoding.lower().replace("-", "") == "utf8"
    advice = "" if good else "Set LC_ALL to a UTF-8 locale, such as C.UTF-8: stars and quotes show wrong."
    yield Finding("terminal", "encoding", encoding, "ok" if good else "look", advice)
    inside = [
        name
        for variable, name in (("TMUX", "tmux"), ("STY", "screen"), ("ZELLIJ", "zellij"))
        if environment.get(variable)
    ]
    yield Finding("terminal", "multiplexer", " in ".join(inside) or "none")


def copying(environment: Mapping[str, str], tmux_lets: str) -> Iterator[Finding]:
    """Look at the ways to the clipboard.

    Args:
        environment: Its variables.
        tmux_lets: What tmux says of its set-clipboard; empty outside of it.
    """
    ways = clipboard.tools(environment)
    if environment.get("TMUX"):
        advice = "In tmux.conf: set -s set-clipboard external" if tmux_lets == "off" else ""
        value = f"set-clipboard {tmux_lets or 'unknown'}"
        yield Finding("clipboard", "tmux", value, "look" if advice else "ok", advice)
    if clipboard.takes_osc52(environment):
        yield Finding("clipboard", "OSC 52", "this terminal is known to have it")
        ways.append("OSC 52")
    else:
        yield Finding("clipboard", "OSC 52", "not known of this terminal")
    for tool in ("wl-copy", "xclip", "xsel", "pbcopy", "clip.exe"):
        found = shutil.which(tool, path=environment.get("PATH"))
        idle = "" if tool in ways else ", which does not reach your clipboard from here"
        yield Finding("clipboard", tool, f"{found}{idle}" if found else "not found")
    if not ways:
        advice = "Install wl-clipboard (Wayland), xclip or xsel (X11), or use a terminal with OSC 52."
        yield Finding("clipboard", "any way", "none is sure to work", "look", advice)


def examine(catalog: Path, config: Path, notebook: Path, loaded: Loaded, unknown: list[str]) -> list[Finding]:
    """Look at everything here; as the functions above."""
    encoding = getattr(sys.stdout, "encoding", None) or "unknown"
    return [
        *versions(catalog),
        *settings(config, loaded, unknown),
        *places(catalog, notebook),
        *store(notebook),
        *terminal(os.environ, terminal_size(), encoding),
        *copying(os.environ, tmux_clipboard() if os.environ.get("TMUX") else ""),
    ]


def terminal_size() -> tuple[int, int] | None:
    """Return columns and rows of the terminal, wherever output goes; None where there is none."""
    for descriptor in (1, 2, 0):
        try:
            size = os.get_terminal_size(descriptor)
        except OSError:
            continue
        return size.columns, size.lines
    return None


def tmux_clipboard() -> str:
    """Ask tmux whether it passes the clipboard on."""
    command = ["tmux", "show-options", "-sv", "set-clipboard"]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=2, check=False).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


def _version(package: str) -> Finding:
    try:
        return Finding("versions", package, metadata.version(package))
    except metadata.PackageNotFoundError:
        return Finding("versions", package, "not installed", "bad", "Install sisdex anew: pipx install --force .")


def _colours(environment: Mapping[str, str], term: str) -> Finding:
    if environment.get("NO_COLOR"):
        return Finding("terminal", "colours", "none, for NO_COLOR is set")
    if environment.get("COLORTERM") in ("truecolor", "24bit"):
        return Finding("terminal", "colours", "16 million")
    if "256color" in term:
        return Finding("terminal", "colours", "256")
    return Finding("terminal", "colours", "16 or unknown", "look", "Set COLORTERM=truecolor if the terminal has them.")
