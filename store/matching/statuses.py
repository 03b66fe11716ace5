"""Which HTTP statuses and which OneRoster code words a text says, and where.

A number is a status only where the text says it as one: behind `HTTP/1.1`, `status`, `errorCode` and the like, before
its own reason phrase, beside an error word, in parentheses behind one, or as the whole text. Three digits alone are a
room, a count, points or an id. A code word is one only as the value of `codeMinor` or of its OneRoster 1.2 names.

The texts come from everywhere, so the separators between a key and its value may be escaped for JSON or HTML.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from store.core.text import squashed

REASON_PHRASES: dict[int, tuple[str, ...]] = {
    400: ("Bad Request",),
    401: ("Unauthorized", "Unauthorised", "Authorization Required"),
    402: ("Payment Required",),
    403: ("Forbidden",),
    404: ("Not Found",),
    405: ("Method Not Allowed",),
    406: ("Not Acceptable",),
    407: ("Proxy Authentication Required",),
    408: ("Request Timeout", "Request Time-out", "Request Timed Out"),
    409: ("Conflict",),
    410: ("Gone",),
    411: ("Length Required",),
    412: ("Precondition Failed",),
    413: ("Content Too Large", "Payload Too Large", "Request Entity Too Large", "Request Too Large"),
    414: ("URI Too Long", "Request-URI Too Long", "Request-URI Too Large", "Request URI Too Long"),
    415: ("Unsupported Media Type",),
    416: ("Range Not Satisfiable", "Requested Range Not Satisfiable"),
    417: ("Expectation Failed",),
    421: ("Misdirected Request",),
    422: ("Unprocessable Content", "Unprocessable Entity"),
    423: ("Locked",),
    424: ("Failed Dependency",),
    425: ("Too Early",),
    426: ("Upgrade Required",),
    428: ("Precondition Required",),
    429: ("Too Many Requests", "Rate Limit Exceeded"),
    431: ("Request Header Fields Too Large",),
    451: ("Unavailable For Legal Reasons",),
    500: ("Internal Server Error", "Internal Error", "Server Error"),
    501: ("Not Implemented",),
    502: ("Bad Gateway",),
    503: ("Service Unavailable", "Service Temporarily Unavailable", "Server Unavailable"),
    504: ("Gateway Timeout", "Gateway Time-out", "Gateway Timed Out"),
    505: ("HTTP Version Not Supported",),
    507: ("Insufficient Storage",),
    508: ("Loop Detected",),
    511: ("Network Authentication Required",),
}
"""Status to what servers write behind it: the registered phrases (RFC 9110, 6585, 4918 and others), and their older and
usual forms."""


class SaidStatus(NamedTuple):
    """An HTTP status that a text says as one."""

    status: int
    start: int
    """Offset of the number's first digit in the text."""
    end: int
    """Offset after its last digit."""


class SaidWord(NamedTuple):
    """A value that a text gives for OneRoster's `codeMinor`."""

    word: str
    """As written."""
    start: int
    end: int


