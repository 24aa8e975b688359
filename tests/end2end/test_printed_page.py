"""A page as another program renders it: there is ink from the head to the foot, and white around it."""

import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from kiosk.ui.paper.one_page import print_one_page
from kiosk.ui.paper.pdf import Paper
from tests.gui.paper.test_one_page import page, pain_ward

pytestmark = [
    pytest.mark.end2end,
    pytest.mark.usefixtures("qapp"),
    pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="not installed here: pdftoppm"),
]
WHITE = 0xFFFFFFFF


def rendered(body: bytes, folder: Path) -> QImage:
    (folder / "page.pdf").write_bytes(body)
    program = shutil.which("pdftoppm") or ""
    words = [program, "-r", "36", "-png", "-singlefile", "page.pdf", "page"]
    subprocess.run(words, cwd=folder, check=True, timeout=50)
    image = QImage(str(folder / "page.png"))
    assert not image.isNull()
    return image


def ink(image: QImage, first: float, last: float) -> int:
    """Count the pixels that are not white between two heights, as shares of the page."""
    rows = range(round(image.height() * first), round(image.height() * last))
    return sum(image.pixel(x, y) != WHITE for y in rows for x in range(image.width()))


@pytest.mark.parametrize("paper", list(Paper))
def test_a_page_is_filled_from_head_to_foot_inside_white_margins(
    paper: Paper, tmp_path: Path
) -> None:
    image = rendered(print_one_page(page(pain_ward()), paper), tmp_path)
    for fifth in range(5):
        assert ink(image, fifth / 5, (fifth + 1) / 5) > 200, f"nothing in part {fifth + 1} of 5"
    assert ink(image, 0, 0.02) == 0
    assert ink(image, 0.98, 1) == 0
