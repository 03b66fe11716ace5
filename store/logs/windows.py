"""A log as texts that are small enough to find messages in, each of which holds a whole message wherever one is.

A log is a stream of lines, but a message is not a line. It may be wrapped over several, or stand a thousand times on
one.

- *Lines that belong together.* A line is a record of its own where it begins as records do: with a time, a level or a
  brace. The lines behind it, up to the next such line or an empty one, may continue it. Each of them is searched alone.
  Where that does not find a whole message, `Prefilter.can_join` tells by their words in which of them one may go on;
  those are searched as one text, with the lines behind them in which the last value may end.
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
from store.matching.decoding import readable
from store.matching.pasted_text import Text
from store.matching.prefilter import Sketch
from store.matching.slot_values import LONGEST_WRAPPED_LINE, SHORTEST_WRAPPED_LINE
from store.search.message_search import MessageSearch, Recognized

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
        | [\[("']?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s+)?
          (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}\b
        | [\[<(]?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL)\b
        | [{\[] | [-*•]\s | \d{1,6}(?:[.)][ \t]+\S|[|;,\t]|\s\|)
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
    sketch: Sketch | None = None


class Window(NamedTuple):
    """A text in which messages were looked for."""

    lines: list[Line]
    """Its own lines: each line of the log is in one window."""
    found: Sequence[Recognized] = ()
    """The messages that begin in them."""
    length: int = 0
    """Characters of its own lines."""
    starts: Sequence[int] = (0,)
    """Offset of each line in the text."""

    def line_at(self, offset: int) -> int:
        """Return the number of the line at an offset of the text."""
        return self.lines[0].number + bisect_right(self.starts, offset) - 1


class Windows:
    """Divides a log into windows, and finds the messages in each."""

    def __init__(self, messages: MessageSearch, vendor: str | None) -> None:
        """Look for the messages of a vendor, or of all for None."""
        self._messages, self._prefilter, self._vendor = messages, messages.prefilter, vendor

    def of(self, lines: Iterable[str]) -> Iterator[Window]:
        """Divide a log, a stream of cleaned lines."""
        run: list[Line] = []
        number = 0
        long: _LongLine | None = None
        for raw in lines:
            if long is None:
                number += 1
                if len(raw) <= WINDOW and not isinstance(raw, Unfinished) and not ("{" in raw and _OBJECT.search(raw)):
                    text = Text(readable(raw))
                    begins = _RECORD.match(text.text) is not None
                    if begins and len(run) == 1:  # nearly always
                        yield self._of_line(run[0])
                        run[0] = Line(number, raw, text, begins)
                        continue
                    if run and (begins or not text.words or len(run) == MAX_LINES):
                        for window in self._of_run(run, begins or not text.words):
                            yield window
                            run = run[len(window.lines) :]
                    run.append(Line(number, raw, text, begins))
                    continue
                yield from self._of_run(run, True)
                run, long = [], _LongLine(number)
            for part in long.more(raw):
                yield self._of_part(part)
            if not isinstance(raw, Unfinished):
                long = None
        yield from self._of_run(run, True)

    def _sketch(self, line: Line) -> Sketch:
        if line.sketch is None:
            line.sketch = self._prefilter.sketch(line.text)
        return line.sketch

    def _recognize(self, text: Text, head: str = "", sketch: Sketch | None = None) -> list[Recognized]:
        candidates = self._prefilter.candidates(text, sketch or self._prefilter.sketch(text))
        return self._messages.recognize_among(text, candidates, self._vendor, head) if candidates else []

    def _of_line(self, line: Line) -> Window:
        candidates = self._prefilter.candidates_alone(line.text)
        found: Sequence[Recognized] = ()
        if candidates:
            found = self._messages.recognize_among(line.text, candidates, self._vendor)
        return Window([line], found, len(line.text.text) + 1)

    def _of_part(self, part: "_Part") -> Window:
        """Find the messages that begin in a part of a long line."""
        start, end = part.own
        found = [
            one._replace(span=(one.span[0] - start, one.span[1] - start))
            for one in self._recognize(part.text, part.head)
            if start <= one.span[0] < end
        ]
        return Window([part.line], found, end - start)

    def _of_run(self, run: Sequence[Line], is_end: bool) -> Iterator[Window]:
        """Divide some lines, of which only the first one begins as a record does.

        Args:
            run: The lines.
            is_end: Whether they are not continued; else the last windows are left for later.
        """
        if len(run) == 1:
            yield self._of_line(run[0])
            return
        alone = [self._recognize(line.text, sketch=self._sketch(line)) for line in run]
        is_done = [
            bool(found) and all(one.is_whole or not _is_at_end(one, line.text) for one in found)
            for line, found in zip(run, alone, strict=True)
        ]
        at = 0
        while at < len(run):
            end = at + 1 if is_done[at] else self._end_of_group(run, is_done, at)
            if not is_end and not is_done[at] and end + MAX_BEHIND >= len(run):
                if at == 0:  # it has as many lines as are kept
                    yield self._joined(run, 0, len(run) // 2, len(run))
                return
            behind = self._end_of_view(run, alone, at, end)
            if behind > at + 1:
                yield self._joined(run, at, end, behind)
            else:
                yield Window([run[at]], alone[at], len(run[at].text.text) + 1)
            at = end

    def _end_of_group(self, run: Sequence[Line], is_done: Sequence[bool], start: int) -> int:
        """Return the index after the last line in which a message may go on that begins in a line of a run."""
        end, at = start + 1, start
        while at < end:
            last = min(at + 1 + MAX_BETWEEN, len(run) - 1)
            while last > at and any(is_done[at + 1 : last + 1]):
                last -= 1
            for other in range(last, end - 1, -1):
                between = ("", "")
                if other == at + 1 and run[at].text.words and run[other].text.words:
                    between = (run[at].text.words[-1], run[other].text.words[0])
                if self._prefilter.can_join(self._sketch(run[at]), self._sketch(run[other]), between):
                    end = other + 1
                    break
            at += 1
        return end

    def _end_of_view(self, run: Sequence[Line], alone: Sequence[list[Recognized]], start: int, end: int) -> int:
        """Return the index after the last line behind some lines that may have the end of their message.

        This may be the end of its value, which was wrapped, or the rest of a message that the dictionary cuts short, in
        the same record.
        """
        if end == len(run):
            return end
        last = alone[end - 1]
        if last:
            goes_on = _is_open(last[-1], run[end - 1].text) and _may_be_wrapped(run, end)
        else:
            goes_on = end > start + 1 or self._lacks_its_end(run[start], run[0].begins)
        if not goes_on:
            return end
        behind = end
        while behind < min(end + MAX_BEHIND, len(run)) and not alone[behind]:
            behind += 1
        return behind

    def _lacks_its_end(self, line: Line, is_record: bool) -> bool:
        """Tell whether a line, in which no message was found, may have one whose value or rest is behind it."""
        for number in self._sketch(line).candidates:
            template = self._prefilter.messages[number].template
            if is_record or (template.is_open and line.text.words[-1:] == template.words[-1:]):
                return True
        return False

    def _joined(self, run: Sequence[Line], start: int, end: int, behind: int) -> Window:
        """Make one window of some lines, and look into those behind them, too."""
        text = Text.of_lines([line.text for line in run[start:behind]])
        lengths = [len(line.text.text) + 1 for line in run[start:behind]]
        starts = [0, *accumulate(lengths)]
        length = starts[end - start]
        found = [one for one in self._recognize(text) if one.span[0] < length]
        return Window(list(run[start:end]), found, length, starts[:-1])


def _may_be_wrapped(run: Sequence[Line], end: int) -> bool:
    """Tell whether a line may go on in the one behind it: it is as long as it may be, or a phrase goes on."""
    length = len(run[end - 1].raw)
    following = run[end].text.text.lstrip()
    if not SHORTEST_WRAPPED_LINE <= length <= LONGEST_WRAPPED_LINE:
        return False
    width = max(len(line.raw) for line in run)
    return following[:1].islower() or (
        width <= LONGEST_WRAPPED_LINE and length + 1 + len(following.split(" ", 1)[0]) > width
    )


def _is_at_end(one: Recognized, text: Text) -> bool:
    """Tell whether a message ends where a line does."""
    return one.span[1] + 2 >= len(text.text.rstrip())


def _is_open(one: Recognized, text: Text) -> bool:
    """Tell whether a message ends with a value, where a line does."""
    message = one.hits[0].entry.messages[one.hits[0].message or 0]
    return _is_at_end(one, text) and message.text.rstrip().endswith(tuple(message.slots.values())[-1:])


class _Part(NamedTuple):
    """A part of a long line."""

    line: Line
    text: Text
    """With some characters before and behind it."""
    own: Span
    """Its own characters."""
    head: str
    """How the line begins, if this is a later part: it may name the vendor."""


class _LongLine:
    """A long line, or one with a list of objects, which comes in parts."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._held = self._back = self._head = ""
        """What was not read yet, what is before it, and the beginning of the line."""
        self._goes_on = False

    def more(self, part: str) -> Iterator[_Part]:
        """Take what comes next of it; yield the parts that are complete."""
        held, at = self._held + part, 0
        is_end = not isinstance(part, Unfinished)
        while at < len(held):
            end = _OBJECT.search(held, at, at + WINDOW)
            if end:
                yield self._part(held[at : end.end()], "", is_object=True)
                at = end.end()
            elif len(held) - at > WINDOW + AHEAD:
                until = _cut(held, at + WINDOW)
                yield self._part(held[at:until], held[until : _cut(held, until + AHEAD)])
                at = until
            elif is_end:
                until = _cut(held, at + WINDOW) if len(held) - at > WINDOW else len(held)
                yield self._part(held[at:until], held[until:])
                at = until
            else:
                break
        self._held = held[at:]

    def _part(self, own: str, ahead: str, is_object: bool = False) -> _Part:
        text = readable(own)
        line = Line(self._number, own, Text(text), not self._goes_on, self._goes_on)
        whole = Text(self._back + text + readable(ahead)) if self._back or ahead else line.text
        span = (len(self._back), len(self._back) + len(text))
        head, self._head = self._head, self._head or own[:BACK]
        self._goes_on = not is_object
        self._back = "" if is_object else text[_cut(text, len(text) - BACK) :] if len(text) > BACK else text
        return _Part(line, whole, span, head)


def _cut(text: str, at: int) -> int:
    """Return where to cut a text at an offset or a little before it: behind a blank, if there is one."""
    blank = text.rfind(" ", max(0, at - BACK), at)
    return blank + 1 if blank >= 0 else at
