"""The examples that docs/returns.md shows, by the extract that each is of."""

import re
from pathlib import Path

_PAGE = (Path(__file__).parents[1] / "docs" / "returns.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^## `(\w+)`\n.*?^```csv\n(.*?)^```", _PAGE, re.MULTILINE | re.DOTALL))
