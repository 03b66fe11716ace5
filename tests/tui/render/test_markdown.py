"""Outlines as Markdown: layout, lists, masks, and text that is never read as markup."""

import pytest
from markdown_it import MarkdownIt

from store.core.models import Entry
from tests.tui.conftest import SHIPPED
from tui.render.markdown import PAGE, SECTION, Layout, blocks_as_markdown, entry_markdown
from tui.render.outline import Block, Role

EVIL = "# [x](javascript:1) <b> *y* _z_ `c` | 1. &amp;"


def written(*blocks: Block, layout: Layout = SECTION) -> str:
    return "\n".join(blocks_as_markdown(blocks, layout))


@pytest.mark.parametrize("layout", [PAGE, SECTION], ids=["page", "section"])
@pytest.mark.parametrize("role", Role)
def test_text_is_never_markup(layout: Layout, role: Role) -> None:
    text = f"{EVIL}\nhttps://example.org" if role is Role.SOURCE else EVIL
    inline = [
        child
        for token in MarkdownIt().parse(written(Block(role, text), layout=layout))
        for child in token.children or [token]
    ]
    content = "".join(token.content for token in inline if token.type in ("text", "code_block"))
    assert content.rstrip() == (EVIL if role in layout else "")
    assert not {"html_inline", "html_block", "code_inline", "image"} & {token.type for token in inline}


def test_steps_form_one_list_that_other_text_ends() -> None:
    steps = [Block(Role.STEP, f"Step {number}", f"{number}. ") for number in (1, 2)]
    text = written(Block(Role.WHO, "Teacher acts"), *steps, Block(Role.BASIS, "Fix"), Block(Role.STEP, "Again", "1. "))
    assert text == "\n**Teacher acts**\n\n1. Step 1\n2. Step 2\n\n_Fix_\n\n1. Again"


def test_a_message_keeps_its_lines_only_on_a_full_page() -> None:
    message = Block(Role.MESSAGE, "one\n  two")
    assert written(message, layout=PAGE) == "\n    one\n      two"
    assert written(message) == "\n> one two"


def test_a_section_leaves_out_title_facts_and_sources() -> None:
    assert written(*(Block(role, "x") for role in (Role.TITLE, Role.FACTS, Role.SOURCE, Role.SAYS))) == ""


def test_marks_and_masks() -> None:
    block = Block(Role.REMARK, "call 555-0100", "In full: ")
    lines = blocks_as_markdown([block], SECTION, lambda text: text.replace("555-0100", "‹phone number›"))
    assert list(lines) == ["", "In full: call ‹phone number›"]


@pytest.mark.parametrize("entry", SHIPPED.entries, ids=lambda entry: entry.id)
def test_a_page_has_everything_about_an_entry(entry: Entry) -> None:
    text = entry_markdown(SHIPPED, entry)
    assert text.startswith("# ") and text.endswith(f"\n`{entry.id}`")
    plain = "".join(token.content for token in MarkdownIt().parse(text))
    for message in entry.messages:
        assert "".join(f"    {line}\n" for line in message.text.split("\n")) in text
    for related in entry.related:
        assert f"(`{related}`)" in plain
    addresses = {source.url for message in entry.messages for cause in message.causes for source in cause.sources}
    assert all(text.count(f"](<{address}>)") == 1 for address in addresses)
