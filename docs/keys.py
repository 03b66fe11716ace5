"""Write the README's key table again from the registry of commands.

python docs/keys.py
"""

from itertools import groupby
from pathlib import Path

from tui.commands.registry import COMMANDS, Command, Where

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- keys: begin -->\n", "<!-- keys: end -->\n"


def key_table() -> str:
    """Return the table of all keys as Markdown, with a final line break."""
    order = list(Where)

    def place(command: Command) -> int:
        return order.index(command.where)

    rows = ["| where | keys | what they do |", "|---|---|---|"]
    for number, commands in groupby(sorted(COMMANDS, key=place), place):
        title = order[number].title
        for command in commands:
            keys = " ".join(f"`{key}`" for key in command.keys_shown.split())
            rows.append(f"| {title} | {keys} | {command.help} |")
            title = ""  # once a place
    return "\n".join(rows) + "\n"


def main() -> None:
    """Replace the table between the README's two marks."""
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    README.write_text(before + BEGIN + key_table() + END + after, encoding="utf-8")


if __name__ == "__main__":
    main()
