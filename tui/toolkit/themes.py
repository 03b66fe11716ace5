"""The app's own themes, and the style variables that it adds to every theme.

No state is shown by color alone: each also has a glyph or a text weight, so a theme works without any colors.
"""

import re
from typing import NamedTuple

from textual.theme import Theme

DARK, LIGHT, CONTRAST, CLEAR, TERMINAL = (
    "sisdex-dark",
    "sisdex-light",
    "sisdex-contrast",
    "sisdex-clear",
    "sisdex-terminal",
)
OWN = {
    DARK: "soft colors on a dark background",
    LIGHT: "soft colors on a light background",
    CONTRAST: "high contrast, 7:1 for all text",
    CLEAR: "for red-green color blindness",
    TERMINAL: "your terminal's own colors",
}
"""Name of each of the app's own themes, to a description for the theme picker."""

_COLORED = {
    "row-cursor": "bold $text on $primary",
    "row-cursor-resting": "on $panel-lighten-1",
    "row-hover": "on $boost",
    "quiet": "$foreground-muted",
    "backdrop": "$background 60%",
    "frame": "$panel-lighten-2",
}
_TERMINAL = {
    "row-cursor": "bold reverse",
    "row-cursor-resting": "bold",
    "row-hover": "not dim",
    "quiet": "dim",
    "backdrop": "transparent",
    "frame": "ansi_default",
}


def with_app_variables(variables: dict[str, str], ansi: bool) -> dict[str, str]:
    """Add the app's own style variables to a theme that does not set them.

    Args:
        variables: The variables of the theme.
        ansi: Whether the theme uses the terminal's own colors.

    Returns:
        All variables. The app's own are written out: none refers to another variable.
    """
    added = {name: variables.get(name, value) for name, value in (_TERMINAL if ansi else _COLORED).items()}
    reference = re.compile(r"\$([a-z0-9-]+)")
    return variables | {name: reference.sub(lambda match: variables[match[1]], value) for name, value in added.items()}


class _Palette(NamedTuple):
    """The colors of a theme.

    Each text color can be read on `background`, `surface`, `panel` and `resting`. These four are so gray that they stay
    gray in a terminal with 256 colors.
    """

    background: str
    surface: str
    """Behind dialogs."""
    panel: str
    frame: str
    """Borders and scrollbars."""
    foreground: str
    muted: str
    """Less important text."""
    faint: str
    """Disabled text."""
    primary: str
    """The border of what has the focus."""
    cursor: str
    """Text on the row with the cursor."""
    under_cursor: str
    """Behind that row."""
    resting: str
    """Behind the row with the cursor, in a pane without the focus."""
    blue: str
    teal: str
    amber: str
    good: str
    bad: str
    backdrop: str
    """What covers the screen behind a dialog."""


def _theme(name: str, palette: _Palette, *, dark: bool = True) -> Theme:
    return Theme(
        name=name,
        dark=dark,
        background=palette.background,
        surface=palette.surface,
        panel=palette.panel,
        boost=palette.resting,
        foreground=palette.foreground,
        primary=palette.primary,
        secondary=palette.teal,
        accent=palette.amber,
        success=palette.good,
        warning=palette.amber,
        error=palette.bad,
        variables=_variables(palette),
    )


