"""No screen and no command sends control sequences from a text to the terminal."""

import json
import re
from collections.abc import Iterator
from itertools import groupby, repeat
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from store.catalog import opening
from store.core.models import Entry
from store.core.text import clean
from store.notebook.missing_entries import stand_in
from tests.system.hostile import ENTRY, ESCAPES, GONE, NOW, leaks, write_notebook
from tests.system.terminal import Terminal
from tests.system.ways import WAYS, Way, as_sent
from tui.cli.main import cli

SHIPPED = opening.load(opening.shipped_path())
ALL = "".join(f"({name}: {text})" for name, text in ESCAPES.items())
ARGUMENT = ALL.replace("\x00", "")
"""`ALL` without the character that no command line can contain."""

UNCLEANED = """
import store.core.text
store.core.text.clean = store.core.text.clean_all = lambda value: value
"""


def entry(entry_id: str) -> Entry:
    return SHIPPED.entry(entry_id) or stand_in(entry_id, "An entry that is gone")


def write_desk(home: Path) -> None:
    write_notebook(home / "notebook.json", entry(ENTRY), entry(GONE), repeat(ALL))


def visit(home: Path, ways: list[Way]) -> bytes:
    """Visit every screen in one run of the program; return everything it wrote."""
    with Terminal("--show", ways[0].entry, home=home, size=ways[0].size, now=NOW) as terminal:
        terminal.wait_for("Later")
        terminal.press(as_sent("l"))
        for way in ways:
            for key in way.keys:
                terminal.press(as_sent(key))
            terminal.wait_to_see(way.text)
            for key in way.back:
                terminal.press(as_sent(key))
        return terminal.raw


@pytest.mark.parametrize(
    "ways", [[*ways] for _, ways in groupby(WAYS, lambda way: (way.entry, way.size))], ids=lambda ways: ways[0].name
)
def test_no_screen_obeys_a_text_of_the_notebook(tmp_path: Path, ways: list[Way]) -> None:
    write_desk(tmp_path)
    raw = visit(tmp_path, ways)
    assert leaks(raw) == []
    assert "␛]52;c;UFdORUQ=" in raw.decode()


def test_the_probe_notices_text_that_is_not_cleaned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sitecustomize.py").write_text(UNCLEANED)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    write_desk(tmp_path)
    with Terminal("--show", ENTRY, home=tmp_path) as terminal:
        terminal.wait_for("]52;c;")
        terminal.wait_for_quiet()
        leaked = leaks(terminal.raw)
    assert len(leaked) > 10
    assert "clipboard, ended by ST" in leaked


FIELDS = {
    # where to paste, and the keys to get there from the search box
    "search box": (),
    "note": ("f3",),
    "tags": ("f3", "tab"),
    "ticket": ("f4",),
    "case": ("f4", "tab", "tab", "tab", "tab"),
    "words of cases": ("f6", "/"),
    "palette": ("ctrl+o",),
    "help": ("f1",),
}


@pytest.mark.parametrize("place", FIELDS)
def test_no_field_obeys_a_paste(tmp_path: Path, place: str) -> None:
    with Terminal(home=tmp_path) as terminal:
        terminal.wait_for("Invalid Assignment ID")
        for key in FIELDS[place]:
            terminal.press(as_sent(key))
        terminal.send(f"\x1b[200~{ALL}\x1b[201~")
        terminal.wait_for("]52;c;")
        if place in ("note", "case"):
            terminal.send(as_sent("ctrl+s"))
            terminal.wait_for("Note saved." if place == "note" else "Case logged.")
            [record] = json.loads((tmp_path / "notebook.json").read_text())[f"{place}s"].values()
            assert record["text"] == clean(ALL)
        assert leaks(terminal.raw) == []
        assert terminal.process.poll() is None


def test_keys_that_are_not_text_are_not_shown(tmp_path: Path) -> None:
    with Terminal(home=tmp_path) as terminal:
        terminal.wait_for("Invalid Assignment ID")
        for keys in ("\u202e\u009b2J\u200b\x00", "\x1b[8238;;8238u\x1b[155;;155u", "\x1b[99999999;;99999999u"):
            terminal.send(keys)
        terminal.send(b"\xe9\xff\xc3(\x9b2J")
        terminal.send("due")
        terminal.wait_for("Invalid Due Date")
        assert leaks(terminal.raw) == []


def test_no_text_of_another_editor_is_obeyed(tmp_path: Path) -> None:
    (tmp_path / "text").write_text(ALL)
    editor = tmp_path / "editor"
    editor.write_text(f"#!/bin/sh\ncp {tmp_path}/text $1\n")
    editor.chmod(0o700)
    with Terminal(home=tmp_path, variables={"VISUAL": str(editor)}) as terminal:
        terminal.wait_for("Invalid Assignment ID")
        terminal.press(as_sent("f3"))
        terminal.send(as_sent("ctrl+g"))
        terminal.wait_for("]52;c;")
        assert set(leaks(terminal.raw)) <= {"normal screen", "no paste brackets"}  # which starting another editor needs


