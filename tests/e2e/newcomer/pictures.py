"""Pictures of the page. With PICTURES=1 they replace those in docs/pictures."""

import os
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page, expect

DOCS = Path(__file__).parents[3] / "docs" / "pictures"
LARGEST = 400_000
INTO_SIGHT = """node => {
  node.scrollIntoView({ block: "nearest", behavior: "instant" });
  const { x, y, width, height } = node.getBoundingClientRect();
  return { x, y, width, height };
}"""


@dataclass(frozen=True, slots=True)
class Pictures:
    folder: Path

    @classmethod
    def into(cls, scratch: Path) -> "Pictures":
        # Each run shows another time of day: only who asks for it gets changed files.
        wished = os.environ.get("PICTURES")  # noqa: TID251
        return cls(DOCS if wished else scratch)

    async def take(self, what: Page | Locator, name: str, height: int = 0) -> None:
        """``height`` of the window while it is taken, where something would be cut off."""
        page = what if isinstance(what, Page) else what.page
        await page.mouse.move(0, 0)  # no button is hovered, no tool is shown
        await expect(page.locator(".answered")).to_have_count(0)
        was = page.viewport_size
        if was and height:
            await page.set_viewport_size({"width": was["width"], "height": height})
        # One step for a message: it may be drawn anew at any time, which a look at it twice minds.
        clip = None if isinstance(what, Page) else await what.evaluate(INTO_SIGHT)
        picture = await page.screenshot(animations="disabled", caret="hide", clip=clip)
        if was and height:
            await page.set_viewport_size(was)
        assert len(picture) < LARGEST, f"{name} is too large: {len(picture)} bytes"
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(picture)
