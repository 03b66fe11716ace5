"""What must not be imported is not, in a real process."""

import subprocess
import sys

import pytest


def imported(code: str) -> set[str]:
    """Return the names of the top-level packages that a fresh process has after running the code."""
    probe = f"import sys\n{code}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return set(run.stdout.splitlines()[-1].split())


STORE = "import pkgutil, importlib, store\nfor module in pkgutil.iter_modules(store.__path__, 'store.'): "
COMMAND = (
    "from click.testing import CliRunner\nfrom tui.cli import cli\nassert CliRunner().invoke(cli, {}).exit_code == 0"
)


def test_store_knows_no_screen() -> None:
    assert imported(STORE + "importlib.import_module(module.name)").isdisjoint({"tui", "textual", "rich"})


@pytest.mark.parametrize(
    "arguments", [["search", "due"], ["show", "aspen/validation-exception"], ["catalog", "check"], ["--help"]]
)
def test_a_command_starts_no_screen(arguments: list[str]) -> None:
    assert imported(COMMAND.format(arguments)).isdisjoint({"textual", "rich"})


def test_reading_takes_no_lock() -> None:
    assert "filelock" not in imported(COMMAND.format(["search", "due"]))
