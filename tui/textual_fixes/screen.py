"""The screen whose frames have to be fast. Only speed. Tried with Textual 8.2.8.

Symptom: While a popup covers the dictionary, each look at the notebook paints both screens again, once a second.
In Textual: `Screen._compositor_refresh` (screen.py) marks a covered screen as dirty once more after it has handed its
    changes to the screen on top. No issue known.
Without it: The processor is busy below every popup. The compositor (compositor.py) also comes from here.
Remove when: `test_a_look_at_the_notebook_paints_nothing_below_a_popup` passes without.
"""

from textual.screen import Screen, ScreenResultType

from tui.textual_fixes.compositor import FrontToBack
from tui.textual_fixes.speed import is_tried


class FastScreen(Screen[ScreenResultType]):
    """A screen that paints no more than what changed and can be seen."""

    def __init__(self) -> None:
        """Use the faster compositor, if it was tried with this Textual."""
        super().__init__()
        if is_tried():
            self._compositor = FrontToBack()

    def _compositor_refresh(self) -> None:
        super()._compositor_refresh()
        if self is not self.app.screen and is_tried():
            self._repaint_required = False
