"""Reads a JSON text whose end is missing, as a full disk or a power failure leaves one."""

import json
import re
from typing import Any

_TOKEN = re.compile(r'"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+("?)|[{}\[\]]')
_LONGEST_ESCAPE = 5
"""Characters of an escape that the end may have cut: a backslash, u and three digits."""


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the pairs of a JSON object as a dictionary.

    Args:
        pairs: The keys and values, as `json.loads` gives them to its `object_pairs_hook`.

    Raises:
        ValueError: A key is there twice, so that one value would hide another.
    """
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key is there twice")
    return dict(pairs)


def decode(text: str) -> Any:
    r"""Decode as much as there is.

    For example, `{"text": "Ask Ben\nfir` is an object whose text is "Ask Ben" and, on a second line, "fir".

    Args:
        text: The JSON text, up to where it was cut.

    Raises:
        ValueError: More than the end is wrong, or a key is there twice.
        RecursionError: It is nested too deeply.
    """
    text = text.rstrip("\0 \n\r\t")
    closing: list[str] = []
    for token in _TOKEN.finditer(text):
        if token[0] in ("{", "["):
            closing.append("}" if token[0] == "{" else "]")
        elif token[0] in ("}", "]"):
            del closing[-1:]
        elif not token[1]:
            if len(text) - token.end() > _LONGEST_ESCAPE:
                raise ValueError("a text is damaged before the end")
            text = f'{text[: token.end()]}"'
            break
    text = text.rstrip(" \n\r\t,")
    text += " null" if text.endswith(":") else ""
    end = "".join(reversed(closing))
    try:
        return json.loads(text + end, strict=False, object_pairs_hook=unique_keys)
    except json.JSONDecodeError:
        return json.loads(f"{text}: null{end}", strict=False, object_pairs_hook=unique_keys)  # the last text was a key
