"""Notices on a busy machine."""

import pytest
from textual import notifications

from tests.tui.conftest import Open


async def test_a_notice_that_is_shown_too_late_still_has_time_for_its_toast(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as app:
        app.app.notify("Shown late.", timeout=5, markup=False)
        await app.settle()
        [notice] = app.app._notifications
        assert "Shown late." in app.text
        late = notice.raised_at + notice.timeout + 1
        monkeypatch.setattr(notifications, "time", lambda: late)
        assert notice.has_expired
        assert notice.time_left > 0
