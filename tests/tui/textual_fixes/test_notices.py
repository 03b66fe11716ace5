"""Notices: what a busy machine does to them."""

import pytest
from textual import notifications

from tests.tui.conftest import Open


async def test_a_notice_whose_time_ran_out_before_it_was_put_up_leaves_its_toast_some(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as app:
        app.app.notify("Told late.", timeout=5, markup=False)
        await app.settle()
        [notice] = app.app._notifications
        assert "Told late." in app.text
        late = notice.raised_at + notice.timeout + 1
        monkeypatch.setattr(notifications, "time", lambda: late)
        assert notice.has_expired
        assert notice.time_left > 0
