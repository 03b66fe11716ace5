"""Names of keys: as Textual has them, as people write them, and as the settings may spell them."""

import unicodedata

_MODIFIERS = ("ctrl", "shift", "alt")
_NAMED = {
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "space": "Space",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
}
_SIGNS = {
    (unicodedata.name(sign).lower().replace("-", "_").replace(" ", "_")): sign
    for sign in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
}
"""Signs by the names that Textual gives them: Unicode's, but for the six below."""
for _unicode, _short in (
    ("solidus", "slash"),
    ("reverse_solidus", "backslash"),
    ("commercial_at", "at"),
    ("hyphen_minus", "minus"),
    ("plus_sign", "plus"),
    ("low_line", "underscore"),
):
    _SIGNS[_short] = _SIGNS.pop(_unicode)
_NAME_OF_SIGN = {sign: name for name, sign in _SIGNS.items()}


def pretty(key: str) -> str:
    """Write a key as people do: ctrl+s becomes Ctrl+S, and slash becomes /.

    Args:
        key: Textual's name of the key.
    """
    *modifiers, last = key.split("+")
    name = _NAMED.get(last) or _SIGNS.get(last) or (last.upper() if modifiers else last)
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def prints(key: str) -> bool:
    """Return whether a key, by Textual's name, types a character."""
    return len(key) == 1 or key in _SIGNS


def textual_name(key: str) -> str | None:
    """Return Textual's name of a key, or None if terminals send no such key.

    Args:
        key: The key as someone spelled it in the settings, such as F7, Ctrl+B or /.
    """
    key = key.strip()
    if len(key) == 1:
        return _NAME_OF_SIGN.get(key, key if key.isalnum() else None)
    *modifiers, last = key.lower().split("+")
    last = _NAME_OF_SIGN.get(last, last)
    known = last in _NAMED or last in _SIGNS or (bool(modifiers) and len(last) == 1 and last.isalnum())
    if not known or not all(modifier in _MODIFIERS for modifier in modifiers):
        return None
    return "+".join([*modifiers, last])
