"""Moving between panes, reading an entry and following related ones; entries are shown complete."""

from string import ascii_letters

from msgspec.structs import replace

from store.catalog import opening
from store.core.models import Vendor
from store.preferences.settings import Settings
from tests.tui.conftest import Driver, Open
from tui.app.palette import PaletteProvider
from tui.commands.registry import COMMANDS, Where
from tui.commands.registry.places import READING
from tui.render.outline import Role
from tui.widgets.detail_panel import paragraphs_of
from tui.widgets.paragraphs import MARGIN, lay_out

SHIPPED = opening.load(opening.shipped_path())


def squeezed(text: str) -> str:
    """Return the text without white space and rails: wrapping moves the one and repeats the other."""
    return "".join(text.replace("▏", "").split())


async def test_every_entry_is_shown_completely(opened: Open) -> None:
    async with opened(size=(120, 140)) as app:
        await app.press("enter")
        for entry in SHIPPED.entries:
            assert app.entry == entry
            detail = squeezed(app.detail)
            assert squeezed(entry.title) in detail
            for message in entry.messages:
                assert squeezed(message.text) in detail
                for cause in message.causes:
                    assert squeezed(cause.meaning or "not specified by the dictionary") in detail
                    for text in (*cause.notes, *cause.fix, *(source.url for source in cause.sources)):
                        assert squeezed(text) in detail
            if entry.prevention:
                assert squeezed(entry.prevention) in detail
            painted = squeezed("".join(line.split("│")[-2] for line in app.lines if line.count("│") > 2))
            assert squeezed(detail.replace("\n", "")) in painted, entry.id
            await app.press("down")


async def test_titles_are_shown_as_they_are_in_rows_borders_notices_and_palette(opened: Open) -> None:
    hostile = "[/results/[id] [bold]x[/bold] [@click=app.quit]q[/] ‘variable’ <Section ID> [E001]"
    entry = SHIPPED.entries[0]
    renamed = replace(entry, title=hostile)
    catalog = opening.Catalog(SHIPPED.edition, SHIPPED.vendors, (renamed, *SHIPPED.entries[1:]))
    async with opened(size=(300, 40), catalog=catalog) as app:
        assert app.text.count(hostile) == 2  # row and detail
        await app.press("f2")
        assert app.notices == [f"Bookmarked: {hostile}"]
        assert "[@click=app.quit]q[/]" in "".join(app.text.split("Bookmarked:")[1].split())
        await app.press("f3")
        assert f"New note on {hostile[:60]}" in app.text
        await app.press("escape", "ctrl+o")
        await app.type("variable")
        await app.app.workers.wait_for_complete()
        assert f"{hostile} · Aeries" in app.text


async def test_every_title_is_shown_in_the_palette(opened: Open) -> None:
    async with opened() as app:
        provider = PaletteProvider(app.app.get_default_screen())
        for entry in SHIPPED.entries:
            hits = [hit async for hit in provider.search(entry.title)]
            assert any(str(hit.prompt).startswith(entry.title) for hit in hits)


async def test_parts_are_in_the_order_in_which_agents_need_them(opened: Open) -> None:
    async with opened(show="focus/404-error-api-route-not-found") as app:
        parts = [
            "404 Error: API Route Not Found",
            "Focus · HTTP 404",
            "Grades still sync despite this error.",
            "GET /results/[id]/[id]}",
            "An attempt to look up results",
            "Grade passback carries on despite",
            "→ Teacher acts",
            "1. Open Focus",
            "Fix: derived",
        ]
        places = [app.detail.index(part) for part in parts]
        assert places == sorted(places)


async def test_unknown_and_unspecified_parts_are_labeled(opened: Open) -> None:
    async with opened(show="synergy/internal-server-error") as app:
        assert "Synergy · sync unknown" in app.detail
        assert "Meaning: not specified by the dictionary" in app.detail
        assert "Our reading, not in the dictionary:" in app.detail


async def test_different_causes_are_separate(opened: Open) -> None:
    async with opened(show="powerschool/grade-exchange-job-failed") as app:
        assert app.detail.count("Grades still sync.") == 2
        assert app.detail.count("Whether grades still sync with this") == 2
        assert [f"Cause {number}:" in app.detail for number in (1, 2, 3, 4)] == [True, True, True, False]


async def test_slots_are_marked(opened: Open) -> None:
    async with opened(show="skyward/grading-category-not-found") as app:
        text = app.widget("#entry-text")
        strips = text.render_lines(text.content_region.reset_offset)
        slots = [s.text for strip in strips for s in strip if s.style and s.style.italic and s.style.underline]
        assert slots == ["[xxxxx]", "[xxxxxxxx (xxxxxx)]"]


