"""With a Textual that nobody has tried yet, what only saves time is off, and the app works and looks the same."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import textual
from textual._compositor import Compositor

from tests.tui.conftest import Driver, Open
from tui.textual_fixes import speed, tried
from tui.textual_fixes.compositor import FrontToBack

MESSAGE = "Grading category Quizzes not found in Skyward for section 44.1 (11)."
Trying = Callable[..., None]


@pytest.fixture
def trying(monkeypatch: pytest.MonkeyPatch) -> Iterator[Trying]:
    """Give a function that sets which versions of Textual count as tried."""

    def set_versions(*versions: str) -> None:
        monkeypatch.setattr(tried, "VERSIONS", versions)
        speed.is_tried.cache_clear()

    yield set_versions
    speed.is_tried.cache_clear()


async def screens(app: Driver) -> list[str]:
    """Search, write a note, paste and choose a theme; return what is on the screen in between."""
    seen: list[str] = []
    for keys in ("locked", ["down"], ["enter", "n"], "Ask [Kim]", ["ctrl+s"], ["escape", "escape"]):
        await (app.type(keys) if isinstance(keys, str) else app.press(*keys))
        seen.append(app.text)
        app.app.clear_notifications()  # they cover what is below
        await app.settle()
    await app.paste(MESSAGE)
    for key in ("enter", "end", "T", "down", "enter"):
        await app.press(key)
        seen.append(app.text)
    return seen


@pytest.mark.parametrize("size", [(120, 36), (60, 20)], ids="{0[0]}x{0[1]}".format)
async def test_an_untried_textual_shows_the_same_screens(
    opened: Open, tmp_path: Path, trying: Trying, size: tuple[int, int]
) -> None:
    shown: list[list[str]] = []
    for versions, compositor in ((tried.VERSIONS, FrontToBack), (("0.0.1",), Compositor)):
        trying(*versions)
        folder = tmp_path / versions[0]
        folder.mkdir()
        async with opened(size=size, notebook=folder / "notebook.json") as app:
            assert type(app.app.screen._compositor) is compositor
            shown.append(await screens(app))
            notes = app.desk.notebook.snapshot.notes.values()
            assert [note.text for (note,) in notes] == ["Ask [Kim]"]
    assert shown[0] == shown[1]


def test_the_version_is_found_without_the_folder_that_usually_says_it(
    trying: Trying, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(textual, "__file__", str(tmp_path / "textual" / "__init__.py"))
    trying("0.0.1")
    assert not speed.is_tried()
    trying("0.0.1", textual.__version__)
    assert speed.is_tried()
