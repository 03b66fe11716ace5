r"""A text as it read on screen, before mail, spreadsheets, JSON, HTML and addresses wrapped it.

Each step undoes one kind of wrapping, only where the text is consistently wrapped so, and leaves all else alone: a
path (C:\new\table), a percentage, a template of C++. They come in the order in which texts are wrapped on their way,
backwards. An example, which a test runs; the error `Grading category “Tests & Quizzes” not found` on a web page, whose
source was logged as JSON and came by mail in a table:

    > 10:41,"{""page"":""<b>Grading category</b> =E2=80=9CTests &amp;=
    > amp; Quizzes=E2=80=9D\nnot%20found""}"          as it came
    10:41,"{""page"":""<b>Grading category</b> ...    1. the marks of a quoted mail
    ... “Tests &amp;amp; Quizzes”\nnot%20found""}"    2. quoted-printable, in which a line's end may be none
    10:41,"{"page":"<b>Grading ...                    3. doubled quotes in a field of a table
    ... Quizzes”⏎not%20found"}"                       4. JSON, whose \n is a line end from here on
    ... Grading category “Tests ...                   5. tags of HTML
    ... “Tests &amp; Quizzes”                         6. entities, after the tags: &lt;b&gt; is text, not a tag
    ... not found                                     7. URL encoding

Then all of it again, twice at most, since JSON is put in JSON and &amp;amp; is escaped twice; but no tags once there
were entities. At last come what concerns single characters: mojibake, before no-break blanks and soft hyphens go,
because half of a character can look like one; accents; words that a line's end divides.

Line ends stay line ends, because values end there, and a decoded text is clean as all texts are.
"""

import re
from functools import lru_cache

from store.core.text import clean
from store.matching import html_text
from store.matching.english_list import is_english
from store.matching.mojibake import without_mojibake
from store.matching.quoted_printable import without_quoted_printable

_ROUNDS = 3

_QUOTE_MARK = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_TAG_GOES_ON = re.compile(r"<[a-zA-Z][^<>=]*+=[^<>]*\n[ \t]*>|</[a-zA-Z][a-zA-Z0-9]*+\n[ \t]*>")
"""A tag of HTML whose > begins a line and is no mark of a quoted mail."""
_FIELD = re.compile(r'"(?<![^,;\t\n]")((?:[^"]++|"")*+)"(?=[,;\t\n]|\Z)')
"""A quoted field of a table."""
_ENTITY = re.compile(r"&(?:#\d{2,7};?|#[xX][0-9a-fA-F]{2,6};?|[A-Za-z][A-Za-z0-9]{1,30};)")

_ESCAPE = re.compile(r"""\\(?:(["'\\/bfnrt])|u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})*)""")
_ONLY_ESCAPES = re.compile(r"""(?:[^\\]++|\\(?:["'\\/bfnrt]|u[0-9a-fA-F]{4}))*+""")
_SURE_ESCAPE = re.compile(
    r"""\\(?<!\\\\)(?:  # at the first of a run of backslashes, whose pairs are passed over
        (?:\\\\)*+ (?:["'/]|u[0-9a-fA-F]{4}|[nrt](?![a-z]))  # \n at the end, or before a capital or a mark
      | (?<=\w\\) \\(?:\\\\)*+ (?=[A-Za-z0-9])  # A\\B
      | (?<=\b[A-Za-z]:\\) \\(?:\\\\)*+ (?!\\)  # C:\\reports
    )""",
    re.VERBOSE,
)
"""An escape that is no path."""
_JSON_KEY = re.compile(r'"[^"\\]*"\s*:')
_PATH = re.compile(r'\\(?:(?<=\b[A-Za-z]:\\)[a-z][a-z]|(?<![\w\\:]\\)\\(?!\\)[\w.$-]+\\(?!["/\\]|u[0-9a-fA-F]{4}))')
"""C:\\new and \\\\server\\new: in JSON they have twice as many backslashes."""
_ESCAPED = {"b": " ", "f": " ", "n": "\n", "r": "\r", "t": "\t"}

_NEXT_FIELD = re.compile(r"&(?=[A-Za-z_]\w*=)")
_QUERY = re.compile(r"\A\S*[?&]\w+=[\w.+-]*\+[^\s]*\Z")
"""An address whose query has blanks."""
_ENCODED = re.compile(r"""(?:(?<=(.))|)%[^\s"<>|]*+""", re.DOTALL)
"""A run of an address from its first % on, with the character before it. Addresses encode the marks that end it."""
_ONLY_PAIRS = re.compile(r"(?:%[0-9A-Fa-f]{2}[^%]*+)++")
_PAIRS = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_MARK = re.compile(r"%(?:2[0-9A-F]|3[A-F]|40|5[B-F]|60|7[B-E])")
"""An ASCII mark, which is what an address has to encode; C's formats (%5d, %2f) have small letters."""

_BLANK = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SOFT_BREAK = re.compile(r"\u00ad[ \t]*\n[ \t]*(\w+)[ \t]*")
_HYPHEN_BREAK = re.compile(r"-\n[ \t]*([^\W\d_]{2,}+)(?![^\W_]|-)([,.;:!?)\"']*+)[ \t]*")
_LAST_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{2,}\Z")
_LONGEST = 24
"""Letters of the longest word that is joined."""


