"""Custom codes: saved from a paste with two keys, shown, changed, removed and brought back."""

import re
from pathlib import Path

import pytest

from store.core.models import CustomCode
from store.notebook.custom_codes import NO_VENDOR, CustomCodeFields, save_custom_code
from store.notebook.draft_records import NEW_CODE, CustomCodeDraft
from store.notebook.drafts import DraftFile, folder
from store.notebook.notebook import Notebook
from tests.tui.conftest import NOW, SHIPPED, Driver, Open, text_of
from tui.screens.editors.custom_code_form import CustomCodeForm
from tui.widgets.result_list import ResultList

PASTED = "ERROR roster feed [4411] was refused by the far side: school [/b] unknown there"
OFFER = "No entry matches (F9 adds a custom code); nearest:"


def codes(folder_path: Path) -> tuple[CustomCode, ...]:
    return Notebook(folder_path / "notebook.json").snapshot.custom_codes


def add(folder_path: Path, message: str = PASTED, **fields: object) -> CustomCode:
    notebook = Notebook(folder_path / "notebook.json", lambda: NOW)
    return save_custom_code(notebook, SHIPPED, CustomCodeFields(message, **fields))  # type: ignore[arg-type]


def first_row(app: Driver) -> str:
    return text_of(app.app.screen.query_one(ResultList).row(0, 60))


def shown(app: Driver, selector: str) -> str:
    return str(app.widget(selector).render())


def vendor_in_form(app: Driver) -> object:
    return app.widget("#own-vendor").value  # type: ignore[attr-defined]


