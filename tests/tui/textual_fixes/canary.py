"""Which parts of Textual our files rely on, and how those parts looked when our files were written.

A part is written as `module:Class.name`, the module without `textual.` in front. Sources are read from the files, so
that parts for other systems can be watched, too.
"""

import ast
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import textual

from tui.textual_fixes import tried

TEXTUAL = Path(textual.__file__).parent
REMEMBERED = Path(__file__).with_name("textual_parts.json")
"""The hash of each part when someone last read our files against it."""

_PAINTING = (
    "widget:Widget.render_lines",
    "_styles_cache:StylesCache.render_widget",
    "_styles_cache:StylesCache.render",
)
_VIRTUAL_SIZE = "widget:Widget.virtual_size"

RELIED_ON: Mapping[str, tuple[str, ...]] = {
    "tui/textual_fixes/app.py": (
        "timer:Timer.__init__",
        "timer:Timer._run",
        "message_pump:MessagePump.set_timer",
        "message_pump:MessagePump._close_messages_no_wait",
        "app:App.on_event",
        "app:App.get_widget_at",
        "app:App.capture_mouse",
        "screen:Screen._forward_event",
        "screen:Screen._refresh_layout",
        "screen:Screen.find_widget",
        "app:App._handle_exception",
        "app:App._fatal_error",
        "app:App._exception_event",
        "app:App._on_notify",
        "app:App.notify",
        "app:App.copy_to_clipboard",
        "app:App.clipboard",
        "app:App.get_theme",
        "app:App.get_line_filters",
        "app:App.get_driver_class",
        "filter:ANSIToTruecolor",
    ),
    "tui/textual_fixes/compositor.py": (
        "_compositor:ChopsUpdate",
        "_compositor:Compositor.render_partial_update",
        "_compositor:Compositor._render_chops",
        "_compositor:Compositor._get_renders",
        "_compositor:Compositor.cuts",
        "_compositor:Compositor.visible_widgets",
        "strip:Strip.crop",
        "strip:Strip.divide",
        "strip:Strip.render",
    ),
    "tui/textual_fixes/key_order.py": (
        "app:App.on_event",
        "message_pump:MessagePump.post_message",
        "widget:Widget.post_message",
        "message:Message.set_sender",
    ),
    "tui/textual_fixes/mouse.py": (
        "driver:Driver.flush",
        "drivers.linux_driver:LinuxDriver._enable_mouse_support",
        "drivers.linux_driver:LinuxDriver._disable_mouse_support",
        "drivers.windows_driver:WindowsDriver._enable_mouse_support",
        "drivers.windows_driver:WindowsDriver._disable_mouse_support",
        "app:App.copy_to_clipboard",
    ),
    "tui/textual_fixes/notices.py": (
        "notifications:Notification",
        "widgets._toast:Toast.__init__",
        "widgets._toast:Toast._on_mount",
    ),
    "tui/textual_fixes/screen.py": ("screen:Screen.__init__", "screen:Screen._compositor_refresh"),
    "tui/textual_fixes/scrolling.py": (
        "scroll_view:ScrollView._size_updated",
        "widget:Widget._size_updated",
        "widget:Widget._scroll_update",
    ),
    "tui/textual_fixes/strips.py": (
        *_PAINTING,
        _VIRTUAL_SIZE,
        "widget:Widget._scroll_update",
        "widget:Widget._refresh_scrollbars",
        "scrollbar:ScrollBar.window_virtual_size",
        "scrollbar:ScrollBarRender.render_bar",
    ),
    "tui/textual_fixes/unbracketed_paste.py": ("events:Key",),
    "tui/textual_fixes/unix_driver.py": (
        "driver:Driver.__init__",
        "driver:Driver.process_message",
        "drivers.linux_driver:LinuxDriver",
        "_xterm_parser:BRACKETED_PASTE_START",
        "_xterm_parser:BRACKETED_PASTE_END",
        "_xterm_parser:XTermParser",
        "_parser:Parser",
        "message_pump:MessagePump.__init__",
        "app:App._handle_exception",
    ),
    "tui/app/app.py": ("app:App.push_screen", "app:App.theme", "app:App._watch_theme"),
    "tui/app/palette.py": ("command:CommandPalette", "command:Provider"),
    "tui/screens/dictionary/main.py": ("screen:Screen._screen_resized", "screen:Screen._get_breakpoint_classes"),
    "tui/screens/over.py": ("screen:Screen.dismiss", "app:App.pop_screen"),
    "tui/screens/pickers/pick_list.py": (
        "widgets._option_list:OptionList.render_line",
        "widgets._option_list:OptionList.validate_highlighted",
    ),
    "tui/toolkit/bindings.py": ("dom:DOMNode._merge_bindings",),
    "tui/widgets/line.py": _PAINTING,
    "tui/widgets/paragraphs.py": (*_PAINTING, _VIRTUAL_SIZE, "widget:Widget.get_selection"),
    "tui/widgets/room.py": ("css.model:_check_universal", "screen:Screen.get_focusable_widget_at"),
    "tui/widgets/row_list.py": (*_PAINTING, "widget:Widget.refresh"),
    "tui/widgets/search_box.py": (
        _VIRTUAL_SIZE,
        "widgets._input:Input._on_key",
        "widgets._input:Input._on_paste",
        "message_pump:MessagePump._get_dispatch_methods",
    ),
}
"""For each of our files the parts of Textual that it overrides, copies, calls or counts on."""


