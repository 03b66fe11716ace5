"""The README and the pages of docs/ are right: commands print the output shown, and links lead somewhere.

Blocks are `console` (`$ command` followed by its output), `sh` (commands without output), `sh app` (commands that open
the app), `python`, and `toml` (settings). The blocks of a page run in order, in one folder laid out like this checkout,
with a separate home folder. In output, `...` matches anything, and on a line by itself any number of lines; an id such
as 3f2a91c0 matches the actual id, and is replaced by it in later commands; a date matches any date.
"""

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from store.preferences.settings import SETTINGS
from tui.cli.main import cli
from tui.commands.key_names import pretty
from tui.commands.registry import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
KINDS = ("console", "sh", "sh app", "python", "toml")
NO_TERMINAL = "The app needs a terminal."

_BLOCK = re.compile(r"^```([a-z ]+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_COMMAND_AND_OUTPUT = re.compile(r"^\$ ((?:.*\\\n)*.*\n)((?:(?!\$ ).*\n)*)", re.MULTILINE)
_ID = re.compile(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8}\b")
_VARIES = re.compile(rf"(?P<any>\.\.\.)|(?P<day>\b20\d\d-\d\d-\d\d\b)|(?P<id>{_ID.pattern})")
_LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)")
_KEY = re.compile(
    r"[A-Za-z/?\[\]]|F\d+|(?:Ctrl|Shift|Alt)\+\w+|Esc|Enter|Tab|Space|Backspace|Home|End|PgUp|PgDn|Up|Down"
)


class Block(NamedTuple):
    """A fenced block of a page."""

    kind: str
    text: str
    line: int


class Step(NamedTuple):
    """A command and the output that the page shows, which may be empty."""

    command: str
    shown: str = ""


def page_id(page: Path) -> str:
    return str(page.relative_to(ROOT))


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path) -> Iterator[Block]:
    """List the blocks, except those of the quick start, which installs the program and is run by CI."""
    text = text_of(page)
    start = text.find("\n## Quick start\n")
    end = text.find("\n## ", start + 1) if start >= 0 else start
    for match in _BLOCK.finditer(text):
        if not start < match.start() < end:
            yield Block(match[1], match[2], text.count("\n", 0, match.start()) + 1)


def steps(block: Block) -> Iterator[Step]:
    if block.kind == "python":
        yield Step(f"python3 - <<'END'\n{block.text}END")
    elif block.kind == "toml":
        yield Step(f"cat > settings.toml <<'END'\n{block.text}END\nsisdex --config settings.toml config show")
    elif block.kind == "console":
        for match in _COMMAND_AND_OUTPUT.finditer(block.text):
            yield Step(match[1], match[2])
    else:
        for command in re.findall(r"(?:.*\\\n)*.+\n", block.text):
            yield Step(command)


def pattern(shown: str, ids: dict[str, str]) -> str:
    """Return a pattern for the output, with a group for each id that is shown for the first time."""
    new: set[str] = set()

    def varying(match: re.Match[str]) -> str:
        if match["any"]:
            return ".*"
        if match["day"]:
            return r"20\d\d-\d\d-\d\d"
        shown_id = match[0]
        if shown_id in ids or shown_id in new:
            return ids.get(shown_id, f"(?P=id_{shown_id})")
        new.add(shown_id)
        return f"(?P<id_{shown_id}>[0-9a-f]{{8}})"

    lines = []
    for line in shown.splitlines():
        place, parts = 0, []
        for match in _VARIES.finditer(line):
            parts += [re.escape(line[place : match.start()]), varying(match)]
            place = match.end()
        lines.append(r"(?:.*\n)*" if line == "..." else "".join([*parts, re.escape(line[place:])]) + r"\n")
    return "".join(lines)


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in this folder as a newcomer would, with its output and errors as one text."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("SISDEX_", "XDG_"))}
    path = f"{folder.parent / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=inherited | {"HOME": str(folder.parent / "home"), "PATH": path, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder laid out like a checkout, with everything that the pages' commands need."""
    checkout = tmp_path / "sisdex"
    shutil.copytree(ROOT / "docs" / "examples", checkout / "docs" / "examples")
    (checkout / "assets").symlink_to(ROOT / "assets")
    program = tmp_path / "bin" / "sisdex"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c 'from tui.cli.main import run; run()' \"$@\"\n")
    program.chmod(stat.S_IRWXU)
    (tmp_path / "home").mkdir()
    return checkout


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_commands_print_what_is_shown(page: Path, folder: Path) -> None:
    ids: dict[str, str] = {}

    def actual_id(match: re.Match[str]) -> str:
        return ids.get(match[0], match[0])

    for block in blocks(page):
        assert block.kind in KINDS, f"{page_id(page)}:{block.line}: unknown kind of block"
        for step in steps(block):
            done = run(_ID.sub(actual_id, step.command), folder)
            context = f"{page_id(page)}:{block.line}: {step.command}\n{done.stdout}"
            if block.kind == "sh app":
                assert NO_TERMINAL in done.stdout, context
                continue
            assert done.returncode == 0, context
            if block.kind == "toml":
                assert "sisdex: " not in done.stdout, context  # the start of each warning
            if step.shown:
                match = re.fullmatch(pattern(step.shown, ids), done.stdout)
                assert match is not None, f"{context}\nthe page shows:\n{step.shown}"
                ids |= {name.removeprefix("id_"): value for name, value in match.groupdict().items()}


def slugs(text: str) -> set[str]:
    """Return the anchors of a page's headings."""
    titles = re.findall(r"^#+ (.+)$", _BLOCK.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    for target, anchor in _LINK.findall(_BLOCK.sub("", text_of(page))):
        if target.startswith("https://"):
            continue
        place = page.parent / target if target else page
        assert place.exists(), target
        assert not anchor or anchor in slugs(text_of(place)), f"{target}#{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_keys_are_the_registrys(page: Path) -> None:
    known = {pretty(key) for command in COMMANDS for key in command.all_keys}
    spans = re.findall(r"`([^`\n]+)`", _BLOCK.sub("", text_of(page)))
    assert {span for span in spans if _KEY.fullmatch(span)} - known == set()


def test_every_page_and_picture_is_linked() -> None:
    reached = {(page.parent / target).resolve() for page in PAGES for target, _ in _LINK.findall(text_of(page))}
    existing = {*PAGES[1:], *(ROOT / "docs" / "pictures").iterdir()}
    assert existing - reached == set()


def test_pictures_are_small() -> None:
    sizes = {picture.name: picture.stat().st_size for picture in (ROOT / "docs" / "pictures").iterdir()}
    assert {name: size for name, size in sizes.items() if size >= 150_000} == {}


def commands_of(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            inner = command.get_command(click.Context(command), name)
            assert inner is not None
            yield from commands_of(inner, f"{path} {name}")
    else:
        yield path, command


def test_every_command_option_and_setting_is_documented() -> None:
    pages = "\n".join(map(text_of, PAGES[1:]))
    commands = dict(commands_of(cli, "sisdex"))
    options = {
        option
        for command in (cli, *commands.values())
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--")
    }
    settings = {setting.name.rpartition(".")[2] for setting in SETTINGS}
    assert {name for name in (*options, *settings) if name not in pages} == set()
    assert {name for name in commands if name not in text_of(ROOT / "docs" / "command-line.md")} == set()