def _variables(palette: _Palette) -> dict[str, str]:
    """Return what Textual would otherwise compute from few colors, with less contrast."""
    return {
        "text": "auto",
        "text-muted": palette.muted,
        "text-disabled": palette.faint,
        "text-primary": palette.blue,
        "text-secondary": palette.teal,
        "text-accent": palette.amber,
        "text-success": palette.good,
        "text-warning": palette.amber,
        "text-error": palette.bad,
        "foreground-muted": palette.muted,
        "foreground-disabled": palette.faint,
        "row-cursor": f"bold {palette.cursor} on {palette.under_cursor}",
        "row-cursor-resting": f"on {palette.resting}",
        "row-hover": f"on {palette.resting}",
        "quiet": palette.muted,
        "backdrop": palette.backdrop,
        "frame": palette.frame,
        "panel-lighten-1": palette.panel,
        "block-cursor-foreground": palette.cursor,
        "block-cursor-background": palette.under_cursor,
        "block-cursor-blurred-foreground": palette.cursor,
        "block-cursor-blurred-background": palette.under_cursor,
        "block-cursor-blurred-text-style": "bold",
        "scrollbar": palette.frame,
        "scrollbar-hover": palette.muted,
        "scrollbar-background": palette.background,
        "input-selection-background": palette.under_cursor,
        "input-selection-foreground": palette.cursor,
        "screen-selection-background": palette.under_cursor,
        "screen-selection-foreground": palette.cursor,
    }


THEMES = (
    _theme(
        DARK,
        _Palette(
            background="#131619",
            surface="#191d21",
            panel="#21262b",
            frame="#48525c",
            foreground="#d9dfe6",
            muted="#98a4b0",
            faint="#8a96a2",
            primary="#5aa0e0",
            cursor="#ffffff",
            under_cursor="#22578d",
            resting="#2a3037",
            blue="#82bdf4",
            teal="#86cfc4",
            amber="#e2b765",
            good="#86cb92",
            bad="#f29488",
            backdrop="#131619 60%",
        ),
    ),
    _theme(
        LIGHT,
        _Palette(
            background="#f6f7f7",
            surface="#ffffff",
            panel="#ebedef",
            frame="#aab4be",
            foreground="#1c2631",
            muted="#525d69",
            faint="#5c6772",
            primary="#1d68ad",
            cursor="#ffffff",
            under_cursor="#1d5c99",
            resting="#dfe3e7",
            blue="#0b4f91",
            teal="#0b5c53",
            amber="#6a4200",
            good="#17612d",
            bad="#a8231b",
            backdrop="#f6f7f7 60%",
        ),
        dark=False,
    ),
    _theme(
        CONTRAST,
        _Palette(
            background="#000000",
            surface="#000000",
            panel="#161616",
            frame="#a0a0a0",
            foreground="#ffffff",
            muted="#d0d0d0",
            faint="#c0c0c0",
            primary="#ffe600",
            cursor="#000000",
            under_cursor="#ffe600",
            resting="#303030",
            blue="#9fdcff",
            teal="#8ff2dd",
            amber="#ffdc73",
            good="#a8f5a8",
            bad="#ffb8b0",
            backdrop="transparent",
        ),
    ),
    _theme(
        CLEAR,
        _Palette(
            background="#131519",
            surface="#191c20",
            panel="#212429",
            frame="#4c525c",
            foreground="#dde0e6",
            muted="#9ea5b2",
            faint="#9097a4",
            primary="#56b4e9",
            cursor="#ffffff",
            under_cursor="#1f5c8c",
            resting="#2b2f36",
            blue="#7cc4f0",
            teal="#b9c8ff",
            amber="#f6eda0",
            good="#62b8ea",
            bad="#f08a3c",
            backdrop="#131519 60%",
        ),
    ),
    Theme(
        name=TERMINAL,
        ansi=True,
        primary="ansi_blue",
        secondary="ansi_cyan",
        accent="ansi_yellow",
        success="ansi_green",
        warning="ansi_yellow",
        error="ansi_red",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables={
            **dict.fromkeys(("text-primary", "text-secondary", "text-accent", "text-warning"), "ansi_default"),
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
            "border-blurred": "ansi_default",
            "block-cursor-foreground": "ansi_default",
            "block-cursor-background": "ansi_default",
            "block-cursor-text-style": "bold reverse",
            "scrollbar": "ansi_default",
            "scrollbar-background": "ansi_default",
            "input-selection-background": "ansi_default",
            "input-selection-foreground": "ansi_default",
            "screen-selection-background": "ansi_default",
            "screen-selection-foreground": "ansi_default",
        },
    ),
)
