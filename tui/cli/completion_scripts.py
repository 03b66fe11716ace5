"""Shell completion: the scripts that ask sisdex for values.

Click's own scripts for bash and fish don't quote blanks and dollar signs, and cut values at commas; these don't.
"""

import click
from click.shell_completion import BashComplete, FishComplete, add_completion_class, get_completion_class

from tui.cli.groups import examples

VARIABLE = "_SISDEX_COMPLETE"
"""Set by the scripts when they ask for values."""

# Bash inserts a value as it is, so the script quotes it, in the same kind of quotes that are already open.
_BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' type value
    COMPREPLY=()
    while IFS=',' read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                case ${COMP_WORDS[COMP_CWORD]} in
                    \\"*) value=$(printf %%s "$value" | sed 's/[\\\\"$`]/\\\\&/g') ;;
                    \\'*) value=$(printf %%s "$value" | sed "s/'/'\\\\\\\\''/g") ;;
                    *) printf -v value %%q "$value" ;;
                esac
                COMPREPLY+=("$value")
                ;;
        esac
    done < <(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" %(complete_var)s=bash_complete "$1")
}
complete -o nosort -F %(complete_func)s %(prog_name)s 2>/dev/null || complete -F %(complete_func)s %(prog_name)s
"""
_FISH = """\
function %(complete_func)s
    set -l asked (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp | string collect) \\
        COMP_CWORD=(commandline -t | string collect) %(prog_name)s)
    for answer in $asked
        set -l parts (string split -m 1 "," -- $answer)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                __fish_complete_path $parts[2]
            case plain
                echo $parts[2]
        end
    end
end
complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


@add_completion_class
class _Bash(BashComplete):
    source_template = _BASH

    def source(self) -> str:
        return self.source_template % self.source_vars()  # Click's requires bash 4.4, which this script doesn't need


@add_completion_class
class _Fish(FishComplete):
    source_template = _FISH


@click.command(
    epilog=examples(
        """bash: echo 'eval "$(sisdex completion bash)"' >> ~/.bashrc""",
        """zsh:  echo 'eval "$(sisdex completion zsh)"' >> ~/.zshrc      (after compinit)""",
        "fish: sisdex completion fish > ~/.config/fish/completions/sisdex.fish",
    )
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print a script that lets your shell complete commands, entries, vendors, tags and schools."""
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - the choice above
    click.echo(kind(ctx.find_root().command, {}, "sisdex", VARIABLE).source())
