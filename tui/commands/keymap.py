"""The keys that the settings give to commands in place of those in the registry."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from store.preferences.settings import Loaded, Origin
from tui.commands.key_names import pretty, prints, textual_name
from tui.commands.registry import COMMANDS, EVERYWHERE, TYPING, Command, Where

_SCREEN = {Where.ANYWHERE, Where.SEARCH, Where.BROWSE}
_AROUND = {Where.ANYWHERE, Where.BROWSE, Where.PANES}
_LISTS = {Where.LIST, Where.DETAIL}


class _Clash(NamedTuple):
    """A key of the settings that another command of the same place has."""

    loser: str
    """Id of the command that doesn't get the key."""
    key: str
    keeper: str
    """Id of the command that has it."""


def checked(loaded: Loaded) -> Loaded:
    """Return the settings with only the keys that can be used, by Textual's names.

    Unknown commands, keys that no terminal sends, and keys that another command of the same place has are ignored, each
    with a warning.
    """
    known = {command.id: command for command in COMMANDS}
    by_variable = {command_id.replace(".", "_"): command_id for command_id in known}
    keymap: dict[str, str] = {}
    origins = dict(loaded.origins)
    warnings = list(loaded.warnings)
    for name, keys in loaded.settings.keys.items():
        origin = origins.pop(f"keys.{name}", Origin())
        command_id = by_variable.get(name, name)
        if command_id not in known:
            warnings.append(f"{origin}: unknown command {name}; ignored.{_nearest(name)}")
        elif problem := _problem(known[command_id], keys):
            warnings.append(f"{origin}: keys.{command_id}: {problem}; ignored.")
        else:
            keymap[command_id] = ",".join(filter(None, map(textual_name, keys.split(","))))
            origins[f"keys.{command_id}"] = origin
    for loser, key, keeper in _clashes(keymap):
        origin = origins.pop(f"keys.{loser}")
        warnings.append(f"{origin}: keys.{loser}: {pretty(key)} is already used by {keeper}; ignored.")
        del keymap[loser]
    return Loaded(msgspec.structs.replace(loaded.settings, keys=keymap), origins, tuple(warnings))


def remapped(keymap: Mapping[str, str]) -> tuple[Command, ...]:
    """Return the registry with other keys for some commands.

    Args:
        keymap: Command id to its keys, by Textual's names and separated by commas, as `checked` returns them.
    """
    return tuple(_with_keys(command, keymap[command.id]) if command.id in keymap else command for command in COMMANDS)


def _problem(command: Command, keys: str) -> str:
    """Return why a command can't have these keys, or nothing."""
    if command.needs_key:
        return "its keys are the numbers on the screen and can't be changed"
    names = {key.strip(): textual_name(key) for key in keys.split(",")}
    for key, name in names.items():
        if name is None:
            return f"{key!r} is not a key (use names like f7, ctrl+b or b)"
    if command.where in TYPING and any(map(prints, filter(None, names.values()))):
        return "letters are typed as text there, so they can't be keys"
    return ""


def _with_keys(command: Command, keys: str) -> Command:
    """Give a command other keys; those that type a character become its letters."""
    names = keys.split(",")
    return msgspec.structs.replace(
        command,
        keys=",".join(name for name in names if not prints(name)),
        letter=",".join(name for name in names if prints(name)),
        shown="",
    )


def _clashes(keymap: Mapping[str, str]) -> list[_Clash]:
    """List the commands that can't have their new keys, so that what remains has no clash."""
    clashes: list[_Clash] = []
    remaining = dict(keymap)
    while clash := _first_clash(remaining):
        clashes.append(clash)
        del remaining[clash.loser]
    return clashes


def _first_clash(keymap: Mapping[str, str]) -> _Clash | None:
    owners: defaultdict[str, list[Command]] = defaultdict(list)
    for command in remapped(keymap):
        for key in command.all_keys:
            for other in owners[key]:
                if _meet(command.where, other.where) or {command.id, other.id} & EVERYWHERE:
                    loser, keeper = (command, other) if command.id in keymap else (other, command)
                    if loser.id in keymap:
                        return _Clash(loser.id, key, keeper.id)
            owners[key].append(command)
    return None


def _meet(one: Where, other: Where) -> bool:
    """Return whether a key could act in both places at once, or one command could hide the other."""
    if one is other or {one, other} <= _SCREEN or {one, other} <= _AROUND:
        return True
    return bool({one, other} & _LISTS) and bool({one, other} & _AROUND)


def _nearest(name: str) -> str:
    from rapidfuzz import fuzz, process

    nearest = process.extractOne(name, [command.id for command in COMMANDS], scorer=fuzz.ratio, score_cutoff=50)
    return f" Did you mean {nearest[0]}?" if nearest else " sisdex keys lists the commands."
