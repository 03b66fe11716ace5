"""The appearance is saved next to the notebook."""

import stat
from pathlib import Path

import pytest

from store.preferences import appearance
from store.preferences.appearance import Appearance


def test_fields_are_saved_one_by_one_in_a_private_file(tmp_path: Path) -> None:
    notebook = tmp_path / "desk" / "notebook.json"
    assert appearance.load(notebook) == Appearance()
    appearance.keep(notebook, theme="sisdex-light")
    appearance.keep(notebook, vendors=30, home=("skyward",))
    assert appearance.load(notebook) == Appearance(theme="sisdex-light", vendors=30, home=("skyward",))
    assert stat.S_IMODE((tmp_path / "desk" / "notebook.json.look").stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["{", "[]", '{"vendors": -4}', '{"answer": 5000}', '{"theme": 7}', "\ud800"])
def test_a_damaged_file_is_ignored(tmp_path: Path, text: str) -> None:
    (tmp_path / "notebook.json.look").write_bytes(text.encode("utf-8", "surrogatepass"))
    assert appearance.load(tmp_path / "notebook.json") == Appearance()
    appearance.keep(tmp_path / "notebook.json", begun=True)
    assert appearance.load(tmp_path / "notebook.json") == Appearance(begun=True)


def test_fields_of_a_later_release_are_ignored(tmp_path: Path) -> None:
    (tmp_path / "notebook.json.look").write_text('{"theme": "nord", "sounds": [1]}')
    assert appearance.load(tmp_path / "notebook.json").theme == "nord"
