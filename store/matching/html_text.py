"""HTML as it looked on screen: inline tags vanish, blocks and <br> become line ends, cells are apart by a tab.

Only known tags of HTML count, since the dictionary prints `<Section ID>`, logs print `<guid>`, and OneRoster answers in
XML. Entities are not decoded here: `store.matching.wrappings` says why that comes after.
"""

import re

_INLINE = """
a abbr b bdi bdo big button cite code del em font i img input ins kbd label mark nobr o:p q s samp small span strike
strong sub sup tt u var wbr
"""
_BLOCK = """
address article aside blockquote body br caption center col colgroup dd details div dl dt fieldset figcaption figure
footer form h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main meta nav noscript ol option p pre section
select summary table tbody textarea tfoot thead title tr ul
"""
_CELL = frozenset(("td", "th"))
_DROPPED = {
    "<!--": re.compile("-->"),
    "script": re.compile(r"</script\s*>", re.IGNORECASE),
    "style": re.compile(r"</style\s*>", re.IGNORECASE),
}
"""What is dropped with all that is in it, to where it ends."""
_KNOWN = frozenset((_INLINE + _BLOCK).split()) | _CELL | {"script", "style"}
_LINES = frozenset(_BLOCK.split())

_MARKUP = re.compile(
    r"""<!--
    | <!doctype\b [^<>]*+ >
    | <(?P<end>/?) (?P<name>[A-Za-z][A-Za-z0-9:]*+) (?P<attributes>
        (?: [^<>"'] | "[^"<]*+" | '[^'<]*+' )*+ (?=>)  # a quoted > does not end the tag
      | [^<>]*+ ) >""",
    re.VERBOSE | re.IGNORECASE,
)
_PROOF = re.compile(
    r"</([A-Za-z][A-Za-z0-9:]*+)\s*>|<([bB][rR]|[hH][rR])\s*/?>|<(img|meta|link|input)\s[^<>=]*+=[^<>]*+>"
)
"""What only HTML has: an end tag, or a tag that has no end. Whether its name is known is asked afterwards."""
_ATTRIBUTES = re.compile(r"(?:\s+[\w:-]+\s*=|\s+(?:checked|disabled|hidden|nowrap|open|readonly|selected)\b|\s*/?$)")


def is_html(text: str) -> bool:
    """Tell whether a text really is HTML, and does not only have words in angle brackets."""
    return any(_is_known(match[1] or match[2] or match[3]) for match in _PROOF.finditer(text))


def without_tags(html: str) -> str:
    """Return HTML as it looked on screen, entities apart."""
    parts: list[str] = []
    taken = cells = 0
    at_line_start, is_cell = True, False
    unended = set[str]()
    """Of a comment, `script` and `style`, those that do not end any more: they are text."""
    for match in _MARKUP.finditer(html):
        name = (match["name"] or "").lower()
        if match.start() < taken or (name and not _is_tag(match)):
            continue
        end_of_dropped = None
        if (kind := name or match[0]) in _DROPPED and not match["end"] and kind not in unended:
            end_of_dropped = _DROPPED[kind].search(html, match.end())
            if end_of_dropped is None:
                unended.add(kind)
        if match[0] == "<!--" and end_of_dropped is None:
            continue
        cells = 0 if name == "tr" else cells + (name in _CELL and not match["end"])
        look = _look(name, bool(match["end"]), cells)
        before = html[taken : match.start()]
        if parts and (at_line_start or is_cell) and before.isspace():  # the source's own, between blocks or cells
            before = ""
        is_cell = name in _CELL
        at_line_start = _is_at_line_start(before, at_line_start)
        if look == "\n" and name != "br" and at_line_start:
            look = ""
        parts += (before, look)
        at_line_start = _is_at_line_start(look, at_line_start)
        taken = end_of_dropped.end() if end_of_dropped else match.end()
    text = "".join((*parts, html[taken:]))
    return text if html.endswith("\n") else text.rstrip("\n")


def _is_known(name: str) -> bool:
    """Tell whether a tag is one of HTML, which is written in small letters or in capitals."""
    return name.lower() in _KNOWN and (name.islower() or name.isupper())


def _is_tag(match: re.Match[str]) -> bool:
    """Tell whether what stands in angle brackets is a tag of HTML: `<Section ID>` and `<b and c>` are not."""
    return _is_known(match["name"]) and _ATTRIBUTES.match(match["attributes"]) is not None


def _look(name: str, is_end: bool, cells: int) -> str:
    """Return what a tag is on screen.

    Args:
        name: Its name; empty for a document's type.
        is_end: Whether it is an end tag.
        cells: Number of the cell in its row.
    """
    if name in _CELL:
        return "\t" if cells > 1 and not is_end else ""
    return "\n" if name in _LINES else ""


def _is_at_line_start(part: str, was: bool) -> bool:
    """Tell whether the next character begins a line, blanks apart, behind a part that itself began one or not."""
    line_end, rest = part.rfind("\n"), part[part.rfind("\n") + 1 :]
    return not rest.strip(" \t") and (was or line_end >= 0)
