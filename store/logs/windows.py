"""A log as texts that are small enough to find messages in, each of which holds a whole message wherever one is.

A log is a stream of lines, but a message is not a line. It may be wrapped over several, or stand a thousand times on one.

- *Lines that belong together.* A line is a record of its own where it begins as records do: with a time, a level or a
  brace. The lines behind it, up to the next such line or an empty one, may continue it. `Prefilter.can_join` tells by
  their words in which of them a message may go on; those are one text.
- *Long lines.* In a JSON list, each object is a text. Any other long line is read in windows of `WINDOW` characters.
  Each is followed by the next `AHEAD` characters, so that the messages that begin in it are whole, and comes behind the
  last `BACK` characters before it, so that it is seen how they begin.

A message belongs to the text in which it begins. What was read once is not read again: `Window.own_end`, and
`store.logs.triage` keeps in mind where the last message ended.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from msgspec import Struct

from store.core.models import Span
from store.logs.log_file import Unfinished
from store.matching.pasted_text import Text, unwrap
from store.matching.prefilter import Prefilter, Sketch

WINDOW = 6_000
"""Characters of a long line that are read at once; shorter lines are read whole."""
AHEAD = 3_000
"""Characters behind them that are read, too: no message with its values is longer."""
BACK = 200
"""Characters before them that are read, too."""
MAX_LINES = 40
"""Lines that are kept to see whether a message goes on in them."""
MAX_BETWEEN = 2
"""Lines that a value may fill between two lines that have words of its message."""
MAX_BEHIND = 3
"""Lines behind a message that may have the end of its value."""

_RECORD = re.compile(
    r"""\s*(?:
        [\[(<"']?\d{4}-\d\d?-\d\d | [\[("']?\d{1,2}[/.]\d{1,2}[/.]\d{2,4} | [\[("']?\d{1,2}:\d\d | \d{9,}\b
        | [\[("']?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}\b
        | [\[<(]?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL)\b
        | [{\[] | [-*•]\s | \d{1,6}(?:[.)|;,\t]|\s\|)
    )""",
    re.VERBOSE,
)
"""How a record begins."""
_OBJECT = re.compile(r"\}\s*,\s*(?=\{)")
"""Where an object of a JSON list ends and the next one begins."""


class Line(Struct):
    """A line of a log, or a part of one."""

    number: int
    raw: str
    text: Text
    """As it read on screen."""
    begins: bool = True
    """Whether it begins as a record does."""
    goes_on: bool = False
    """Whether it goes on with the line that the part before it began: they are one line."""


class Window(NamedTuple):
    """A text in which messages may be found."""

    lines: list[Line]
    """Its own lines: each line of the log is in one window."""
    text: Text
    """Its own lines and what belongs to them."""
    candidates: tuple[int, ...] = ()
    """Numbers of the messages that it can contain; none for most."""
    starts: Sequence[int] = (0,)
    """Offset of each line in the text."""
    own: Span | None = None
    """The characters in which its messages begin; None for all."""
    head: str = ""
    """How the line begins of which this is a later part: it may name the vendor."""

    def line_at(self, offset: int) -> int:
        """Return the number of the line at an offset of the text."""
        return self.lines[0].number + bisect_right(self.starts, offset) - 1


class Windows:
    """Divides logs into windows."""

    def __init__(self, prefilter: Prefilter) -> None:
        """Divide by what a prefilter says of lines."""
        self._prefilter = prefilter
        self._may_go_on = [message.template.is_open or bool(message.message.also) for message in prefilter.messages]

    def of(self, lines: Iterable[str]) -> Iterator[Window]:
        """Divide a log, a stream of cleaned lines."""
        run: list[Line] = []
        number = 0
        long: _LongLine | None = None
        for raw in lines:
            if long is None:
                number += 1
                if len(raw) <= WINDOW and not isinstance(raw, Unfinished) and not ("{" in raw and _OBJECT.search(raw)):
                    text = Text(unwrap(raw))
                    line = Line(number, raw, text, _RECORD.match(text.text) is not None)
                    if run and (line.begins or not text.words or len(run) == MAX_LINES):
                        is_end = line.begins or not text.words
                        for window in self._of_run(run, is_end):
                            yield window
                            run = run[len(window.lines) :]
                    run.append(line)
                    continue
                yield from self._of_run(run, True)
                run, long = [], _LongLine(number)
            for window in long.more(raw):
                yield self._sketched(window)
            if not isinstance(raw, Unfinished):
                long = None
        yield from self._of_run(run, True)

    def _sketched(self, window: Window) -> Window:
        candidates = self._prefilter.candidates(window.text, self._prefilter.sketch(window.text))
        return window._replace(candidates=candidates) if candidates else window

    def _of_run(self, run: Sequence[Line], is_end: bool) -> Iterator[Window]:
        """Divide some lines, of which only the first one begins as a record does.

        Args:
            run: The lines.
            is_end: Whether they are not continued; else the last windows are left for later.
        """
        if len(run) == 1:  # nearly always
            yield self._sketched(Window([run[0]], run[0].text))
            return
        sketches = [self._prefilter.sketch(line.text) for line in run]
        candidates = [
            self._prefilter.candidates(line.text, sketch) for line, sketch in zip(run, sketches, strict=True)
        ]
        at = 0
        while at < len(run):
            end = self._end_of_group(run, sketches, at)
            if not is_end and end + MAX_BETWEEN + MAX_BEHIND >= len(run):
                if at == 0:  # it has as many lines as are kept
                    yield self._joined(run, 0, len(run) // 2, len(run))
                return
            if end > at + 1 or candidates[at]:
                behind = end
                while behind < min(end + MAX_BEHIND, len(run)) and not candidates[behind]:
                    behind += 1
                yield self._joined(run, at, end, behind)
            else:
                yield Window([run[at]], run[at].text)
            at = end

    def _end_of_group(self, run: Sequence[Line], sketches: Sequence[Sketch], start: int) -> int:
        """Return the index after the last line in which a message may go on that begins in a line of a run."""
        end, at = start + 1, start
        while at < end:
            for other in range(min(at + 1 + MAX_BETWEEN, len(run) - 1), end - 1, -1):
                between = ("", "")
                if other == at + 1 and run[at].text.words and run[other].text.words:
                    between = (run[at].text.words[-1], run[other].text.words[0])
                if self._prefilter.can_join(sketches[at], sketches[other], between):
                    end = other + 1
                    break
            at += 1
        return end

    def _joined(self, run: Sequence[Line], start: int, end: int, behind: int) -> Window:
        """Make one window of some lines and those behind them that may have the end of a value."""
        own = Text.of_lines([line.text for line in run[start:end]])
        window = self._sketched(Window(list(run[start:end]), own))
        if not window.candidates:
            return window
        is_record = run[0].begins or behind - end > MAX_BEHIND
        if is_record or any(self._may_go_on[number] for number in window.candidates):
            text = Text.of_lines([line.text for line in run[start:behind]])
        else:
            text, behind = own, end
        lengths = [len(line.text.text) + 1 for line in run[start:behind]]
        starts = [0, *accumulate(lengths[:-1])]
        return window._replace(text=text, starts=starts, own=(0, len(own.text) + 1))


class _LongLine:
    """A long line, or one with a list of objects, which comes in parts."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._held = self._back = self._head = ""
        """What was not read yet, what is before it, and the beginning of the line."""
        self._goes_on = False

    def more(self, part: str) -> Iterator[Window]:
        """Take the next part; yield the windows that are complete."""
        held, at = self._held + part, 0
        is_end = not isinstance(part, Unfinished)
        while at < len(held):
            end = _OBJECT.search(held, at, at + WINDOW)
            if end:
                yield self._window(held[at : end.end()], "", is_object=True)
                at = end.end()
            elif len(held) - at > WINDOW + AHEAD:
                until = _cut(held, at + WINDOW)
                yield self._window(held[at:until], held[until : _cut(held, until + AHEAD)])
                at = until
            elif is_end:
                until = _cut(held, at + WINDOW) if len(held) - at > WINDOW else len(held)
                yield self._window(held[at:until], held[until:])
                at = until
            else:
                break
        self._held = held[at:]

    def _window(self, own: str, ahead: str, is_object: bool = False) -> Window:
        text = unwrap(own)
        line = Line(self._number, own, Text(text), not self._goes_on, self._goes_on)
        whole = Text(self._back + text + unwrap(ahead)) if self._back or ahead else line.text
        span = (len(self._back), len(self._back) + len(text))
        head, self._head = self._head, self._head or own[:BACK]
        self._goes_on = not is_object
        self._back = "" if is_object else text[_cut(text, len(text) - BACK) :] if len(text) > BACK else text
        return Window([line], whole, own=span, head=head)


def _cut(text: str, at: int) -> int:
    """Return where to cut a text at an offset or a little before it: behind a blank, if there is one."""
    blank = text.rfind(" ", max(0, at - BACK), at)
    return blank + 1 if blank >= 0 else at