def undone(text: str) -> str:
    """Return a cleaned text as it read on screen."""
    decoded, tags = text, True
    for _ in range(_ROUNDS):
        before = decoded
        decoded, tags = _decoded(decoded, tags)
        if decoded == before:
            break
        decoded = clean(decoded)
    if not decoded.isascii():
        decoded = _BLANK.sub(" ", without_mojibake(decoded))
        if "\u00ad" in decoded:
            decoded = _SOFT_BREAK.sub(_joined, decoded).replace("\u00ad", "")
    if "-\n" in decoded:
        decoded = _HYPHEN_BREAK.sub(_word, decoded)
    return text if decoded == text else clean(decoded)


def _decoded(text: str, tags: bool) -> tuple[str, bool]:
    """Undo one round of wrappings.

    Args:
        text: The text.
        tags: Whether what looks like a tag is one.

    Returns:
        The text, and whether what looks like a tag still is one.
    """
    is_quoted = text.lstrip().startswith(">")
    if is_quoted or ("\n" in text and ">" in text and not _TAG_GOES_ON.search(text)):
        text = _QUOTE_MARK.sub("", text)
    if "=" in text:
        text = without_quoted_printable(text)
    if '""' in text:
        text = _FIELD.sub(_field, text)
    if "\\" in text:
        text = "\n".join(_without_escapes(line) if "\\" in line else line for line in text.split("\n"))
    if tags and "<" in text and ">" in text and html_text.is_html(text):
        text = html_text.without_tags(text)
    if "&" in text and _ENTITY.search(text):
        decoded = _ENTITY.sub(_entity, text)
        text, tags = decoded, tags and decoded.count("<") == text.count("<")
    is_url = "%" in text or ("+" in text and "=" in text and _QUERY.search(text))
    return _without_percents(text) if is_url else text, tags


def _entity(match: re.Match[str]) -> str:
    return _named(match[0])


@lru_cache(maxsize=512)  # a text has few different ones
def _named(entity: str) -> str:
    import html  # its table of names takes as long as all of this module, and few texts need it

    return html.unescape(entity)


def _field(match: re.Match[str]) -> str:
    inside: str = match[1]
    return '"' + inside.replace('""', '"') + '"' if inside.strip('"') else match[0]


def _without_escapes(line: str) -> str:
    """Undo JSON's escapes in a line, if each backslash of it is one and they are not those of a path."""
    if not _ONLY_ESCAPES.fullmatch(line) or _PATH.search(line):
        return line
    if not _JSON_KEY.search(line) and not _SURE_ESCAPE.search(line):
        return line
    return _ESCAPE.sub(_unescaped, line)


def _unescaped(match: re.Match[str]) -> str:
    if character := match[1]:
        return _ESCAPED.get(character, character)
    return _utf16(match[0])


@lru_cache(maxsize=512)  # a text has few different ones
def _utf16(escapes: str) -> str:
    return bytes.fromhex(escapes.replace("\\u", "")).decode("utf-16-be", errors="replace")


def _without_percents(text: str) -> str:
    """Undo URL encoding; a + is a blank only where a text has no other. A tab ends each field of a query."""
    decoded = _ENCODED.sub(_without_pairs, text)
    is_encoded = decoded != text or _MARK.search(text) or _QUERY.search(text)
    if "+" in text and is_encoded and not any(map(str.isspace, text)):
        return _without_pairs_in(_NEXT_FIELD.sub("\t", text).replace("+", " "))
    return decoded


def _without_pairs(match: re.Match[str]) -> str:
    run: str = match[0]
    return (
        _without_pairs_in(_NEXT_FIELD.sub("\t", run))
        if _ONLY_PAIRS.fullmatch(run) and _is_encoded(run, match[1])
        else run
    )


def _without_pairs_in(text: str) -> str:
    try:
        return _PAIRS.sub(_utf8, text)
    except UnicodeDecodeError:
        return text


def _is_encoded(run: str, before: str | None) -> bool:
    """Tell whether a run in which each % begins a pair is URL encoded: 10%20 and %20s need not be."""
    marks = len(_MARK.findall(run))
    if marks > 1 or (marks and before and not before.isdigit() and before not in ' \t\n"<>|'):
        return True
    return any(match[0][1] in "CDEFcdef" and len(match[0]) > len("%XX") for match in _PAIRS.finditer(run))  # UTF-8


@lru_cache(maxsize=512)
def _character(pairs: str) -> str:
    return bytes.fromhex(pairs.replace("%", "")).decode("utf-8")


def _utf8(match: re.Match[str]) -> str:
    return _character(match[0])


def _joined(match: re.Match[str]) -> str:
    """Put the end of a word that a line's end divides before the line's end."""
    return match[1] + ("" if _is_at_line_end(match) else "\n")


def _word(match: re.Match[str]) -> str:
    """Join a word that a line's end divides, if it is one: self- and paced are not."""
    begin = _LAST_WORD.search(match.string[max(0, match.start() - _LONGEST) : match.start()])
    if begin is None or not is_english(begin[0] + match[1]):
        return match[0]
    return match[1] + match[2] + ("" if _is_at_line_end(match) else "\n")


def _is_at_line_end(match: re.Match[str]) -> bool:
    return match.end() == len(match.string) or match.string.startswith("\n", match.end())
