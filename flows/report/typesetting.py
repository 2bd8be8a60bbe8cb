"""Typst as this report uses it: fonts that come with packages alone, so that every machine sets the same pages."""

from functools import cache
from pathlib import Path

import font_source_sans_pro
import typst

FAMILY = "Source Sans Pro"


@cache
def fonts() -> typst.Fonts:
    """Our type, and what Typst brings for signs and scripts that it has not."""
    return typst.Fonts(include_system_fonts=False, font_paths=[Path(font_source_sans_pro.__file__).parent / "files"])
