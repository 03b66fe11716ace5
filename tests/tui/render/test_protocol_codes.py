"""The reply about codes: the desk's own wording, an admin's summary, and each code explained once in a plan."""

from store.catalog import opening
from store.search.codes import codes_in
from tui.render.protocol_codes import Notes, code_blocks, codes_reply

SHIPPED = opening.load(opening.shipped_path())
TEXT = 'HTTP/1.1 409 Conflict {"codeMinor":"unknownobject"}'
CODES = codes_in(TEXT, SHIPPED)


def test_an_admin_gets_the_text_the_codes_and_the_sources() -> None:
    text = codes_reply(CODES, TEXT, {"teacher": "the front office"}, "admin", {})
    paragraphs = text.split("\n\n")
    assert paragraphs[0].startswith("SIS: an error that the dictionary does not list (409 Conflict, OneRoster unknown")
    assert paragraphs[1] == TEXT
    assert "does not list this error" in paragraphs[2]
    assert "The teacher (the front office) usually acts first: Compare" in paragraphs[3]
    assert "https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.10" in paragraphs[-1]


def test_the_wording_of_the_desk_is_used_if_it_has_room_for_the_causes() -> None:
    own = codes_reply(CODES, "", {}, "teacher", {"teacher": "Hi!\n\n{causes}\n\nYour helpdesk"})
    assert own.startswith("Hi!\n\nThe SIS Error Code Dictionary does not list") and own.endswith("Your helpdesk")
    for template in ("Hi, {happened}", "{causes} {nonsense}", "{causes"):
        assert codes_reply(CODES, "", {}, "teacher", {"teacher": template}).startswith("Hello,\n\nWhen Canvas")


def test_braces_in_a_text_are_left_alone() -> None:
    assert f"“{TEXT}”" in codes_reply(CODES, TEXT, {}, "teacher", {})


def test_a_code_is_explained_in_full_once() -> None:
    notes = Notes()
    first, again = [*notes.lines(CODES[:1])], [*notes.lines(CODES)]
    assert first[0].startswith("409 Conflict: The request contradicts") and "First: Compare" in first[0]
    assert again[0] == "409 Conflict (see above)"
    assert again[1].startswith("OneRoster unknownobject: ")


def test_no_codes_have_no_heading() -> None:
    assert code_blocks([], {}) == []
