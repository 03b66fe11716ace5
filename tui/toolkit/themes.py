"""The app's own themes, and the style variables that it adds to every theme.

No state is shown by color alone: each also has a glyph or a text weight, so a theme works without any colors.
"""

import re

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
    CLEAR: "safe for red-green color blindness",
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


def _theme(
    name: str,
    *,
    background: str,
    surface: str,
    panel: str,
    frame: str,
    foreground: str,
    muted: str,
    faint: str,
    primary: str,
    cursor: str,
    resting: str,
    blue: str,
    teal: str,
    amber: str,
    good: str,
    bad: str,
    backdrop: str,
    dark: bool = True,
) -> Theme:
    """Make a theme from a few colors.

    Each text color can be read on `background`, `surface`, `panel` and `resting`. These four are so gray that they
    stay gray in a terminal with 256 colors.

    Args:
        name: The theme's name.
        background: Behind everything.
        surface: Behind the panes.
        panel: Behind the footer and headings.
        frame: Borders and scrollbars.
        foreground: Text.
        muted: Text of less importance.
        faint: Text that is disabled.
        primary: Borders of what has the focus.
        cursor: The row with the cursor, as "text color on background".
        resting: Behind the row with the cursor, in a pane without the focus.
        blue: Titles and other primary text.
        teal: Secondary text.
        amber: Accents and warnings.
        good: Success.
        bad: Errors.
        backdrop: What covers the screen behind a dialog.
        dark: Whether the background is dark.
    """
    return Theme(
        name=name,
        dark=dark,
        background=background,
        surface=surface,
        panel=panel,
        boost=resting,
        foreground=foreground,
        primary=primary,
        secondary=teal,
        accent=amber,
        success=good,
        warning=amber,
        error=bad,
        variables={
            "text": "auto",
            "text-muted": muted,
            "text-disabled": faint,
            "text-primary": blue,
            "text-secondary": teal,
            "text-accent": amber,
            "text-success": good,
            "text-warning": amber,
            "text-error": bad,
            "foreground-muted": muted,
            "foreground-disabled": faint,
            "row-cursor": f"bold {cursor}",
            "row-cursor-resting": f"on {resting}",
            "row-hover": f"on {resting}",
            "quiet": muted,
            "backdrop": backdrop,
            "frame": frame,
            "panel-lighten-1": panel,
            "block-cursor-foreground": cursor.partition(" on ")[0],
            "block-cursor-background": cursor.partition(" on ")[2],
            "block-cursor-blurred-foreground": cursor.partition(" on ")[0],
            "block-cursor-blurred-background": cursor.partition(" on ")[2],
            "block-cursor-blurred-text-style": "bold",
            "scrollbar": frame,
            "scrollbar-hover": muted,
            "scrollbar-background": background,
            "input-selection-background": cursor.partition(" on ")[2],
            "input-selection-foreground": cursor.partition(" on ")[0],
            "screen-selection-background": cursor.partition(" on ")[2],
            "screen-selection-foreground": cursor.partition(" on ")[0],
        },
    )


THEMES = (
    _theme(
        DARK,
        background="#131619",
        surface="#191d21",
        panel="#21262b",
        frame="#48525c",
        foreground="#d9dfe6",
        muted="#98a4b0",
        faint="#8a96a2",
        primary="#5aa0e0",
        cursor="#ffffff on #22578d",
        resting="#2a3037",
        blue="#82bdf4",
        teal="#86cfc4",
        amber="#e2b765",
        good="#86cb92",
        bad="#f29488",
        backdrop="#131619 60%",
    ),
    _theme(
        LIGHT,
        dark=False,
        background="#f6f7f7",
        surface="#ffffff",
        panel="#ebedef",
        frame="#aab4be",
        foreground="#1c2631",
        muted="#525d69",
        faint="#5c6772",
        primary="#1d68ad",
        cursor="#ffffff on #1d5c99",
        resting="#dfe3e7",
        blue="#0b4f91",
        teal="#0b5c53",
        amber="#6a4200",
        good="#17612d",
        bad="#a8231b",
        backdrop="#f6f7f7 60%",
    ),
    _theme(
        CONTRAST,
        background="#000000",
        surface="#000000",
        panel="#161616",
        frame="#a0a0a0",
        foreground="#ffffff",
        muted="#d0d0d0",
        faint="#c0c0c0",
        primary="#ffe600",
        cursor="#000000 on #ffe600",
        resting="#303030",
        blue="#9fdcff",
        teal="#8ff2dd",
        amber="#ffdc73",
        good="#a8f5a8",
        bad="#ffb8b0",
        backdrop="transparent",
    ),
    _theme(
        CLEAR,
        background="#131519",
        surface="#191c20",
        panel="#212429",
        frame="#4c525c",
        foreground="#dde0e6",
        muted="#9ea5b2",
        faint="#9097a4",
        primary="#56b4e9",
        cursor="#ffffff on #1f5c8c",
        resting="#2b2f36",
        blue="#7cc4f0",
        teal="#b9c8ff",
        amber="#f6eda0",
        good="#62b8ea",
        bad="#f08a3c",
        backdrop="#131519 60%",
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
