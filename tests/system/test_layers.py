"""Commands and the store import no more than they need, checked in a fresh process."""

import subprocess
import sys

import pytest


def imported(code: str) -> set[str]:
    """Return the top-level packages that are loaded after a fresh process runs the code."""
    probe = f"import sys\n{code}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return set(run.stdout.splitlines()[-1].split())


STORE = "import pkgutil, importlib, store\nfor module in pkgutil.walk_packages(store.__path__, 'store.'): "
COMMAND = (
    "from click.testing import CliRunner\nfrom tui.cli.main import cli\n"
    "assert CliRunner().invoke(cli, {}).exit_code == 0"
)


def test_the_store_imports_no_screen() -> None:
    assert imported(STORE + "importlib.import_module(module.name)").isdisjoint({"tui", "textual", "rich"})


EVERY_COMMAND = """
import click
from tui.cli.main import cli
def visit(group):
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command.callback is not None
        if isinstance(command, click.Group):
            visit(command)
context = click.Context(cli)
visit(cli)
"""


def test_no_module_of_a_command_imports_a_screen() -> None:
    packages = imported(EVERY_COMMAND)
    assert "tui" in packages
    assert packages.isdisjoint({"textual", "rich"})


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "due"],
        ["show", "aspen/validation-exception"],
        ["show", "aspen/validation-exception", "--markdown"],
        ["catalog", "check"],
        ["--help"],
        ["bookmark", "list"],
        ["note", "list"],
        ["case", "list"],
        ["undo"],
        ["config", "show"],
        ["keys"],
        ["doctor"],
        ["completion", "zsh"],
    ],
)
def test_running_a_command_imports_no_screen(arguments: list[str]) -> None:
    assert imported(COMMAND.format(arguments)).isdisjoint({"textual", "rich"})


@pytest.mark.parametrize("package", ["filelock", "tomllib"])
def test_reading_imports_no_more_than_it_needs(package: str) -> None:
    assert package not in imported(COMMAND.format(["search", "due"]))


def test_a_search_imports_no_other_commands() -> None:
    probe = "import sys; from tui.cli.main import cli; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert not {"tui.cli.notebook", "tui.cli.doctor", "tui.commands.registry"} & set(run.stdout.split())
