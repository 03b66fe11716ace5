"""Settings and keys on the command line, and what all commands share: examples, colors, closed pipes."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.cli.test_cli import SHIPPED, sisdex
from tui.cli.main import cli
from tui.commands.key_names import pretty
from tui.commands.registry import COMMANDS
from tui.commands.taken_keys import TAKERS

PROGRAM = [sys.executable, "-c", "from tui.cli.main import run; run()"]


def config(text: str) -> Path:
    path = Path(os.environ["SISDEX_CONFIG"])
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


# --- config -----------------------------------------------------------------------------------------------------------


def test_show_says_where_each_value_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    path = config('theme = "nord"\n[contacts]\nsis_admin = "Jane"\n[keys]\nentry.note = "f12"\n')
    monkeypatch.setenv("SISDEX_HOME", "sky")
    result = sisdex("config", "show")
    rows = [re.split(r"  +", line) for line in result.stdout.splitlines()]
    assert (result.exit_code, result.stderr) == (0, "")
    assert ["home", '["sky"]', "SISDEX_HOME"] in rows
    assert ["theme", '"nord"', f"{path}, line 1"] in rows
    assert ["contacts.sis_admin", '"Jane"', f"{path}, line 3"] in rows
    assert ["keys.entry.note", '"f12"', f"{path}, line 5"] in rows
    assert ["replies.admin", '""', "default"] in rows
    shown = {setting.pop("key"): setting for setting in json.loads(sisdex("config", "show", "--json").stdout)}
    assert shown["home"] == {"value": ["sky"], "source": "environment", "variable": "SISDEX_HOME"}
    assert shown["theme"] == {"value": "nord", "source": "file", "file": str(path), "line": 1}
    assert shown["replies.admin"] == {"value": "", "source": "default"}


def test_show_reports_ignored_settings_with_their_lines() -> None:
    path = config('home = ["skywrd"]\nthem = "nord"\n')
    result = sisdex("config", "show")
    assert result.exit_code == 0
    assert f"{path}, line 1: home: unknown vendor 'skywrd'; ignored." in result.stderr
    assert f"{path}, line 2: the key them is unknown and was ignored. Did you mean theme?" in result.stderr


def test_init_writes_a_file_once() -> None:
    path = Path(sisdex("config", "path").stdout.strip())
    assert not path.exists()
    assert "sisdex config init" in sisdex("config", "show").stderr
    assert sisdex("config", "init").stdout == f"{path}\n"
    text = path.read_text()
    again = sisdex("config", "init")
    assert (again.exit_code, again.stdout) == (4, "")
    assert again.stderr == f"sisdex: {path} already exists and was left as it is.\n"
    assert path.read_text() == text


# --- keys -------------------------------------------------------------------------------------------------------------


def test_keys_lists_every_command_and_what_takes_its_keys() -> None:
    listed = {command["id"]: command for command in json.loads(sisdex("keys", "--json").stdout)}
    assert list(listed) == [command.id for command in COMMANDS]
    assert listed["app.help"]["keys"] == ["F1", "?"]
    assert "VS Code's terminal" in {taker["by"] for taker in listed["app.help"]["elsewhere"]}
    assert listed["search.next"]["elsewhere"] == []
    text = sisdex("keys")
    assert {line.split()[0] for line in text.stdout.splitlines()} == set(listed)
    assert all(taker.way_out in text.stderr for taker in TAKERS)


def test_keys_shows_keys_of_the_settings() -> None:
    config('[keys]\n"entry.bookmark" = "Ctrl+B, *"\n')
    listed = {command["id"]: command for command in json.loads(sisdex("keys", "--json").stdout)}
    assert (listed["entry.bookmark"]["keys"], listed["entry.bookmark"]["set"]) == (["Ctrl+B", "*"], True)
    assert listed["entry.bookmark"]["elsewhere"][0]["by"] == "tmux"
    assert not listed["entry.note"]["set"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'entry.bookmrk = "f12"',
            "line 2: unknown command entry.bookmrk; ignored. Did you mean entry.bookmark?",
        ),
        ('entry.bookmark = "hyper+x"', "line 2: keys.entry.bookmark: 'hyper+x' is not a key"),
        ('entry.bookmark = ""', "'' is not a key"),
        ('entry.bookmark = "n"', "line 2: keys.entry.bookmark: n is already used by entry.note; ignored."),
        (
            'entry.bookmark = "f12"\nentry.note = "f12"',
            "line 3: keys.entry.note: F12 is already used by entry.bookmark;",
        ),
        ('entry.bookmark = "down"', "Down is already used by search.next"),
        ('list.down = "space"', "Space is already used by detail.page_down"),
        ('search.next = "x"', "letters are typed as text there"),
        ('results.pick = "x"', "its keys are the numbers"),
    ],
)
def test_keys_that_cannot_be_used_are_reported(text: str, expected: str) -> None:
    config(f"[keys]\n{text}\n")
    result = sisdex("keys", "--json")
    assert expected in result.stderr
    assert len(result.stderr.splitlines()) == 1
    wrong = "entry.note" if "f12" in text and "bookmrk" not in text else text.partition(" ")[0]
    assert not [command for command in json.loads(result.stdout) if command["id"] == wrong and command["set"]]


@pytest.mark.parametrize(
    "text",
    ['entry.bookmark = "f3,n"\nentry.note = "f2,b"', 'editor.save = "f2"', 'cases.open = "b"'],
)
def test_keys_that_are_swapped_or_in_another_place_do_not_clash(text: str) -> None:
    config(f"[keys]\n{text}\n")
    assert sisdex("config", "show").stderr == ""


def test_the_registry_has_no_clash_and_writes_its_keys_as_people_do() -> None:
    config("[keys]\nentry.note = 'f3,n'\n")
    assert sisdex("keys").stderr.count("already used by") == 0
    for command in COMMANDS:
        written = " ".join(map(pretty, command.all_keys))
        assert written.startswith(command.keys_shown) or command.keys_shown == f"{written[0]} … {written[-1]}"


# --- every command ----------------------------------------------------------------------------------------------------


def commands(
    group: click.Group, ctx: click.Context, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, ctx, (*path, name))


EVERY = dict(commands(cli, click.Context(cli, info_name="sisdex")))


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_help_teaches_by_examples_that_can_be_typed(path: tuple[str, ...]) -> None:
    shown = sisdex(*path, "--help")
    assert shown.exit_code == 0
    assert "Example" in shown.stdout
    lines = re.findall(r"sisdex [^|<>·\n)]*", EVERY[path].epilog or "")
    assert lines
    for line in lines:
        words = shlex.split(re.sub(r"  .*", "", line))[1:]
        try:
            cli.make_context("sisdex", list(words))
            command, rest = EVERY[path], words[len(path) :]
            if words[: len(path)] == list(path):
                command.make_context(path[-1], rest)
        except click.exceptions.Exit:
            pass


def test_every_listing_can_print_data() -> None:
    listing = [
        path
        for path, command in EVERY.items()
        if path[-1] in ("list", "search", "show", "triage", "keys", "doctor", "check", "undo")
    ]
    assert len(listing) >= 10
    for path in listing:
        assert "--json" in sisdex(*path, "--help").stdout, path


def test_show_prints_markdown_without_notes_and_contacts() -> None:
    config('[contacts]\nteacher = "SECRET"\n')
    sisdex("note", "add", "skyward/invalid-request", "SECRET")
    for entry in SHIPPED.entries:
        text = sisdex("show", entry.id, "--markdown").stdout
        assert text.startswith("# ")
        assert "SECRET" not in text
        plain = text.replace("\\", "")
        for message in entry.messages:
            assert f"    {message.text}" in text
            assert all(f"{n}. {step}" in plain for cause in message.causes for n, step in enumerate(cause.fix, 1))
            assert all(f"(<{source.url}>)" in text for cause in message.causes for source in cause.sources)
    assert sisdex("show", SHIPPED.entries[0].id, "--markdown", "--json").exit_code == 2


def test_undo_can_print_data() -> None:
    sisdex("bookmark", "add", "skyward/invalid-request")
    assert json.loads(sisdex("undo", "--json").stdout) == {"undone": "bookmark added: Invalid Request"}
    assert json.loads(sisdex("undo", "--json").stdout) == {"undone": None}


def test_catalog_problems_can_be_printed_as_data(tmp_path: Path) -> None:
    assert json.loads(sisdex("catalog", "check", "--json").stdout) == []


@pytest.mark.parametrize("arguments", [["search", "sky", "locked"], ["show", "skyward/invalid-request"]])
def test_colors_only_on_a_terminal_or_on_request(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in sisdex(*arguments).stdout
    colored = sisdex(*arguments, "--color", "always").stdout
    assert "\x1b[" in colored
    assert sisdex("--color", "always", *arguments).stdout == colored
    assert click.unstyle(colored) == sisdex(*arguments).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert sisdex(*arguments, "--color", "always").stdout == colored
    assert "\x1b" not in sisdex("--color", "always", *arguments, "--color", "never").stdout


def test_no_color_works_on_a_terminal(tmp_path: Path) -> None:
    from tests.system.terminal import Terminal

    for variables, colored in (({}, True), ({"NO_COLOR": "1"}, False)):
        with Terminal("search", "sky", "locked", home=tmp_path, variables=variables) as terminal:
            assert terminal.wait_for_exit() == 0
            assert (b"\x1b[1m" in terminal.raw) is colored


@pytest.mark.parametrize("arguments", [["show", "skyward/invalid-request"], ["search", "--json", "error"], ["keys"]])
def test_a_closed_pipe_ends_quietly(arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run([*PROGRAM, *arguments], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (run.returncode, run.stderr) == (0, b"")


def test_a_reply_template_that_cannot_be_used_is_reported() -> None:
    path = config('[replies]\nadmin = "{vendor}"\nteacher = "{cause}"\n')
    for command in (("search", "locked"), ("config", "show")):
        done = sisdex(*command)
        assert done.exit_code == 0
        problem = "replies.teacher uses the unknown placeholder 'cause' (did you mean 'causes'?)"
        assert f"{path}, line 3: {problem}" in done.stderr
        assert "replies.admin uses" not in done.stderr
