import re
from typing import NamedTuple


class SaidStatus(NamedTuple):
    status: int
    start: int
    end: int


_R = re.compile(r"(?:HTTP/\d(?:\.\d)?\s+|HTTP Status:?\s*|status(?:Code)?[\"':\s=]+|errorCode[\"':\s=]+|\()([45]\d\d)\b|\b([45]\d\d)(?= (?:Bad Request|Unauthorized|Forbidden|Not Found|Conflict|Precondition|Unprocessable|Too Many|Internal|Bad Gateway|Service Un|Gateway Time))", re.I)


def said_statuses(text: str) -> list[SaidStatus]:
    return [SaidStatus(int(m[1] or m[2]), m.start(), m.end()) for m in _R.finditer(text)]
