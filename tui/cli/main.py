"""The command `sisdex`: opens the app, or runs one of the commands in the other modules."""

import os
import sys
from contextlib import suppress
from io import TextIOWrapper

import click

from store.core.text import clean
from tui.cli import completers
from tui.cli.groups import Group, examples
from tui.cli.opening import find_entry, open_desk
from tui.cli.options import common_options
from tui.cli.output import warn
from tui.system import garbage

_MODULES = {
    "bookmark": "tui.cli.notebook",
    "case": "tui.cli.cases",
    "catalog": "tui.cli.catalog",
    "completion": "tui.cli.completion_scripts",
    "config": "tui.cli.settings",
    "doctor": "tui.cli.doctor",
    "entry": "tui.cli.custom_codes",
    "export": "tui.cli.bundles",
    "import": "tui.cli.bundles",
    "keys": "tui.cli.keys",
    "note": "tui.cli.notebook",
    "search": "tui.cli.search",
    "show": "tui.cli.show",
    "triage": "tui.cli.triage",
    "undo": "tui.cli.notebook",
}


@click.group(
    cls=Group,
    modules=_MODULES,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "sisdex                                        open the app",
        "sisdex --find 'rate limit'                    open the app with a query",
        "sisdex search sky locked                      entries that match a query, best first",
        "sisdex search - < message.txt                 the entry whose message is in a text",
        "sisdex show skyward/invalid-request           one entry, with its steps",
        "sisdex triage sync.log                        a whole log: which errors, how many of each",
        "sisdex note add skyward/invalid-request 'Ridgeview: renewed the token'",
        "sisdex config init                            create a settings file",
        "sisdex doctor                                 check this installation",
    )
    + "\n\nFor more examples, run sisdex COMMAND --help. Exit status: 0 found or done, 1 nothing matched,"
    " 2 wrong usage, 3 bad input or damaged data, 4 not saved.",
)
@click.version_option(package_name="sisdex")
@click.option("--find", metavar="TEXT", help="Open the app with this query.")
@click.option(
    "--show", "entry_id", metavar="ENTRY", shell_complete=completers.entries, help="Open the app on this entry."
)
@common_options
@click.pass_context
def cli(ctx: click.Context, find: str | None, entry_id: str | None) -> None:
    """Look up Canvas grade passback errors, offline. Without a command, sisdex opens the app."""
    if ctx.invoked_subcommand is not None:
        if find is not None or entry_id is not None:
            raise click.UsageError("--find and --show open the app, so they can't be used with a command.")
        return
    if find is not None and entry_id is not None:
        raise click.UsageError("--find and --show can't be used together.")
    garbage.pause()  # until the first paint of the app
    desk = open_desk(ctx, quiet=True)  # the app shows the warnings
    entry = find_entry(desk, entry_id) if entry_id is not None else None
    if os.environ.get("TERM") == "dumb" or not all(
        stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)
    ):
        raise click.UsageError("The app needs a terminal. Use 'sisdex search TEXT' or 'sisdex show ENTRY' here.")
    if ctx.color is False:
        os.environ["NO_COLOR"] = "1"
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")  # a tool for calls answers at once
    from tui.app.app import SisdexApp  # 300 ms: Textual, which only the app needs

    app = SisdexApp(desk, find=clean(find or ""), entry=entry)
    app.run()
    if app.fault:
        with suppress(OSError):  # the terminal may be gone
            warn([app.fault])
    ctx.exit(app.return_code or 0)


def run() -> None:
    """Start from the console script."""
    for stream in (sys.stdout, sys.stderr):  # pipes on Windows and old locales lack characters that notes may have
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    garbage.skip_at_exit()
    if "_SISDEX_COMPLETE" in os.environ:
        from tui.cli import completion_scripts  # noqa: F401 - registers our shells with Click
    try:
        cli(prog_name="sisdex")
    except Exception as error:
        from tui.system import crash_report  # needed after a crash only

        warn([crash_report.report(error)])
        sys.exit(crash_report.STATUS)
