"""What the desk has set: one TOML file, each key of which may be missing, and environment variables of the same names.

A setting that cannot be used is named and passed over; nothing here is ever fatal.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from store.core.errors import CannotSave
from store.core.models import Who
from store.core.text import clean, clean_all
from store.files import atomic


class Settings(msgspec.Struct, frozen=True):
    """The desk's settings."""

    home: tuple[str, ...] = ()
    """The SIS of this desk, by any name: listed first, wins ties, hides nothing."""
    contacts: dict[Who, str] = {}
    """Whom to call, shown beside who acts."""
    theme: str = ""
    """The app's colours by name, or empty for its own."""
    keys: dict[str, str] = {}
    """Command id to the keys that it has instead of its own, parted by commas."""
    replies: dict[str, str] = {}
    """Templates of replies, for `teacher` and `admin`."""


class Setting(msgspec.Struct, frozen=True):
    """A key that can be set."""

    name: str
    """With its table, parted by a dot."""
    what: str
    """One sentence for the written file."""
    example: str
    """A value, as TOML."""


class Origin(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a value comes from: the file, the environment, or neither, which is the default."""

    file: str = ""
    line: int = 0
    """Counted from 1, or 0 where it was not found."""
    variable: str = ""

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return self.variable or place or "default"


class Loaded(msgspec.Struct, frozen=True):
    """The settings as they were read."""

    settings: Settings
    origins: Mapping[str, Origin] = {}
    """Of each value that is no default, by the setting's name."""
    warnings: tuple[str, ...] = ()
    """A sentence for each key that was passed over."""


SETTINGS = (
    Setting("home", "The SIS you support, by any name: listed first, wins ties, hides nothing.", '["skyward"]'),
    Setting("theme", "The app's colours: a theme of sisdex or of Textual; T in the app lists them.", '"sisdex-light"'),
    Setting("contacts.teacher", "Whom to call, shown beside who acts.", '"the school\'s office"'),
    Setting("contacts.canvas_admin", "", '"Li Wong, x4400"'),
    Setting("contacts.sis_admin", "", '"Jane Ruiz, x4411"'),
    Setting("contacts.vendor_support", "", '"1-800-555-0100"'),
    Setting(
        "replies.teacher",
        "How a reply is worded. It may name {vendor}, {title}, {message}, {happened}, {values}, {causes}, {sources}.",
        r'"Hi,\n\n{happened}\n\n{causes}\n\nYour helpdesk"',
    ),
    Setting("replies.admin", "", r'"{vendor}: {title}\n\n{message}\n\n{causes}"'),
)
_NAMES = [setting.name for setting in SETTINGS]
_TABLES = ("contacts", "replies", "keys")
_KEYS_EXAMPLE = """
[keys]
# Other keys for a command, by its id, instead of all that it has: sisdex keys lists the ids.
# "entry.bookmark" = "f12,b"
"""

_FILES = {"SISDEX_NOTEBOOK", "SISDEX_CATALOG", "SISDEX_CONFIG"}
"""Variables that name files."""


def load(path: Path, environment: Mapping[str, str]) -> Loaded:
    """Read the settings.

    Args:
        path: The TOML file; a missing one sets nothing.
        environment: Variables, of which SISDEX_HOME, SISDEX_CONTACTS_SIS_ADMIN and so on outrank the file; empty
            ones set nothing.

    Returns:
        The settings, where each comes from, and what was passed over.
    """
    values: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    text, warnings = _read(path)
    for name, value in _flat(_parsed(text, path, warnings) if text else {}):
        origin = Origin(str(path), _line(text, name))
        try:
            values[name] = _accepted(name, value)
            origins[name] = origin
        except ValueError as error:
            warnings.append(f"{origin}: {error}")
    for variable, told in environment.items():
        if not variable.startswith("SISDEX_") or variable in _FILES or not told:
            continue
        name = next((each for each in _NAMES if variable == variable_of(each)), "")
        if variable.startswith("SISDEX_KEYS_"):
            name = f"keys.{variable.removeprefix('SISDEX_KEYS_').lower()}"
        if name:
            values[name] = tuple(filter(None, map(str.strip, told.split(",")))) if name == "home" else clean(told)
            origins[name] = Origin(variable=variable)
        else:
            hint = _hint(variable, map(variable_of, _NAMES))
            warnings.append(f"The variable {variable} is unknown and was passed over{hint}.")
    tables: dict[str, dict[str, str]] = {table: {} for table in _TABLES}
    for name, value in values.items():
        table, dot, key = name.partition(".")
        if dot:
            tables[table][key] = value
    top = {name: value for name, value in values.items() if "." not in name}
    return Loaded(msgspec.convert({**top, **tables}, Settings), origins, tuple(map(clean, warnings)))


def variable_of(name: str) -> str:
    """Return the environment variable of a setting, for instance SISDEX_CONTACTS_SIS_ADMIN."""
    return f"SISDEX_{name.upper().replace('.', '_')}"


def template() -> str:
    """Return the text of a file that sets nothing and explains each key."""
    lines = ["# The settings of sisdex. Take a # away to set something. sisdex config show tells what holds.", ""]
    at = ""
    for setting in SETTINGS:
        table, dot, key = setting.name.rpartition(".")
        if dot and table != at:
            lines += ["", f"[{table}]"]
            at = table
        if setting.what:
            lines.append(f"# {setting.what}")
        lines.append(f"# {key} = {setting.example}")
    return "\n".join(lines) + "\n" + _KEYS_EXAMPLE


def create(path: Path) -> None:
    """Write the explained file where there is none.

    Raises:
        CannotSave: There is one, which is left as it is, or the disk refuses.
    """
    if path.exists():
        raise CannotSave(f"{path} is there already and was left as it is.")
    try:
        atomic.make_folder(path.parent)
        with open(path, "x", encoding="utf-8", opener=atomic.private_opener) as file:
            file.write(template())
    except OSError as error:
        raise CannotSave(f"{path} cannot be written ({error.strerror or error}); nothing was changed.") from error


def _read(path: Path) -> tuple[str, list[str]]:
    try:
        return path.read_bytes().decode("utf-8-sig"), []
    except FileNotFoundError:
        return "", []
    except OSError as error:
        return "", [f"{path} cannot be read ({error.strerror}); the defaults are used."]
    except UnicodeDecodeError as error:
        return "", [f"{path} is not TOML (byte {error.start + 1} is not UTF-8); the defaults are used."]


def _parsed(text: str, path: Path, warnings: list[str]) -> dict[str, Any]:
    import tomllib  # 10 ms, and most desks have no file

    try:
        return clean_all(tomllib.loads(text))  # type: ignore[no-any-return]
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, a thousand brackets
        warnings.append(f"{path} is not TOML ({error}); the defaults are used.")
        return {}


def _flat(raw: dict[str, Any], table: str = "") -> Iterator[tuple[str, Any]]:
    """Name each value with its table; the id of a command may be written with dots or in quotes."""
    for key, value in raw.items():
        name = f"{table}{key}"
        if isinstance(value, dict) and (name in _TABLES or name.startswith("keys.")):
            yield from _flat(value, f"{name}.")
        else:
            yield name, value


def _accepted(name: str, value: Any) -> Any:
    """Return a value as it is kept.

    Raises:
        ValueError: The key is unknown, or its value of another kind than it has to be.
    """
    if name in _TABLES:
        raise ValueError(f"{name} has to be a table, [{name}]; it was passed over.")
    if name not in _NAMES and not name.startswith("keys."):
        table = name.rpartition(".")[0]
        beside = [each for each in (*_NAMES, *_TABLES) if each.rpartition(".")[0] == table]
        raise ValueError(f"the key {name} is unknown and was passed over{_hint(name, beside)}.")
    kind, expected = (
        (tuple[str, ...], 'a list of texts, as ["skyward"]') if name == "home" else (str, "a text in quotes")
    )
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise ValueError(f"{name} has to be {expected}; the default is used.") from error


def _hint(name: str, known: Iterable[str]) -> str:
    """Name the nearest of what there is, or all of it."""
    from rapidfuzz import fuzz, process  # 20 ms, and most settings are spelled right

    def last(each: str) -> str:  # what they have in common would make all of them near
        return each.removeprefix("SISDEX_").rpartition(".")[2]

    there = list(known)
    near = process.extractOne(name, there, scorer=fuzz.ratio, processor=last, score_cutoff=60)
    return f"; the nearest is {near[0]}" if near else f"; there are {', '.join(there)}"


def _line(text: str, name: str) -> int:
    """Return the line of a key, or of the table that it stands in, counted from 1; 0 where neither is found."""
    table, quoted, found = "", False, 0
    for number, line in enumerate(text.split("\n"), 1):
        key, assigned, _ = line.partition("=")
        here = ""
        if not quoted and assigned:
            here = table + _bare(key)
        elif not quoted and line.lstrip().startswith("["):
            here = _bare(line.partition("#")[0]).strip("[]")
            table = f"{here}."
        if here == name:
            return number
        if here and name.startswith(f"{here}."):
            found = number
        quoted ^= (line.count('"""') + line.count("'''")) % 2 == 1
    return found


def _bare(key: str) -> str:
    return "".join(key.split()).replace('"', "").replace("'", "")
