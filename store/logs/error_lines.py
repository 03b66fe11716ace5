"""Which lines of a log look like an error, whatever system wrote them.

Looking like an error is a guess, and a generous one: a log is called clear only where no line does. Words such as
"failed" count in any case and on lines of any level, unless the line counts none of it ("0 errors", "failed: 0"). A
stack trace is one error with the line above it.
"""

import re
from collections.abc import Sequence

from store.matching.statuses import said_statuses

_WORDS = frozenset(
    [
        "error",
        "errors",
        "err",
        "errored",
        "failed",
        "fail",
        "fails",
        "failing",
        "failure",
        "failures",
        "cannot",
        "cant",
        "couldn",
        "couldnt",
        "refused",
        "rejected",
        "denied",
        "timeout",
        "timeouts",
        "invalid",
        "exception",
        "exceptions",
        "fatal",
        "severe",
        "critical",
        "crit",
        "alert",
        "emerg",
        "panic",
        "warn",
        "warning",
        "warnings",
        "unable",
        "unauthorized",
        "unauthorised",
        "forbidden",
        "aborted",
        "crash",
        "crashed",
        "traceback",
        "unexpected",
        "unhandled",
        "uncaught",
        "unreachable",
        "unavailable",
        "unsuccessful",
        "nonexistent",
        "skipping",
    ]
)
"""Words that report a failure."""
_FIRST = frozenset(["could", "couldn", "timed", "such", "existent", "neither"])
"""Words that may begin or end a phrase that reports one."""
_NEGATIONS = frozenset(["not", "didn", "doesn", "don", "isn", "wasn"])
_NEGATED = frozenset(
    [
        "found",
        "exist",
        "exists",
        "allowed",
        "permitted",
        "authorized",
        "authorised",
        "valid",
        "accepted",
        "be",
        "work",
        "match",
    ]
)
"""What is reported when it is negated."""
_PHRASE = re.compile(
    r"\bcould\s?(?:not|n.?t)\b|\bcan.t\b|\btimed[\s-]?out\b|\bnon-?existent\b|\bno such\b|\bneither\b.{1,80}\bexist"
    r"|\bnot (?:found|exist|allowed|permitted|authori[sz]ed|valid|accepted|be \w+ed)\b"
    r"|\b(?:did|does|do|is|was)n.?t (?:exist|found|work|match|allowed|valid)"
)
_COMPOUND = re.compile(
    r"[a-z](?:Exception|Error|Failure|Fault)s?\b|\b(?:error|Error|ERROR)[A-Z_]|_errors?\b|\btimedOut\b"
)
"""NullPointerException, errorCode, processing_errors."""
_COMPOUND_MARKS = ("rror", "RROR_", "xception", "Fault", "Failure", "timedOut")
_FAMILY = (
    r"(?:errors?|err|failed|fail(?:ure)?s?|exceptions?|warn(?:ing)?s?|timeouts?|rejected|refused|denied|invalid|skipped"
    r"|aborted|fatals?|crashes)"
)
_NONE = re.compile(
    rf"(?<![\w.,:/-])(?:0|no|zero|without(?: any| an)?|none|nothing)[ _-]+(?:\w+ )?{_FAMILY}\b"
    r"(?!\s*[:=]\s*[\"']?[1-9a-z])"
    rf"|{_FAMILY}(?:[ _-]?(?:count|total|rate|s))?[\"']?\s*[:=]?\s*[\"'(\[]?\s*0(?![\d.]*[1-9])(?:\.0+)?%?(?![\w.]\w)"
    rf"|{_FAMILY}(?:[ _-]?count)?[\"']?\s*[:=]\s*[\"']?(?:no|none|null|nil|false|n/a|-)[\"']?\s*(?=$|[,;}}\])|])"
    rf"|{_FAMILY}[\"']?\s*[:=]\s*(?:\[\]|\{{\}}|\"\"|'')"
)
"""What says that there was none."""
_NONE_WORDS = frozenset(["0", "00", "no", "zero", "without", "none", "nothing", "null", "nil", "false", "n"])
_NONE_MARKS = re.compile(r"\[\]|\{\}|\"\"|''|[:=]\s*\"?-")
_STATUS = re.compile(r'HTTP/\d(?:\.\d)?"?\s+[45]\d\d\b')
_WORD = re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?![^\W_])")
_STATUS_WORDS = frozenset(map(str, range(400, 600)))
_SUSPECT = _WORDS | _FIRST | _NEGATIONS | _STATUS_WORDS
"""Whatever looks like an error has one of these words, or a compound."""
_FRAME = re.compile(
    r"\s+at \S|\s*File \"[^\"]*\", line \d|\s*\.\.\. \d+ (?:more|common frames)|\s*(?:Caused by|Suppressed): "
    r"|\s*-{2,}> \S|\s*---+ End of|\s+from \S+:\d+:in |\s*#\d+ \S.*(?:\(|:\d)|goroutine \d+ \["
    r"|\s*Traceback \(most recent|\s*Stack ?[Tt]race:?\s*$|\s*(?:During handling of the above|The above) exception\b"
)
"""A line of a stack trace below the one that names the error."""
_FRAME_STARTS = (
    "Traceback",
    "goroutine ",
    "Caused by: ",
    "Suppressed: ",
    "#",
    "--",
    "... ",
    "File ",
    "Stack",
    "During handling",
    "The above",
)
_TRACEBACK = re.compile(r"\s*Traceback \(most recent")
_LEVEL = re.compile(r"\b(?:ERROR|FATAL|SEVERE|CRITICAL|WARN|WARNING)\b|\b[A-Za-z]+(?:Exception|Error):")
_BEGINNING = re.compile(r"[\s\d:.,/|+\-\[\]()TZ]*(?<=[\s|\])])")
"""The time and the like before the first word of a line."""