# --- a new one --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(120, 36), (60, 20)])
async def test_a_paste_without_a_match_is_saved_with_two_keys(
    opened: Open, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(size=size) as app:
        await app.paste(PASTED)
        assert shown(app, "#verdict") == OFFER
        await app.press("f9")
        assert shown(app, "#own-found") == "value 1 = [4411] · value 2 = [/b]"
        await app.press("ctrl+s")
        [own] = codes(tmp_path)
        assert (own.messages[0].text, own.created) == (PASTED, NOW)
        assert app.notices[-1] == f"Custom code added: {own.title}"
        assert app.results == [own.id]
        assert "custom" in first_row(app)
        assert shown(app, "#verdict") == ""
        assert app.focus == "search"


async def test_all_fields_are_saved(opened: Open, tmp_path: Path) -> None:
    async with opened() as app:
        await app.press("enter", "a", "shift+tab", "shift+tab")
        await app.type("Acme")
        await app.press("enter")
        await app.type("Refused")
        await app.press("tab")
        await app.type("Feed [nr] was refused for [x]")
        await app.press("tab")
        await app.type("feed, the school")
        assert shown(app, "#own-found") == "feed = [nr] · the school = [x]"
        await app.type(", more")
        assert "2 parts in [brackets], but 3 names" in shown(app, "#own-found")
        await app.press(*["backspace"] * 6, "tab")
        await app.type("The school is new")
        await app.press("tab", "right", "tab")
        await app.type("Add it")
        await app.press("enter")
        await app.type("Wait")
        await app.press("f9")
        [own] = codes(tmp_path)
        [message] = own.messages
        [cause] = message.causes
        assert (own.title, own.vendor[:8]) == ("Refused", "own/acme")
        assert message.slots == {"feed": "[nr]", "the school": "[x]"}
        assert (cause.meaning, cause.who, cause.fix) == ("The school is new", "vendor_support", ("Add it", "Wait"))
        assert re.search(r"Custom codes +1 ", app.text) and re.search(r"Acme +1 ", app.text)


async def test_a_custom_code_is_offered_only_for_pastes_without_a_match(opened: Open) -> None:
    async with opened() as app:
        await app.type("zebra quota lattice")
        assert "F9" not in shown(app, "#verdict")
        await app.press("ctrl+u")
        await app.paste("Hi, Grading category Quizzes not found in Skyward for section 44.1 (11). Thanks")
        assert "F9" not in shown(app, "#verdict")
        await app.press("f9")
        assert app.widget("#own-message").text == ""  # type: ignore[attr-defined]
        await app.press("escape")
        await app.paste("zzzzqq xxqqzz")
        assert shown(app, "#verdict") == "No entry matches. F9 adds a custom code; Escape clears."


async def test_a_text_that_matches_outside_the_filter_is_not_unknown(opened: Open) -> None:
    async with opened() as app:
        await app.press("enter", "right_square_bracket")
        while app.app.get_default_screen().listing.chosen.id != "aeries":
            await app.press("right_square_bracket")
        await app.paste("Hi, Grading category Quizzes not found in Skyward for section 44.1 (11). Thanks")
        assert "better match" in app.text
        await app.press("f9")
        assert app.widget("#own-message").text == ""  # type: ignore[attr-defined]
        assert vendor_in_form(app) == "Aeries"


@pytest.mark.parametrize(("home", "vendor"), [((), ""), (("synergy", "skyward"), "Synergy")])
async def test_the_form_starts_with_the_home_vendor(opened: Open, home: tuple[str, ...], vendor: str) -> None:
    async with opened(home=home) as app:
        await app.press("f9")
        assert vendor_in_form(app) == vendor
        await app.press("escape")
        assert app.focus == "search"  # only what the form filled in is lost


async def test_a_vendor_is_completed(opened: Open, tmp_path: Path) -> None:
    async with opened() as app:
        await app.paste(PASTED)
        await app.press("f9", "shift+tab", "shift+tab")
        await app.type("syn")
        await app.press("right", "ctrl+s")
        assert codes(tmp_path)[0].vendor == "synergy"


async def test_a_code_without_a_message_is_not_saved(opened: Open, tmp_path: Path) -> None:
    async with opened() as app:
        await app.press("f9", "tab", "tab")
        await app.type("why")
        await app.press("ctrl+s")
        assert "fill in the error text. Your text is still here." in app.said("#editor-problem")
        await app.press("escape")
        assert "Leave without saving?" in app.said("#confirm Static")
        await app.press("y")
        assert codes(tmp_path) == ()


async def test_a_text_that_is_too_long_is_cut_with_a_notice(opened: Open) -> None:
    async with opened() as app:
        await app.paste("zzzzqq " * 4_000)
        await app.press("f9")
        assert len(app.widget("#own-message").text) <= 20_000  # type: ignore[attr-defined]
        assert "Only the first 20,000 characters" in app.notices[-1]


# --- shown ------------------------------------------------------------------------------------------------------------


async def test_a_code_is_shown_as_a_custom_code(opened: Open, tmp_path: Path) -> None:
    own = add(tmp_path, vendor="Acme", steps=("Add [/it]",))
    async with opened() as app:
        await app.type("is:custom")
        assert app.results == [own.id]
        assert "Acme · custom code · sync unknown" in app.detail
        assert "1. Add [/it]" in app.detail and "Fix: custom code" in app.detail
        assert PASTED in " ".join(app.detail.split()).replace("▏ ", "")


async def test_a_reply_about_a_code_without_vendor_and_steps_is_whole(opened: Open, tmp_path: Path) -> None:
    add(tmp_path)
    async with opened() as app:
        await app.paste(PASTED)
        await app.press("enter", "Y")
        shown_text = " ".join(app.text.split())
        assert "When Canvas sent your grades to your SIS, this message came back" in shown_text
        assert "Your SIS admin has to look into this." in shown_text
        assert NO_VENDOR not in app.said("#whole")
        await app.press("escape")
        assert "→ SIS admin acts" in app.detail


async def test_the_shelf_of_custom_codes_exists_only_while_it_has_one(opened: Open, tmp_path: Path) -> None:
    async with opened() as app:
        assert "Custom codes" not in app.text
        own = add(tmp_path)
        app.app.get_default_screen().check_notebook()
        await app.settle()
        assert re.search(r"Custom codes +1 ", app.text) and re.search(rf"{NO_VENDOR} +1 ", app.text)
        await app.press("enter", "left", "down", "down", "down", "down")
        assert app.results == [own.id]
        await app.press("right", "u")
        assert "Custom codes" not in app.text and NO_VENDOR not in app.text
        assert len(app.results) == len(SHIPPED.entries)


async def test_notes_on_a_code_outlive_it(opened: Open, tmp_path: Path) -> None:
    own = add(tmp_path)
    async with opened(find="is:custom") as app:
        await app.press("f3")
        await app.type("Ask Ben")
        await app.press("ctrl+s")
        assert "1 note: Ask Ben" in app.detail
        await app.press("enter", "e", "ctrl+r", "y")
        assert codes(tmp_path) == ()
        assert app.notices[-1] == "Custom code removed."
        await app.press("slash", "ctrl+u")
        await app.type("ask ben")
        assert app.results == [own.id]
        assert "You removed this custom code" in app.detail
        await app.press("enter", "u")
        assert [code.id for code in codes(tmp_path)] == [own.id]
        assert "Any SIS · custom code" in app.detail and "1 note: Ask Ben" in app.detail


# --- changed ----------------------------------------------------------------------------------------------------------


async def test_a_code_is_changed(opened: Open, tmp_path: Path) -> None:
    own = add(tmp_path, vendor="Acme", slots=("feed",), who="teacher", steps=("Add it",))
    async with opened(find="is:custom") as app:
        await app.press("enter", "e", "ctrl+s")
        assert codes(tmp_path) == (own,)  # nothing was changed
        await app.press("e", "shift+tab")
        await app.type("Mine")
        await app.press("ctrl+s")
        [again] = codes(tmp_path)
        assert (again.id, again.title, again.messages) == (own.id, "Mine", own.messages)
        assert app.notices[-1] == f"Custom code changed: {again.title}"
        assert again.title in " ".join(app.detail.split())
        await app.press("u")
        assert codes(tmp_path)[0].title == own.title


async def test_only_custom_codes_can_be_edited(opened: Open) -> None:
    async with opened() as app:
        await app.press("enter", "e")
        assert app.notices[-1] == "Only custom codes can be edited. Press a or F9 to add one."
        assert not isinstance(app.app.screen, CustomCodeForm)


async def test_changes_of_two_terminals_are_both_saved(opened: Open, tmp_path: Path) -> None:
    own = add(tmp_path)
    async with opened(find="is:custom") as app:
        await app.press("enter", "e")
        save_custom_code(Notebook(tmp_path / "notebook.json"), SHIPPED, CustomCodeFields(PASTED, title="Theirs"), own)
        await app.press("shift+tab")
        await app.type("Mine")
        await app.press("ctrl+s")
        assert app.notices[-1] == "Another terminal changed this custom code, so both versions were saved."
        assert [code.title for code in codes(tmp_path)] == ["Theirs", "Mine"]
        assert len(app.results) == 2


# --- drafts -----------------------------------------------------------------------------------------------------------


async def test_what_is_typed_is_saved_as_a_draft(opened: Open, tmp_path: Path) -> None:
    async with opened() as app:
        await app.paste(PASTED)
        await app.press("f9", "tab", "tab")
        await app.type("why")
        assert isinstance(app.app.screen, CustomCodeForm)
        await app.app.screen._draft._keep()
        [path] = folder(tmp_path / "notebook.json").glob("*.json")
        draft = DraftFile(tmp_path / "notebook.json", path).read()
        assert isinstance(draft, CustomCodeDraft)
        assert (draft.entry, draft.text, draft.fields.meaning) == (NEW_CODE, PASTED, "why")
        await app.press("ctrl+s")
        assert not path.exists()


async def test_a_new_code_is_recovered_after_a_kill(opened: Open, tmp_path: Path) -> None:
    file = DraftFile(tmp_path / "notebook.json")
    fields = CustomCodeFields("Feed [nr] refused", "Acme", slots=("feed",), who="teacher", steps=("Add it", "Wait"))
    file.save(CustomCodeDraft(entry=NEW_CODE, title="Feed", saved=NOW, fields=fields))
    file.let_go()
    async with opened() as app:
        assert "A custom code, “Feed”, was not saved" in app.text
        await app.press("o", "escape")
        assert "Leave without saving?" in app.said("#confirm Static")
        await app.press("n", "ctrl+s")
        [own] = codes(tmp_path)
        [message] = own.messages
        assert (message.text, message.slots) == ("Feed [nr] refused", {"feed": "[nr]"})
        assert (message.causes[0].who, message.causes[0].fix) == ("teacher", ("Add it", "Wait"))
        assert not list(folder(tmp_path / "notebook.json").glob("*.json"))


async def test_a_recovered_change_is_based_on_its_own_version(opened: Open, tmp_path: Path) -> None:
    own = add(tmp_path, vendor="Acme")
    theirs = save_custom_code(Notebook(tmp_path / "notebook.json"), SHIPPED, CustomCodeFields("theirs"), own)
    file = DraftFile(tmp_path / "notebook.json")
    fields = CustomCodeFields(PASTED, "Acme", "Mine", who="teacher")
    file.save(CustomCodeDraft(entry=own.id, title=own.title, record=own.uid, rev=own.rev, saved=NOW, fields=fields))
    file.let_go()
    async with opened() as app:
        await app.press("o", "ctrl+s")
        first, second = codes(tmp_path)
        assert (first, second.title, second.beside) == (theirs, "Mine", own.uid)


async def test_the_empty_form_shows_its_hints_with_brackets(opened: Open) -> None:
    async with opened() as app:
        await app.press("f9")
        assert "what varies in [brackets]" in app.text
