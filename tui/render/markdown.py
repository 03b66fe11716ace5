"""Outlines as Markdown: one entry, or the entries of a plan or a handbook.

Text from the catalog, the notebook or a log is escaped, so Markdown shows it exactly as it was written.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from store.catalog.opening import Catalog
from store.core.clock import now
from store.core.escaping import markdown_literal
from store.core.models import Entry
from store.core.text import clean
from tui.render.outline import Block, Role, outline

Layout = Mapping[Role, str]
"""Role of a block, to the Markdown around its text (`{}`). Blocks with other roles are left out."""

CODE_BLOCK = "    {}"
LINK = "- [{}](<{}>)"

SECTION: Layout = {
    Role.SYNCS: "{}",
    Role.MESSAGE: "> {}",
    Role.MEANING: "{}",
    Role.UNSPECIFIED: "_{}_",
    Role.REMARK: "{}",
    Role.WHO: "**{}**",
    Role.STEP: "{}",
    Role.BASIS: "_{}_",
}
"""An entry as part of a larger document, which writes its own headings."""

PAGE: Layout = {
    **dict.fromkeys(Role, "{}"),
    Role.TITLE: "# {}",
    Role.HEADING: "## {}",
    Role.MESSAGE: CODE_BLOCK,
    Role.WHO: "**{}**",
    Role.SOURCE: LINK,
}
"""An entry as a document of its own."""

_LISTS = (Role.STEP, Role.SAYS, Role.SOURCE)
"""Roles whose blocks, one after another, form a list without blank lines."""


def entry_markdown(catalog: Catalog, entry: Entry) -> str:
    """Write an entry as a Markdown document, without the desk's contacts, notes and cases.

    Args:
        catalog: The catalog that the entry is from.
        entry: The entry.

    Returns:
        The document, without a line feed at its end.
    """
    arranged = outline(catalog, entry, now())
    lines = list(blocks_as_markdown([*arranged.glance, *arranged.further], PAGE))
    if arranged.related:
        lines += ["", "## Related", ""]
        lines += [f"- {markdown_literal(other.title)} (`{other.id}`)" for other in arranged.related]
    return "\n".join([*lines, "", f"`{entry.id}`"]).strip()


def blocks_as_markdown(blocks: Iterable[Block], layout: Layout, mask: Callable[[str], str] = str) -> Iterator[str]:
    """Write the blocks of an outline as Markdown.

    Args:
        blocks: The blocks, in reading order.
        layout: Which roles to write, and how.
        mask: Applied to each text before it is written.

    Yields:
        Lines without line feeds. A blank line comes before each paragraph and each list.
    """
    previous: Role | None = None
    for block in blocks:
        if block.role in layout:
            if block.role not in _LISTS or block.role is not previous:
                yield ""
            yield from _block_lines(block, layout[block.role], mask)
        previous = block.role


def _block_lines(block: Block, form: str, mask: Callable[[str], str]) -> Iterator[str]:
    text = clean(mask(block.text))
    if form == CODE_BLOCK:
        yield from (form.format(line) for line in text.split("\n"))
    elif form == LINK:
        title, _, address = text.partition("\n")
        yield form.format(markdown_literal(title), address)
    elif block.role in _LISTS:
        yield form.format(block.mark.replace("• ", "- ") + markdown_literal(text))
    else:
        yield form.format(markdown_literal(block.mark + text))
