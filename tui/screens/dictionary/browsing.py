"""What the agent is looking at, and the way back from it. Plain state: no Textual, no search, no disk.

Each method is one thing that an agent does. Those that can change the answer return whether they did, so that the
screen searches once for each change and never for nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from store.core.text import MAX_PASTE
from tui.desk.listing import ALL, ShelfId


@dataclass
class Browsing:
    """The query, the shelf, what Escape brings back, and the related entries that were followed."""

    query: str = ""
    shelf: ShelfId = ALL
    replaced: str = ""
    """The query before a paste, or before typing over a paste. Escape brings it back."""
    pasted: str | None = None
    """The last query that was pasted."""
    followed: list[str] = field(default_factory=list)
    """Ids of the entries opened on the way: each was related to the one before. The last one is being read."""

    @property
    def is_pasted(self) -> bool:
        """Whether the query is a paste."""
        return self.query == self.pasted

    def set_query(self, query: str) -> bool:
        """Ask something else. Returns whether the answer changes."""
        if query == self.query:
            return False
        self.query = query
        self.followed.clear()
        return True

    def remember_typing(self, text: str, *, over_paste: bool) -> None:
        """Note what typing means for the way back.

        Args:
            text: What is now in the search box.
            over_paste: Whether it replaced a paste, which Escape then brings back.
        """
        if over_paste:
            self.replaced = self.query
        elif not text:
            self.replaced = ""

    def paste(self, text: str) -> bool:
        """Make a pasted text the query, cut to what can be searched. Returns whether the answer changes."""
        if self.query.strip():
            self.replaced = self.query
        self.pasted = text[:MAX_PASTE].strip("\n")
        return self.set_query(self.pasted)

    def drop_start_of_paste(self) -> None:
        """Forget a query that was only the first part of a paste that came as keys: it is nothing to go back to."""
        self.query = ""

    def choose_shelf(self, shelf: ShelfId) -> bool:
        """Show only what is on a shelf. Returns whether the answer changes."""
        if shelf == self.shelf:
            return False
        self.shelf = shelf
        self.followed.clear()
        return True

    def step_shelf(self, shelves: Sequence[ShelfId], step: int) -> bool:
        """Go a number of shelves down, or up when `step` is negative, from the last one to the first.

        Returns whether the answer changes.
        """
        return self.choose_shelf(shelves[(shelves.index(self.shelf) + step) % len(shelves)])

    def go_to(self) -> None:
        """List everything, so that any entry can be shown; Escape brings the query back."""
        if self.query.strip():
            self.replaced = self.query
        self.query, self.shelf = "", ALL
        self.followed.clear()

    def back(self) -> bool:
        """Go back one step: to the replaced query, then to an empty one, then to all entries.

        Returns whether the answer changes.
        """
        if self.replaced:
            query, self.replaced = self.replaced, ""
            return self.set_query(query)
        return self.set_query("") or self.choose_shelf(ALL)

    # --- related entries ----------------------------------------------------------------------------------------------

    def follow(self, entry_id: str) -> None:
        """Read an entry that is related to the one shown."""
        self.followed.append(entry_id)

    def unfollow(self) -> bool:
        """Return to the entry read before. Returns False when there is none."""
        if not self.followed:
            return False
        self.followed.pop()
        return True

    def stop_following(self) -> bool:
        """Return to the entry under the cursor. Returns False when it is shown already."""
        was_following = bool(self.followed)
        self.followed.clear()
        return was_following

    def keep_reading(self, entry_id: str) -> None:
        """Keep showing the entry that is being read, even if its row goes away."""
        if not self.followed:
            self.followed.append(entry_id)