def looks_like_an_error(line: str, words: Sequence[str]) -> bool:
    """Tell whether a line reports a failure.

    Args:
        line: The line.
        words: Its words, folded.
    """
    if _SUSPECT.isdisjoint(words) and not _has_compound(line):  # most lines
        return False
    if _WORDS.isdisjoint(words) and not _has_compound(line):
        negates = not _NEGATIONS.isdisjoint(words) and not _NEGATED.isdisjoint(words)
        if not (negates or not _FIRST.isdisjoint(words)) or not _PHRASE.search(_lowered(line)):
            return _says_a_status(line, words)
    lowered = _lowered(line)
    if not _NONE_WORDS.isdisjoint(words) or _NONE_MARKS.search(line):
        for match in _NONE.finditer(lowered):
            start, end = match.span()
            blanks = " " * (end - start)
            line, lowered = line[:start] + blanks + line[end:], lowered[:start] + blanks + lowered[end:]
    return _mark(line, lowered) >= 0 or _says_a_status(line, words)


def error_mark(line: str) -> int:
    """Return the offset of what makes a line look like an error, or -1."""
    return _mark(line, _lowered(line))


def _mark(line: str, lowered: str) -> int:
    matches = (_WORD.search(lowered), _PHRASE.search(lowered), _COMPOUND.search(line))
    return min((match.start() for match in matches if match), default=-1)


def _lowered(line: str) -> str:
    """Return a line in small letters, as long as it was: patterns that ignore case take several times as long."""
    lowered = line.lower()
    return lowered if len(lowered) == len(line) else line


def _has_compound(line: str) -> bool:
    for mark in _COMPOUND_MARKS:  # noqa: SIM110 - a generator takes three times as long
        if mark in line:
            return True
    return False


def _says_a_status(line: str, words: Sequence[str]) -> bool:
    if _STATUS_WORDS.isdisjoint(words):
        return False
    return _STATUS.search(line) is not None or any(said.status >= 400 for said in said_statuses(line))


def is_frame(line: str) -> bool:
    """Tell whether a line belongs to a stack trace whose error is named above it."""
    return (line[:1].isspace() or line.startswith(_FRAME_STARTS)) and _FRAME.match(line) is not None


def begins_a_traceback(line: str) -> bool:
    """Tell whether a line begins a stack trace in which the error is named below, not above."""
    return _TRACEBACK.match(line) is not None


def from_error(line: str) -> str:
    """Return a line that looks like an error from its level or exception on, or without the time before it."""
    mark = _LEVEL.search(line)
    if mark is None:
        mark = _BEGINNING.match(line)
        return line[mark.end() :] if mark else line
    return line[mark.start() :]
