"""The second of two quick clicks has no effect on what the first one closed, opened or covered."""

from textual.events import MouseDown, MouseUp
from textual.widget import Widget

from tests.tui.conftest import SHIPPED, Driver, Open
from tui.screens.cases import CasesScreen
from tui.screens.dictionary.main import MainScreen
from tui.screens.editors.note_editor import NoteEditor
from tui.screens.pickers.shelf_picker import ShelfPicker

FIRST = SHIPPED.entries[0]


def click_twice(app: Driver, widget: Widget, x: int, y: int) -> None:
    """Click twice before the app can respond, so that both clicks reach the current screen."""
    at = (widget.content_region.x + x, widget.content_region.y + y)
    for event in (MouseDown, MouseUp) * 2:
        app.app.post_message(event(None, *at, 0, 0, 1, False, False, False, *at))


async def test_an_option_clicked_twice_closes_one_screen(opened: Open) -> None:
    async with opened() as app:
        await app.press("enter", "o")
        click_twice(app, app.widget("#options"), 3, 0)
        await app.settle()
        assert app.error is None
        assert isinstance(app.app.screen_stack[0], MainScreen)


async def test_a_command_clicked_twice_runs_once(opened: Open) -> None:
    async with opened() as app:
        await app.press("ctrl+o")
        await app.type("mark")
        click_twice(app, app.widget("CommandList"), 3, 0)
        await app.settle()
        assert app.error is None
        assert len(app.desk.notebook.snapshot.bookmarks) == 1


async def test_a_note_clicked_twice_opens_once(opened: Open) -> None:
    async with opened() as app:
        for text in ("older", "newer"):
            app.desk.notebook.save_note(FIRST, text, [])
        await app.press("enter", "n")
        click_twice(app, app.widget("#note-choices"), 3, 2)
        await app.settle()
        assert [type(screen) for screen in app.app.screen_stack] == [MainScreen, NoteEditor]


async def test_a_hint_clicked_twice_opens_one_editor(opened: Open) -> None:
    async with opened() as app:
        hints = app.widget("KeyHints")
        click_twice(app, hints, str(hints.render()).index("Note"), 0)
        await app.settle()
        assert [type(screen) for screen in app.app.screen_stack] == [MainScreen, NoteEditor]


async def test_cases_and_vendors_clicked_twice_open_once(opened: Open) -> None:
    async with opened() as app:
        click_twice(app, app.widget("#vendors"), 3, 3)
        await app.settle()
        assert [type(screen) for screen in app.app.screen_stack] == [MainScreen, CasesScreen]
    async with opened(size=(80, 24)) as app:
        click_twice(app, app.widget("#vendor-bar"), 5, 0)
        await app.settle()
        assert [type(screen) for screen in app.app.screen_stack] == [MainScreen, ShelfPicker]


async def test_a_notice_that_disappears_under_the_mouse_does_no_harm(opened: Open) -> None:
    async with opened() as app:
        for event in (MouseDown, MouseUp):
            app.app.notify("Gone in a moment.", markup=False)
            await app.settle()
            notice = app.widget("Toast")
            at = (notice.region.x + 2, notice.region.y + 1)
            app.app.clear_notifications()
            while notice.parent is not None:
                await app.frame()
            app.app.post_message(event(None, *at, 0, 0, 1, False, False, False, *at))
            await app.settle()
            assert app.error is None


async def test_a_click_outside_the_screen_does_not_move_the_focus(opened: Open) -> None:
    async with opened() as app:
        for event in (MouseDown, MouseUp):
            app.app.post_message(event(None, 130, 40, 0, 0, 1, False, False, False, 130, 40))
        await app.settle()
        assert app.focus == "search"


async def test_a_scrollbar_that_disappears_during_a_drag_does_not_move_the_focus(opened: Open) -> None:
    async with opened() as app:
        await app.press("f1")
        bar = app.widget("#help-list").vertical_scrollbar
        at = (bar.region.x, bar.region.y)
        app.app.post_message(MouseDown(None, *at, 0, 0, 1, False, False, False, *at))
        await app.settle()
        assert app.app.mouse_captured is bar
        await app.type("bookmark")
        for event in (MouseUp, MouseDown, MouseUp):
            app.app.post_message(event(None, *at, 0, 0, 1, False, False, False, *at))
            await app.settle()
        assert app.focus == "help-words"
        assert app.app.mouse_captured is None