@cache
def _module(path: Path) -> tuple[list[bytes], ast.Module]:
    """Return the lines of a module and what it says; `ast.get_source_segment` would split it for each of its parts."""
    source = path.read_bytes()
    return source.splitlines(keepends=True), ast.parse(source)


def source_of(part: str, textual_folder: Path = TEXTUAL) -> str:
    """Return the source of a part of Textual.

    Raises:
        LookupError: There is no such part.
    """
    module, _, name = part.partition(":")
    path = textual_folder.joinpath(*module.split(".")).with_suffix(".py")
    if not path.is_file():
        raise LookupError(part)
    lines, module_node = _module(path)
    found: ast.AST | None = module_node
    for step in name.split("."):
        found = next((child for child in _definitions(found) if step in _names(child)), None)
    if not isinstance(found, ast.stmt) or found.end_lineno is None:
        raise LookupError(part)
    *before, last = lines[found.lineno - 1 : found.end_lineno]
    return b"".join([*before, last[: found.end_col_offset]])[found.col_offset :].decode()


def _definitions(node: ast.AST | None) -> list[ast.stmt]:
    body: list[ast.stmt] = getattr(node, "body", [])
    return list(reversed(body))  # the setter of a property comes after its getter


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return {target.id for target in targets if isinstance(target, ast.Name)}


def hashes(parts: Iterable[str], textual_folder: Path = TEXTUAL) -> dict[str, str]:
    """Return the hash of each part's source; "gone" for parts that Textual does not have."""
    found: dict[str, str] = {}
    for part in sorted(set(parts)):
        try:
            found[part] = hashlib.sha256(source_of(part, textual_folder).encode()).hexdigest()[:16]
        except LookupError:
            found[part] = "gone"
    return found


def all_parts() -> set[str]:
    """Return every part that some file of ours relies on."""
    return {part for parts in RELIED_ON.values() for part in parts}


def remembered() -> dict[str, str]:
    """Return the hashes that were written last."""
    known: dict[str, str] = json.loads(REMEMBERED.read_text(encoding="utf-8"))
    return known


def complaints(now: Mapping[str, str], before: Mapping[str, str]) -> list[str]:
    """Say which of our files to read again, and because of what."""
    changed = {part for part in now if now[part] != before.get(part)}
    return [
        f"read {file} again: textual {part} {'is gone' if now[part] == 'gone' else 'changed'}"
        for file, parts in RELIED_ON.items()
        for part in parts
        if part in changed
    ]


def remember(now: Mapping[str, str], version: str) -> None:
    """Write the hashes, and the version as tried: next to the earlier ones if none of the parts differs from theirs."""
    same = REMEMBERED.is_file() and remembered() == now
    versions = sorted({*tried.VERSIONS, version}) if same else [version]
    REMEMBERED.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
    path = Path(tried.__file__)
    head = path.read_text(encoding="utf-8").partition("VERSIONS")[0]
    listed = ", ".join(f'"{one}"' for one in versions)
    path.write_text(f"{head}VERSIONS = ({listed},)\n", encoding="utf-8")
