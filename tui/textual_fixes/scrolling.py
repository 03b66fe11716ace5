"""A scrolling widget that sets its own height. Only speed. Tried with Textual 8.2.8.

Symptom: After each layout of the screen, the scrollbar of a list is painted in a frame of its own.
In Textual: `ScrollView._size_updated` (scroll_view.py) compares the height of the rows with that of the list, finds
    them different, and updates the scrollbars. No issue known.
Without it: A second frame after each layout.
Remove when: `make bench-keys` is no slower without.
"""

from textual.geometry import Size
from textual.scroll_view import ScrollView

from tui.textual_fixes.speed import is_tried


class FastScrollView(ScrollView):
    """A scroll view whose height a layout of the screen cannot change."""

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        own_size = self.virtual_size if is_tried() else virtual_size
        return super()._size_updated(size, own_size, container_size, layout)
