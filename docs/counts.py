"""Write how many vendors, entries and causes the catalog has into the pages that say so.

python docs/counts.py
"""

import re
from pathlib import Path

from store.catalog import opening

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", ROOT / "docs" / "dictionary.md")


def counts() -> dict[str, int]:
    """Return a pattern for each count, whose first group is the number, and the catalog's count."""
    catalog = opening.load(opening.shipped_path())
    causes = sum(len(message.causes) for entry in catalog.entries for message in entry.messages)
    return {
        r"(\d+)(?=\s(?:SIS\s)?vendors)": len(catalog.vendors),
        r"(\d+)(?=\s(?:errors|entries))": len(catalog.entries),
        r"(\d+)(?=\scauses)": causes,
    }


def main() -> None:
    """Replace the numbers before the first heading of each page; examples further down keep theirs."""
    for page in PAGES:
        introduction, heading, rest = page.read_text(encoding="utf-8").partition("\n## ")
        for pattern, count in counts().items():
            introduction = re.sub(pattern, str(count), introduction)
        page.write_text(introduction + heading + rest, encoding="utf-8")


if __name__ == "__main__":
    main()
