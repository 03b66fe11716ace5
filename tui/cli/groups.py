"""Groups of commands that load their modules late and turn known failures into one sentence and an exit status."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from store.core.errors import BadInput, CannotSave
from store.core.text import clean
from tui.cli.output import ExitStatus, warn


class Group(click.Group):
    """A group whose commands may fail with a sentence, and whose modules are imported on first use."""

    def __init__(self, *args: Any, modules: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        """Make a group.

        Args:
            args: As for click.Group.
            modules: The module of each command, which has the same name there (`import_` for import). Importing all
                of them would cost every run 20 ms.
            kwargs: As for click.Group.
        """
        super().__init__(*args, **kwargs)
        self._modules = modules or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self._modules})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self._modules and cmd_name not in self.commands:
            name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
            self.add_command(getattr(import_module(self._modules[cmd_name]), name), cmd_name)
        return super().get_command(ctx, cmd_name)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with _cleaned():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with _cleaned():
                return super().invoke(ctx)
        except BadInput as error:
            warn([str(error)])
            ctx.exit(ExitStatus.BAD_INPUT)
        except CannotSave as error:
            warn([str(error)])
            ctx.exit(ExitStatus.NOT_SAVED)
        except BrokenPipeError:  # the reader has enough, as `head` does
            nowhere = os.open(os.devnull, os.O_WRONLY)
            for stream in (sys.stdout, sys.stderr):  # what is still in their buffers would fail again at exit
                os.dup2(nowhere, stream.fileno())
            ctx.exit(ExitStatus.DONE)


@contextmanager
def _cleaned() -> Iterator[None]:
    """Clean Click's error messages, which quote words of the command line as they are."""
    try:
        yield
    except click.ClickException as error:
        error.message = clean(error.message)  # type: ignore[misc]
        raise


def examples(*lines: str) -> str:
    """Return the end of a help text: examples, each on a line of its own."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