class _LazyPattern:
    """A pattern that is compiled when it is first used: together they take 40 ms, and few texts hold a status."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source, self._flags = source, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._source, self._flags)

    def search(self, text: str) -> re.Match[str] | None:
        return self._compiled.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        return self._compiled.match(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._compiled.finditer(text)


def _any_of(phrases: tuple[str, ...]) -> str:
    """Return a pattern for any of some phrases, however its words are joined."""
    return "|".join(re.sub(r"[ -]", r"[\\s_-]*", phrase) for phrase in phrases)


_KEY_MARKS = ("http", "status", "code", "error", "exception")
_VERB_MARKS = ("(", " a ", " an ", " with ")
_VERB = 12
"""Whatever makes a number before it a status holds one of these words, the others in its last characters."""

_NUMBER = re.compile(r"(?<![\d.,])[45]\d\d(?![\w%°]|[.,:/–-]\d)")
"""A number that may be a status; `404th`, `404.5`, `4:404` and `404-12` are none."""
_BEFORE, _AFTER = 72, 48
"""Characters before and after a number that can make it a status."""

_QUOTE = r"(?:[\"'“”‘’`\\]|&quot;|&\#34;|&\#39;|%22)"
_IS = r"(?:[:=]|=>|&gt;|>|%3A|%3D)"
_KEY_CODE = (
    r"(?:http|response|status|error|err|result|return|api|server|reply)[ _-]?(?:status|response|error)?[ _-]?code"
)

_KEY = _LazyPattern(
    rf"""(?:(?<![^\W_])(?:
          https?(?:/\d(?:\.\d)?)?                                       # HTTP/1.1 404, HTTP 404, HTTP404
        | (?:https?[ _-]?)?{_KEY_CODE}                                  # statusCode, error code, httpStatusCode
        | https?[ _-]?(?:response[ _-]?)?(?:status|error|response)      # http status, HTTP error
        | response[ _-]?status
        )
        {_QUOTE}* (?:\s{{0,3}}{_IS}){{0,2}} (?:\s+(?:is|was|of|:))? \s{{0,3}} [\[(]? {_QUOTE}*
      | (?<![^\W_])status(?:{_QUOTE}+\s?{_IS}|=|>)\s?{_QUOTE}*          # "status": 404, status=404, <status>404
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
"""What stands directly before a number that is a status whatever follows it."""

_CODE = _LazyPattern(
    rf"""(?<![^\W_])(?:
        (?:error|exception|failed|failure|fault|respon\w+|return\w*|request|server|http|rejected
            |refused)[^.\n{{\"]{{0,40}}?\bcode\b (?:\s?{_IS})?\s?                    # failed with code 404
      | (?:errors?|fault|exception){_QUOTE}*\s?{_IS}\s?\[?\s?\{{           # "error":{{"code":404
            [^{{}}]{{0,60}}?code{_QUOTE}+\s?:\s?{_QUOTE}*
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
"""`code` alone is a status only behind an error word in the same sentence: courses and rooms have codes, too."""
_CODE_KEY = _LazyPattern(rf"(?<![^\W_])code{_QUOTE}+\s?:\s?{_QUOTE}*$", re.IGNORECASE)
_MESSAGE_KEY = _LazyPattern(rf"{_QUOTE}*\s?,\s{{0,9}}{_QUOTE}+(?:message|msg|error|reason|detail)", re.IGNORECASE)
"""What makes a JSON object with `code` the report of an error."""
_OTHER_CODE = _LazyPattern(
    r"(?:course|class|room|section|school|grade|district|building|activity|attendance|zip|area|postal|product|item"
    r"|period|term|state|school|subject|department|exit|access|pin|door|dial|country)[ _-]?code\W*$",
    re.IGNORECASE,
)

_WEAK = _LazyPattern(
    r"""(?<![^\W_])(?:
        \w*(?:error|exception)(?:\$\w+)?(?:\s?[:=-]\s?\[?|\s)(?:an?\s)?              # error 500, HttpException: 404
      | status(?:\s?[:=-]\s?[\"'“]?|\s(?:of\s|is\s|was\s)?)             # status: 404, a status of 404
      | (?:returned|returns|returning|responded|responds|answered|answers|replied|failed|fails|got|gets|getting|get
         |gives|gave|giving|threw|throws|received|receives|receive|shows|showed|see|seeing|says|said)
        \s(?:with\s|back\s|me\s|us\s|them\s)?(?:an?\s)(?:https?\s)?          # responded with a 503
      | (?:responded|failed|fails|answered|replied)\swith\s
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
"""What stands before a number that is a status if a sentence can go on behind it, but no noun that it counts."""
_PARENTHESIS = _LazyPattern(
    r"(?<![^\W_])(?:errors?|exception|failed|failure|fails|refused|denied|rejected|http|server|response|responded"
    r"|returned|status|request|unavailable|timeout|gateway)\s?\($",
    re.IGNORECASE,
)
"""Before `(404)`; a section, an assignment or a student may have an id in parentheses."""

_ENDS = _LazyPattern(
    r"""\s*(?:$|[;!?"'“”’`|<)\]}>]|[.,:](?:\s|$|[\"')\]}])|[–—-]\s|\\|&quot;|&lt;
        |:\s|(?:null|none|error|on|in|when|from|for|at|while|after|and|but|with|back|again|response|page|status|code|since|if|every
           |each|today|now|message|exception|because|during|or|as|then|until|here|there|means|please)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
"""How a sentence goes on behind a status."""
_COUNTS = _LazyPattern(
    r"\s+(?:of|out of|more|other|new|different|total|students?|grades?|scores?|assignments?|rows?|lines?"
    r"|records?|points?|pts|users?|sections?|courses?|classes|times?|errors|messages|items?|minutes|seconds|hours|days"
    r"|entries|submissions|results|teachers?|schools?|requests|enrollments|kids)\b",
    re.IGNORECASE,
)
"""What is counted by a number, or what it is part of."""
_LISTED = _LazyPattern(r"[ \t.,:;)\]]*(?:\s(?:and|or|to)\s)?\d|[ \t]*[;&+][ \t]*\d")
"""Another number behind a number, as in a list or a phone number."""
_ERROR_BEHIND = _LazyPattern(r"(?:\s|[-–]\s?)(?:http\s|server\s|client\s)?error(?!s\b)(?![\w-])", re.IGNORECASE)
"""`500 error`; but `500 errors` are many."""

_NAMED = _LazyPattern(
    r"""(?:^|[^\w])(?:rooms?|sections?|students?|assignments?|users?|courses?|class(?:es)?|periods?|grades?|teachers?
        |quiz(?:zes)?|units?|chapters?|lessons?|rows?|lines?|records?|items?|ids?|sourcedids?|numbers?|no|nr|categor(?:y|ies)
        |terms?|schools?|buildings?|scores?|points?|results?|enroll?ments?|submissions?|tickets?|cases?|buses|bus|desks?
        |lockers?|orders?|forms?|files?|tests?|exams?|labs?|essays?|projects?|homework|hw|pages?\sno|ports?|ext|extension
        |algebra|biology|english|math|history|science|art|pe|part|version|build|step|question|problem|table|group|district)
        \s?(?:[:=\#.(\[-]|\bno\.?|\bnumber|\bid)?\s?[\"'“‘(\[]?$""",
    re.IGNORECASE | re.VERBOSE,
)
"""Before a number that is a name: `Section 404 not found` says nothing of HTTP."""
_NUMBERED = _LazyPattern(r"[#№$€£§]\s?$|\w[-_/.:&]$|\d\s?[-–+x×*/]\s?$")
"""Marks before a number that make it a part of something longer."""

_PHRASES = {
    status: _LazyPattern(rf"[\s\"'“”\\>]*[-–—:,.|)\]]?[\s\"'“”\\(\[]*(?:{_any_of(phrases)})(?![^\W_])", re.IGNORECASE)
    for status, phrases in REASON_PHRASES.items()
}
"""Status to what follows it when it is followed by its reason phrase."""
_PHRASES_BEFORE = {
    status: _LazyPattern(rf"(?<![^\W_])(?:{_any_of(phrases)})(?:\serror)?\s?[\[(]\s?$", re.IGNORECASE)
    for status, phrases in REASON_PHRASES.items()
}
"""Status to what stands before it in `Not Found (404)`."""

_MARKS = r"[\s\"'“”‘’()\[\]<>.?!:]*"
_WHOLE = re.compile(rf"{_MARKS}(?:error|code|status|http)?{_MARKS}([45]\d\d){_MARKS}(?:error)?{_MARKS}", re.IGNORECASE)

_CODE_MINOR = _LazyPattern(
    rf"""(?<![^\W_])(?<!/)(?:imsx_)?code_?minor(?:_?field_?value)?(?:\s?value)?{_QUOTE}*
        (?:\s{{0,3}}{_IS}\s{{0,3}}|\s+(?:is|was)\s+|\s) (?P<quote>{_QUOTE})*
        (?P<word>[a-z]+(?:[ _-]{{1,2}}[a-z]+){{0,4}}_?)""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_ERROR = {"fullsuccess", "success"}


def said_statuses(text: str) -> list[SaidStatus]:
    """Return the HTTP statuses of 400 and more that a text says as such, in order."""
    if (whole := whole_status(text)) is not None:
        return [whole]
    return [SaidStatus(int(number[0]), *number.span()) for number in _NUMBER.finditer(text) if _is_status(text, number)]


def whole_status(text: str) -> SaidStatus | None:
    """Return the HTTP status that a text is, such as `404` or `error 404`, or None if it is anything more."""
    whole = _WHOLE.fullmatch(text) if len(text) < _AFTER else None
    return SaidStatus(int(whole[1]), *whole.span(1)) if whole is not None else None


def said_code_words(text: str) -> list[SaidWord]:
    """Return the values that a text gives for OneRoster's `codeMinor`, in order, without those that say success.

    A value without quotes has no certain end: it may hold a few words of what follows (see `readings`).
    """
    if "inor" not in text and "INOR" not in text:
        return []
    found = (SaidWord(match["word"], *match.span("word")) for match in _CODE_MINOR.finditer(text))
    return [said for said in found if _NO_ERROR.isdisjoint(readings(said.word))]


def readings(word: str) -> Iterator[str]:
    """Yield the code words that a value may be, squashed: all of its words, then fewer and fewer of them."""
    parts = re.split(r"[ _-]+", word.strip(" _-"))
    for count in range(len(parts), 0, -1):
        yield squashed("".join(parts[:count]))


def _is_status(text: str, number: re.Match[str]) -> bool:
    """Tell whether a text says a number as a status."""
    start, end = number.span()
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    status = int(number[0])
    phrase = _PHRASES[status].match(after) if status in _PHRASES else None
    if phrase is None and not _ERROR_BEHIND.match(after) and not _has_mark(before):  # most numbers
        return False
    if _KEY.search(before):
        return not _COUNTS.match(after)
    if before[-1:].isalnum() or before[-1:] == "_" or _NUMBERED.search(before):
        return False
    is_named = _NAMED.search(before) is not None
    if phrase is not None:
        return not is_named
    if status in _PHRASES and (before_it := _PHRASES_BEFORE[status].search(before)):
        return after[:1] in ")]" and not _NAMED.search(before[: before_it.start()])
    return not is_named and not _COUNTS.match(after) and _is_weakly_said(before, after)


def _is_weakly_said(before: str, after: str) -> bool:
    """Tell whether the words around a number make it a status, where it could also be a count or an id."""
    if _ERROR_BEHIND.match(after):
        return True
    if _LISTED.match(after):
        return False
    if _PARENTHESIS.search(before):
        return after.startswith(")")
    if _CODE.search(before):
        return not _OTHER_CODE.search(before)
    if _CODE_KEY.search(before):
        return _MESSAGE_KEY.match(after) is not None
    return _WEAK.search(before) is not None and _ENDS.match(after) is not None


def _has_mark(before: str) -> bool:
    """Tell whether anything before a number may make it a status. Looking for words takes a tenth of the patterns."""
    lower = before.casefold()
    return any(mark in lower for mark in _KEY_MARKS) or any(mark in lower[-_VERB:] for mark in _VERB_MARKS)
