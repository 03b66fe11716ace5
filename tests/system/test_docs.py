"""What the README and the pages of docs/ show is so: commands run and print what is shown, links lead somewhere.

Blocks are `console` (`$ command`, and what it prints on the terminal), `sh` (commands, whose output is not shown),
`sh app` (commands that open the app), `python`, and `toml` (settings). All of a page run in order, in one folder laid
out like this one, with a home of its own. In output, `...` stands for anything, on a line of its own for any lines; an
id such as 3f2a91c0 stands for the one that was given, here and in the commands after it; a day stands for any day.
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
    """A command, and what it prints; empty where that is not shown."""

    command: str
    shown: str = ""


def page_id(page: Path) -> str:
    return str(page.relative_to(ROOT))


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path) -> Iterator[Block]:
    """List the blocks, without those of the quick start, which installs and is run by CI as it stands."""
    text = text_of(page)
    start = text.find("\n## Quick start\n")
    end = text.find("\n## ", start + 1) if start >= 0 else start
    for found in _BLOCK.finditer(text):
        if not start < found.start() < end:
            yield Block(found[1], found[2], text.count("\n", 0, found.start()) + 1)


def steps(block: Block) -> Iterator[Step]:
    if block.kind == "python":
        yield Step(f"python3 - <<'END'\n{block.text}END")
    elif block.kind == "toml":
        yield Step(f"cat > settings.toml <<'END'\n{block.text}END\nsisdex --config settings.toml config show")
    elif block.kind == "console":
        for found in _COMMAND_AND_OUTPUT.finditer(block.text):
            yield Step(found[1], found[2])
    else:
        for command in re.findall(r"(?:.*\\\n)*.+\n", block.text):
            yield Step(command)


def pattern(shown: str, ids: dict[str, str]) -> str:
    """Return what the output has to match; groups are named after the ids that are shown for the first time."""
    new: set[str] = set()

    def varying(found: re.Match[str]) -> str:
        if found["any"]:
            return ".*"
        if found["day"]:
            return r"20\d\d-\d\d-\d\d"
        told = found[0]
        if told in ids or told in new:
            return ids.get(told, f"(?P=id_{told})")
        new.add(told)
        return f"(?P<id_{told}>[0-9a-f]{{8}})"

    lines = []
    for line in shown.splitlines():
        place, parts = 0, []
        for found in _VARIES.finditer(line):
            parts += [re.escape(line[place : found.start()]), varying(found)]
            place = found.end()
        lines.append(r"(?:.*\n)*" if line == "..." else "".join([*parts, re.escape(line[place:])]) + r"\n")
    return "".join(lines)


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as a newcomer would in this folder; what it prints and says comes as one text."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SISDEX_", "XDG_"))}
    path = f"{folder.parent / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=kept | {"HOME": str(folder.parent / "home"), "PATH": path, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder laid out like a checkout, where the pages' commands find what they name."""
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
def test_what_is_shown_happens(page: Path, folder: Path) -> None:
    ids: dict[str, str] = {}

    def given(found: re.Match[str]) -> str:
        return ids.get(found[0], found[0])

    for block in blocks(page):
        assert block.kind in KINDS, f"{page_id(page)}:{block.line}: a block of no kind that is known"
        for step in steps(block):
            done = run(_ID.sub(given, step.command), folder)
            said = f"{page_id(page)}:{block.line}: {step.command}\n{done.stdout}"
            if block.kind == "sh app":
                assert NO_TERMINAL in done.stdout, said
                continue
            assert done.returncode == 0, said
            if block.kind == "toml":
                assert "sisdex: " not in done.stdout, said  # which begins each warning
            if step.shown:
                match = re.fullmatch(pattern(step.shown, ids), done.stdout)
                assert match is not None, f"{said}\nshown is:\n{step.shown}"
                ids |= {name.removeprefix("id_"): there for name, there in match.groupdict().items()}


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


def test_each_page_and_picture_is_reached() -> None:
    reached = {(page.parent / target).resolve() for page in PAGES for target, _ in _LINK.findall(text_of(page))}
    there = {*PAGES[1:], *(ROOT / "docs" / "pictures").iterdir()}
    assert there - reached == set()


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


def test_every_command_option_and_setting_is_told_of() -> None:
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
    assert {each for each in (*options, *settings) if each not in pages} == set()
    assert {each for each in commands if each not in text_of(ROOT / "docs" / "command-line.md")} == set()