async def test_contacts_are_next_to_who_acts(opened: Open) -> None:
    config = Settings(contacts={"sis_admin": "Jane [x4411]"})
    async with opened(config=config, show="synergy/internal-server-error") as app:
        assert "→ Synergy admin acts: Jane [x4411]" in app.detail


def glance(app: Driver) -> int:
    """Count the lines of the detail down to the last step."""
    outline = app.panel.outline
    assert outline is not None
    last = max(number for number, block in enumerate(outline.glance) if block.role is Role.STEP)
    width = app.widget("#entry-text").size.width - MARGIN
    return len(lay_out(paragraphs_of(outline.glance[: last + 1]), width))


async def test_at_least_70_entries_need_no_scrolling(opened: Open) -> None:
    async with opened(size=(120, 36)) as app:
        await app.press("enter")
        longer = []
        for entry in SHIPPED.entries:
            if glance(app) > app.panel.scrollable_content_region.height:
                longer.append(entry.id)
                assert "more below ▼" in app.text
            await app.press("down")
        assert len(SHIPPED.entries) - len(longer) >= 70


async def test_the_detail_scrolls_while_typing_goes_on(opened: Open) -> None:
    async with opened(show="powerschool/grade-exchange-job-failed") as app:
        await app.press("slash", "pagedown")
        assert app.focus == "search"
        assert app.panel.scroll_offset.y > 10
        await app.press("pageup")
        assert app.panel.scroll_offset.y == 0
        assert "more below ▼" in app.text
        await app.press("enter", "space")
        assert app.panel.scroll_offset.y > 10


async def test_related_entries_are_followed_and_backspace_comes_back(opened: Open) -> None:
    async with opened(show="aeries/gradebook-number-does-not-match") as app:
        await app.press("G")
        await app.press("down")
        assert app.focus == "related"
        await app.press("down", "enter")
        assert app.entry is not None
        assert app.entry.id == "skyward/field-section-id"
        assert app.focus == "detail"
        await app.press("G", "j", "enter", "backspace")
        assert app.entry.id == "skyward/field-section-id"
        await app.press("backspace")
        assert app.entry.id == "aeries/gradebook-number-does-not-match"
        await app.press("backspace")
        assert app.focus == "results"


async def test_panes_left_and_right(opened: Open) -> None:
    async with opened() as app:
        await app.press("enter")
        visited = []
        for key in ("left", "left", "right", "right", "right", "left"):
            await app.press(key)
            visited.append(app.focus)
        assert visited == ["vendors", "vendors", "results", "detail", "detail", "results"]


async def test_tab_goes_round_and_escape_goes_back(opened: Open) -> None:
    async with opened() as app:
        visited = []
        for _ in range(5):
            await app.press("tab")
            visited.append(app.focus)
        assert visited == ["vendors", "results", "detail", "related", "search"]
        await app.press("shift+tab", "escape")
        assert app.focus == "results"
        await app.press("escape")
        assert app.focus == "search"


async def test_letters_without_a_command_do_nothing(opened: Open) -> None:
    here = READING | {Where.ANYWHERE, Where.PANES}
    taken = {key for command in COMMANDS if command.where in here for key in command.all_keys}
    async with opened() as app:
        await app.press("enter")
        before = app.text
        for key in sorted({*ascii_letters, "1", "!"} - taken):
            await app.press(key)
        assert app.text == before
        assert app.desk.notebook.snapshot.bookmarks == {}


async def test_vim_keys_move_in_the_lists(opened: Open) -> None:
    async with opened() as app:
        await app.press("enter", "j", "j", "k")
        assert app.entry == SHIPPED.entries[1]
        await app.press("G")
        assert app.entry == SHIPPED.entries[-1]
        await app.press("g")
        assert app.entry == SHIPPED.entries[0]


async def test_the_mouse_does_what_the_keys_do(opened: Open) -> None:
    async with opened() as app:
        await app.pilot.click("#results", offset=(10, 3))
        await app.settle()
        assert app.entry == SHIPPED.entries[3]
        await app.pilot.click("#vendors", offset=(5, 7))
        await app.settle()
        assert {entry.split("/")[0] for entry in app.results} == {"focus"}
        await app.pilot.click("#hints", offset=(3, 0))
        await app.settle()
        assert app.focus == "detail"


async def test_the_row_under_the_cursor_is_what_enter_and_letters_act_on(opened: Open) -> None:
    for size in ((120, 36), (60, 20)):
        async with opened(size=size, show="aeries/gradebook-number-does-not-match") as app:
            await app.press("G", "j", "j", "enter")
            assert app.entry is not None
            assert app.entry.id == "skyward/field-section-id"
            await app.press("escape", "enter")
            assert app.entry.id == "aeries/gradebook-number-does-not-match"


