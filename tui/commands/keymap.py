"""The keys that the settings give to commands, instead of those of the registry. Knows nothing of Textual."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping

import msgspec

from store.preferences.settings import Loaded, Origin
from tui.commands.registry import COMMANDS, EVERYWHERE, TYPING, Command, Where

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
"""Signs by the names that Textual gives them."""
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

_SCREEN = {Where.ANYWHERE, Where.SEARCH, Where.BROWSE}
_AROUND = {Where.ANYWHERE, Where.BROWSE, Where.PANES}
_LISTS = {Where.LIST, Where.DETAIL}


def checked(loaded: Loaded) -> Loaded:
    """Return the settings with those keys only that can be used, as Textual names them.

    A command that is unknown, a key that no terminal sends, and a key that another command of the same place has are
    passed over with a warning.
    """
    known = {command.id: command for command in COMMANDS}
    by_variable = {each.replace(".", "_"): each for each in known}
    keymap: dict[str, str] = {}
    origins = dict(loaded.origins)
    warnings = list(loaded.warnings)
    for told, keys in loaded.settings.keys.items():
        origin = origins.pop(f"keys.{told}", Origin())
        command_id = by_variable.get(told, told)
        names = [_name(key) for key in keys.split(",")]
        if command_id not in known:
            warnings.append(f"{origin}: there is no command {told}; it was passed over.{_nearest(told)}")
        elif "{key}" in known[command_id].action:
            warnings.append(
                f"{origin}: keys.{command_id}: its keys are the numbers they stand for; it was passed over."
            )
        elif None in names:
            bad = keys.split(",")[names.index(None)].strip()
            warnings.append(
                f"{origin}: keys.{command_id}: {bad!r} is no key, such as f7, ctrl+b or b; it was passed over."
            )
        elif known[command_id].where in TYPING and any(map(_prints, filter(None, names))):
            warnings.append(f"{origin}: keys.{command_id}: a letter is text there, not a key; it was passed over.")
        else:
            keymap[command_id] = ",".join(filter(None, names))
            origins[f"keys.{command_id}"] = origin
    for command_id, key, other in _clashes(keymap):
        origin = origins.pop(f"keys.{command_id}")
        warnings.append(f"{origin}: keys.{command_id}: {pretty(key)} belongs to {other}; it was passed over.")
        del keymap[command_id]
    config = msgspec.structs.replace(loaded.settings, keys=keymap)
    return Loaded(config, origins, tuple(warnings))


def remapped(keymap: Mapping[str, str]) -> tuple[Command, ...]:
    """Return the registry with the keys that were given, named as `checked` does."""
    return tuple(_with_keys(each, keymap[each.id]) if each.id in keymap else each for each in COMMANDS)


def pretty(key: str) -> str:
    """Write a key of Textual's as people do, for instance Ctrl+S."""
    *modifiers, last = key.split("+")
    alone = not modifiers
    name = _NAMED.get(last) or _SIGNS.get(last) or (last if alone else last.upper())
    return "+".join([*(each.capitalize() for each in modifiers), name])


def _with_keys(command: Command, keys: str) -> Command:
    """Give a command keys; those that print a character are its letters."""
    printing = [key for key in keys.split(",") if _prints(key)]
    others = [key for key in keys.split(",") if not _prints(key)]
    return msgspec.structs.replace(
        command,
        keys=",".join(others),
        shown=" ".join(map(pretty, others)),
        letter=",".join(printing),
        letter_shown=" ".join(map(pretty, printing)),
    )


def _prints(key: str) -> bool:
    return len(key) == 1 or key in _SIGNS


def _name(key: str) -> str | None:
    """Return a key as Textual names it, or None for what is none."""
    told = key.strip()
    if len(told) == 1:
        return _NAME_OF_SIGN.get(told, told if told.isalnum() else None)
    *modifiers, last = told.lower().split("+")
    if last in _NAME_OF_SIGN:
        last = _NAME_OF_SIGN[last]
    good = all(each in _MODIFIERS for each in modifiers) and (
        last in _NAMED or last in _SIGNS or (bool(modifiers) and len(last) == 1 and last.isalnum())
    )
    return "+".join([*modifiers, last]) if good else None


def _clashes(keymap: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return which commands lose their given keys: id, the key, and the command that has it."""
    lost: list[tuple[str, str, str]] = []
    standing = dict(keymap)
    while found := _clash(standing):
        lost.append(found)
        del standing[found[0]]
    return lost


def _clash(keymap: Mapping[str, str]) -> tuple[str, str, str] | None:
    having: defaultdict[str, list[Command]] = defaultdict(list)
    for command in remapped(keymap):
        for key in command.all_keys:
            for other in having[key]:
                if _meet(command.where, other.where) or {command.id, other.id} & EVERYWHERE:
                    loser, keeper = (command, other) if command.id in keymap else (other, command)
                    if loser.id in keymap:
                        return loser.id, key, keeper.id
            having[key].append(command)
    return None


def _meet(one: Where, other: Where) -> bool:
    """Tell whether a key can act in both places at once, or hide one command behind the other."""
    if one is other or {one, other} <= _SCREEN or {one, other} <= _AROUND:
        return True
    return bool({one, other} & _LISTS) and bool({one, other} & _AROUND)


def _nearest(told: str) -> str:
    from rapidfuzz import fuzz, process

    near = process.extractOne(told, [command.id for command in COMMANDS], scorer=fuzz.ratio, score_cutoff=50)
    return f" The nearest is {near[0]}." if near else " sisdex keys lists them."