def test_no_file_name_or_setting_is_obeyed(tmp_path: Path) -> None:
    text = json.dumps(ALL, ensure_ascii=True)[1:-1].replace("\\udb40\\udc41\\udb40\\udc42", "")
    (tmp_path / "config.toml").write_text(f'home = ["{text}"]\n"{text}" = 1\n[contacts]\nsis_admin = "{text}"\n')
    (tmp_path / "catalog.json").write_text('{"meta": {"1": {"' + text + '": 1')
    name = tmp_path / "\x1b]52;c;UFdORUQ=\x1b\\\u202e\x9b2J" / "notebook.json"
    for environment in ({}, {"SISDEX_NOTEBOOK": str(name)}, {"SISDEX_CONFIG": str(name.with_name("config.toml"))}):
        name.parent.mkdir(exist_ok=True)
        name.with_name("config.toml").write_text("?")
        with Terminal("--find", ARGUMENT, home=tmp_path, variables=environment) as terminal:
            terminal.wait_for("]52;c;")
            terminal.send("\x1bOQ")  # F2
            terminal.wait_for_quiet()
            assert leaks(terminal.raw) == []
        name.write_text("{")


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """List each command with the words that run it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def lines_with_hostile_words(path: tuple[str, ...], command: click.Command) -> Iterator[list[str]]:
    """List command lines with the hostile text in each place that takes a text."""
    arguments = [parameter for parameter in command.params if isinstance(parameter, click.Argument)]
    yield [*path, *[ARGUMENT] * len(arguments)]
    yield [*path, *[ENTRY] * len(arguments)]
    yield [*path, *[ENTRY, ARGUMENT][: len(arguments)]]
    yield [*path, "-"]
    yield [*path, f"--{ARGUMENT}"]
    yield [*path, *[ARGUMENT] * (len(arguments) + 3)]
    for option in command.params:
        if isinstance(option, click.Option) and option.name not in ("help", "yes"):
            value = [] if option.is_flag else [ARGUMENT]
            yield [*path, option.opts[0], *value, *[ENTRY] * len(arguments)]


@pytest.mark.parametrize("path, command", [pytest.param(*item, id=" ".join(item[0])) for item in commands(cli)])
def test_no_command_prints_text_that_is_obeyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: tuple[str, ...], command: click.Command
) -> None:
    write_desk(tmp_path / "desk")
    (tmp_path / "desk" / "config.toml").write_text(json.dumps(ALL).replace('"', "'"))
    monkeypatch.chdir(tmp_path)
    printed = b""
    for line in lines_with_hostile_words(path, command):
        result = CliRunner().invoke(cli, line, input=ALL if "-" in line else None, color=True)
        assert result.exit_code in (0, 1, 2, 3, 4), result.output
        assert not isinstance(result.exception, Exception) or isinstance(result.exception, SystemExit)
        printed += result.stdout_bytes + result.stderr_bytes
    assert leaks(printed) == []


def test_no_text_of_a_bundle_is_obeyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs, mine = tmp_path / "theirs", tmp_path / "mine"
    write_notebook(theirs / "notebook.json", entry(ENTRY), entry(GONE), repeat("Qtext"))

    def run(home: Path, *arguments: str) -> bytes:
        result = CliRunner().invoke(cli, [*arguments, "--notebook", str(home / "notebook.json")], color=True)
        assert result.exit_code == 0, result.output
        return result.stdout_bytes + result.stderr_bytes

    bundle = tmp_path / "desk.json"
    run(theirs, "export", str(bundle))
    text, hostile = bundle.read_text(), json.dumps(ALL)[1:-1]
    bundle.write_text(text.replace("Qtext", hostile))  # in names too, which is refused
    refused = CliRunner().invoke(cli, ["import", str(bundle)], color=True)
    assert refused.exit_code == 3
    bundle.write_text(re.sub(r'Qtext(?!"\s*:)', lambda _: hostile, text))
    printed = refused.stdout_bytes + refused.stderr_bytes
    printed += b"".join(run(mine, "import", *options, str(bundle)) for options in (("--dry-run",), ("--json",), ()))
    printed += run(mine, "note", "list") + run(mine, "case", "list", "--json") + run(mine, "show", ENTRY)
    printed += b"".join(run(mine, "export", "-", "--format", kind) for kind in ("json", "markdown", "csv"))
    assert leaks(printed) == []
    assert "␛]52;c;UFdORUQ=" in printed.decode()