async def test_the_focus_stays_in_sight_when_its_pane_empties(opened: Open) -> None:
    async with opened(size=(80, 24), show="aeries/gradebook-number-does-not-match") as app:
        await app.press("G", "j")
        assert app.focus == "related"
        await app.press("right_square_bracket")
        assert app.focus == "detail"


async def test_the_sidebar_follows_the_chosen_vendor(opened: Open) -> None:
    async with opened(size=(100, 14)) as app:
        await app.press("enter", *["right_square_bracket"] * 12)
        assert "› Sapphire" in app.text


async def test_a_single_column_shows_the_pane_that_has_the_focus(opened: Open) -> None:
    async with opened(size=(60, 20)) as app:
        assert not app.panel.display or not app.panel.region
        await app.press("enter", "enter")
        assert app.focus == "detail"
        assert "→ Teacher acts" in app.text
        await app.press("shift+tab")
        await app.press("escape", "escape")
        await app.type("locked")
        assert "→ Teacher acts" not in app.text
        assert "Assignment Locked" in app.text
        await app.press("enter", "right")
        assert "1. Look up which" in app.text
        await app.press("backspace")
        assert app.focus == "results"


def bar(vendor: Vendor) -> str:
    """Return what the vendor line shows for a vendor."""
    return f"‹ {vendor.short} · {sum(entry.vendor == vendor.id for entry in SHIPPED.entries)} ›"


async def test_the_vendor_line_replaces_the_sidebar(opened: Open) -> None:
    async with opened(size=(80, 24)) as app:
        assert f"‹ All · {len(SHIPPED.entries)} ›" in app.text
        await app.press("tab")
        assert app.focus == "vendor-bar"
        await app.press("right", "right", "right", "right")
        assert bar(SHIPPED.vendors[0]) in app.text
        await app.press("enter", "G", "k", "enter")
        assert bar(SHIPPED.vendors[-2]) in app.text
        await app.press("down")
        assert app.focus == "results"
        await app.pilot.click("#vendor-bar", offset=(1, 0))
        await app.settle()
        assert bar(SHIPPED.vendors[-3]) in app.text


async def test_resizing_keeps_the_entry_that_is_read(opened: Open) -> None:
    async with opened(size=(160, 45), show="skyward/invalid-request") as app:
        for width, height in ((60, 20), (100, 30), (30, 8), (80, 24), (39, 12), (120, 36)):
            await app.pilot.resize_terminal(width, height)
            await app.settle()
            assert app.entry is not None
            assert app.entry.id == "skyward/invalid-request"
            if width >= 40:
                assert app.app.focused is not None
                assert app.app.focused.region
                assert "Invalid Request" in app.text
            else:
                assert app.text.split() == ["sisdex", "needs", "at", "least", "40", "columns", "and", "10", "rows."]


async def test_the_footer_shows_the_keys_that_fit_and_always_help(opened: Open) -> None:
    async with opened(size=(60, 20)) as app:
        assert app.lines[-1] == " Enter Results  F2 Mark  F3 Note  F4 Case  F5 Reply  F1 Help"
        await app.press("enter")
        assert app.lines[-1] == " Enter Read  b Mark  n Note  c Case  y Reply  ? Help"


async def test_help_lists_every_command(opened: Open) -> None:
    async with opened(size=(120, 130)) as app:
        await app.press("f1")
        for command in COMMANDS:
            assert command.help in app.text or command.help[:60] in app.text
            assert command.keys_shown in app.text
        await app.press("escape")
        assert app.focus == "search"


def test_command_ids_and_keys_are_unique() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)
    for where in Where:
        keys = [k for c in COMMANDS if c.where is where for k in (*c.keys.split(","), c.letter) if k]
        assert len(keys) == len(set(keys))


async def test_the_palette_opens_an_entry_over_a_followed_one(opened: Open) -> None:
    async with opened(show="aeries/gradebook-number-does-not-match") as app:
        await app.press("G", "j", "enter", "ctrl+o")
        await app.type("gradebook number")
        await app.press("enter")
        assert app.entry is not None
        assert app.entry.id == "aeries/gradebook-number-does-not-match"


async def test_the_palette_opens_an_entry(opened: Open) -> None:
    async with opened() as app:
        await app.type("locked")
        await app.press("ctrl+o")
        await app.type("invalid request")
        await app.press("enter")
        assert app.entry is not None
        assert app.entry.id == "skyward/invalid-request"
        assert app.focus == "detail"


async def test_ignored_settings_are_reported_once(opened: Open) -> None:
    async with opened(warnings=["[a] was passed over.", "b was passed over."]) as app:
        assert app.notices == ["[a] was passed over.\nb was passed over."]
        assert "[a] was passed over." in app.text
