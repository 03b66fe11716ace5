"""A text that no entry matches: what it says by itself, beside the results, in the detail and as a reply."""

import pytest

from store.preferences.settings import Settings
from tests.tui.conftest import Driver, Open
from tui.screens.pickers.chooser import Chooser
from tui.system import clipboard

PASTE = "Lakeside feed was refused: HTTP/1.1 502 Bad Gateway\nplease look, [Ben]"
HEADING = "What the text says by itself"
NO_RESULT = "@skyward is:starred error 502"


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Texts that the clipboard took."""
    texts: list[str] = []

    def take(text: str) -> str:
        texts.append(text)
        return "xclip"

    monkeypatch.setattr(clipboard, "hand_to_tool", take)
    return texts


def detail(app: Driver) -> str:
    return " ".join(app.detail.split())


@pytest.mark.parametrize("size", [(160, 45), (120, 36), (80, 24), (60, 20)])
async def test_a_paste_that_nothing_matches_is_explained_by_its_codes(opened: Open, size: tuple[int, int]) -> None:
    async with opened(size=size) as app:
        await app.paste(PASTE)
        assert app.said("#verdict") == f"No entry matches (F9 adds one), nearest below. {HEADING}:"
        assert app.said("#codes").startswith("502 Bad Gateway: A server on the way got no valid answer")
        assert app.results
        assert "\n".join(app.text.splitlines()).count("502 Bad Gateway:") >= 1
        assert app.said("#count").endswith("0 of 76")


async def test_the_detail_says_it_before_the_near_entry(opened: Open) -> None:
    async with opened(config=Settings(contacts={"sis_admin": "Jane Ruiz, x4411"})) as app:
        await app.paste(PASTE)
        text = detail(app)
        assert text.startswith(f"{HEADING} 502 Bad Gateway: A server")
        assert "→ SIS admin usually acts: Jane Ruiz, x4411 First: Check whether the SIS is running" in text
        assert "Not in the dictionary; the code is from RFC 9110" in text
        assert app.entry is not None
        assert text.index("The nearest entry, which may be another error") < text.index(app.entry.title)


async def test_a_match_or_a_text_without_codes_has_no_such_section(opened: Open) -> None:
    async with opened() as app:
        for text in (
            "Section 44.1 does not have a gradebook. HTTP/1.1 502 Bad Gateway",
            "The class in room 404 with 502 students has no plan for the trip",
        ):
            await app.paste(text)
            assert HEADING not in app.text
            assert HEADING not in app.detail


async def test_the_next_query_takes_the_section_away(opened: Open) -> None:
    async with opened() as app:
        await app.paste(PASTE)
        await app.press("ctrl+u")
        await app.type("locked")
        assert app.said("#codes") == ""
        assert HEADING not in app.detail


async def test_the_reply_says_that_the_dictionary_does_not_know_the_error(opened: Open, taken: list[str]) -> None:
    async with opened() as app:
        await app.paste(PASTE)
        await app.press("f5")
        assert app.notices[-1] == "Reply about the codes copied (xclip)."
        assert "The SIS Error Code Dictionary does not list this error" in taken[-1]
        assert "502 Bad Gateway: A server on the way" in taken[-1]
        assert "“Lakeside feed was refused: HTTP/1.1 502 Bad Gateway please look, [Ben]”" in taken[-1]
        assert app.entry is not None
        assert app.entry.title not in taken[-1]
        await app.press("enter", "y")
        assert taken[-1] == taken[0] and len(taken) == 2


async def test_other_texts_of_a_near_entry_are_still_there(opened: Open, taken: list[str]) -> None:
    async with opened() as app:
        await app.paste(PASTE)
        await app.press("enter", "Y")
        assert isinstance(app.app.screen, Chooser)
        assert "Reply about the codes" in app.text and "Reply to an admin about the codes" in app.text
        await app.press("down", "down", "enter")
        assert app.notices[-1].startswith("Reply to the teacher copied")
        assert app.entry is not None
        assert app.entry.title in taken[-1]


async def test_an_entry_that_was_followed_has_its_own_reply(opened: Open, taken: list[str]) -> None:
    async with opened() as app:
        await app.paste("Lakeside feed was refused: 409 Conflict")
        await app.press("enter", "enter")
        for _ in range(60):
            if app.focus == "related":
                break
            await app.press("down")
        await app.press("enter")
        assert HEADING not in app.detail
        await app.press("y")
        assert app.notices[-1].startswith("Reply to the teacher copied")


async def test_without_any_result_there_is_still_a_reply(opened: Open, taken: list[str]) -> None:
    async with opened() as app:
        await app.type(NO_RESULT)
        assert app.results == []
        assert app.said("#verdict").startswith("No entry matches.")
        assert detail(app).startswith(HEADING)
        await app.press("f5")
        assert "When Canvas sent your grades to your SIS, it reported 502 Bad Gateway." in taken[-1]
        await app.press("f5", "enter")
        assert len(taken) == 2


async def test_a_code_typed_alone_stands_below_the_entries_that_say_so(opened: Open, taken: list[str]) -> None:
    async with opened() as app:
        await app.type("404")
        assert app.said("#count") == "2 of 76"
        assert app.said("#verdict") == ""
        assert app.said("#elsewhere").startswith(f"{HEADING}: 404 Not Found: The other side")
        assert HEADING not in app.detail
        await app.press("f5")
        assert app.notices[-1].startswith("Reply to the teacher copied")


async def test_codes_of_a_long_paste_are_read_in_the_worker_too(opened: Open) -> None:
    async with opened() as app:
        await app.paste("nothing here is known to anybody at all. " * 80 + "HTTP/1.1 503 Service Unavailable")
        assert app.said("#codes").startswith("503 Service Unavailable: ")
