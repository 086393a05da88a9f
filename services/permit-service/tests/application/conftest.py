"""An office in memory."""

import pytest

from .story import Story


@pytest.fixture
async def story() -> Story:
    return await Story.begun()
