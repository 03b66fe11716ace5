"""Messages that mail or a console wrapped over two or three lines of a log.

Searching all pairs and triples of lines would take several times as long as reading the log. So four steps, the
cheapest first, decide whether a message begins on the first of some lines and ends on the last. An example, which a
test runs: the message "Grading category [x] not found in Skyward for section [x]." (eight words) and the lines

    10:41 ERROR Grading category Quizzes not        words  0 to 6 of the two lines as one text
    found in Skyward for section 12.                words 7 to 12

1. `Prefilter.wrapped_candidates`, by words alone. The first line was searched alone before: three of the eight words,
   a cover of 0.375, not enough. The two lines together have all eight, with at least one on the first and on the last
   line. So it may be.
2. `_can_begin_on_first`, by distance. The first line has more than one of the words, so it may be. With a single one
   it might be a stray: in "12 grades for the office", above a line that has the whole message, "for" is 11 blanks
   before "section", which follows it at once in the message. That would be rejected.
3. `_reaches_last`, by alignment of the message with the one text. Aligned are the words 3, 4, 6 and 7 to 11. The first
   of them is before word 7, where the second line begins, and the last of them is not. So it may be.
4. The one text is searched as any line is, and `takes_all_lines` looks at what was recognized, "Grading ... section
   12": it contains a line break, and neither line alone contains it. So this is a message over these two lines.
"""

from collections.abc import Sequence

from store.matching.decoding import readable
from store.matching.message_template import Template
from store.matching.pasted_text import Text


def can_wrap(templates: Sequence[Template], lines: Sequence[Text]) -> bool:
    """Tell whether any of some messages can begin on the first of these lines and end on the last (steps 2 and 3)."""
    templates = [template for template in templates if _can_begin_on_first(template, lines)]
    if not templates:
        return False
    text, second_line = Text.of_lines(lines), len(lines[0].words)
    last_line = len(text.words) - len(lines[-1].words)
    return any(_reaches_last(template, text, second_line, last_line) for template in templates)


def takes_all_lines(recognized: str, lines: Sequence[str]) -> bool:
    """Tell whether a message begins on the first of these lines and ends on the last (step 4).

    Args:
        recognized: The message, as it was recognized in the lines.
        lines: The lines, not decoded.
    """
    without_first, without_last = readable("\n".join(lines[1:])), readable("\n".join(lines[:-1]))
    return recognized not in without_first and "\n" in recognized and recognized not in without_last


def _can_begin_on_first(template: Template, lines: Sequence[Text]) -> bool:
    """Tell whether the first line has more of a message than one word that is far from all others.

    The first line has at least one word of the message.
    """
    first = lines[0]
    present = [word for word in template.word_indexes if word in first.word_indexes]
    occurrences = first.word_indexes[present[0]]
    if len(present) > 1 or len(occurrences) > 1 or len(template.words) == 1:
        return True
    index = template.word_indexes[present[0]][0]
    blanks = first.blanks_before[-1] - first.blanks_before[occurrences[0]]
    for line in lines[1:]:
        if line.words:
            blanks += 1
            for word, indexes in template.word_indexes.items():
                if indexes[-1] > index and word in line.word_indexes:
                    distance = blanks + line.blanks_before[line.word_indexes[word][0]]
                    if not template.is_too_far(distance, index, indexes[-1]):
                        return True
            blanks += line.blanks_before[-1]
    return False


def _reaches_last(template: Template, text: Text, second_line: int, last_line: int) -> bool:
    """Tell whether a message aligns with a text from its first line to its last one.

    Args:
        template: The message.
        text: The lines as one text.
        second_line: Index of the first word behind the first line.
        last_line: Index of the first word of the last line.
    """
    for start, end in template.windows(text):
        pairs = template.word_pairs(text, start, end)
        if pairs and pairs[0][1] < second_line and (pairs[-1][1] >= last_line or template.is_open):
            return True
    return False
