"""Keys from the settings work, and are shown wherever keys are shown."""

from store.preferences.settings import Loaded, Settings
from tests.tui.app.test_paste import as_keys
from tests.tui.conftest import Open
from tui.commands.keymap import checked

ENTRY = "skyward/invalid-request"


def config(**keys: str) -> Settings:
    command_keys = {name.replace("__", "."): key for name, key in keys.items()}
    return checked(Loaded(Settings(keys=command_keys))).settings


async def test_a_command_has_its_new_keys_and_not_its_old_ones(opened: Open) -> None:
    async with opened(show=ENTRY, config=config(entry__bookmark="f12,x")) as app:
        await app.press("f2", "b")
        assert not app.desk.notebook.snapshot.bookmarks
        await app.press("f12")
        assert list(app.desk.notebook.snapshot.bookmarks) == [ENTRY]
        await app.press("x")
        assert not app.desk.notebook.snapshot.bookmarks


async def test_swapped_keys_work(opened: Open) -> None:
    async with opened(show=ENTRY, config=config(entry__bookmark="f3,n", entry__note="f2,b")) as app:
        await app.press("f3")
        assert list(app.desk.notebook.snapshot.bookmarks) == [ENTRY]
        await app.press("b")
        assert "New note on" in app.text


async def test_footer_help_and_palette_show_them(opened: Open) -> None:
    async with opened(show=ENTRY, config=config(entry__bookmark="f12,x")) as app:
        assert "x Mark" in app.lines[-1]
        await app.press("slash")
        assert "F12 Mark" in app.lines[-1]
        await app.press("f1")
        assert "F12 x" in app.text
        await app.press("escape", "ctrl+o")
        await app.type("mark")
        assert "Mark (F12 x)" in app.text


async def test_a_letter_from_the_settings_waits_for_the_rest_of_a_paste_too(opened: Open) -> None:
    async with opened(show=ENTRY, config=config(entry__bookmark="x"), held=True) as app:
        await app.press("enter")
        await as_keys(app, "x of [it]")
        assert not app.desk.notebook.snapshot.bookmarks
        assert app.app.get_default_screen().listing.query == "x of [it]"


async def test_keys_of_lists_and_editors_can_be_set_too(opened: Open) -> None:
    async with opened(find="sky", config=config(list__down="w", editor__save="f5")) as app:
        await app.press("enter")
        first = app.entry
        await app.press("w")
        assert app.entry is not first
        await app.press("n")
        await app.type("text")
        await app.press("f5")
        assert app.desk.notebook.snapshot.notes


async def test_a_theme_from_the_settings_is_used_and_an_unknown_one_reported(opened: Open) -> None:
    async with opened(config=Settings(theme="nord")) as app:
        assert app.app.theme == "nord"
        assert app.notices == []
    async with opened(config=Settings(theme="nrd[/x]")) as app:
        assert app.app.theme != "nord"
        assert "'nrd[/x]'" in app.notices[0]
