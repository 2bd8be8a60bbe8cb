"""SQL statements as text, one per file of ``sql/statements``."""

from functools import cache

from sqlalchemy import TextClause, text

from flows.settings import get_settings
from transforms.errors import CypError


@cache
def statement(name: str) -> TextClause:
    """The statement of ``sql/statements/<name>.sql``, with ``:name`` parameters. Raises CypError when there is none."""
    path = get_settings().sql_dir / "statements" / f"{name}.sql"
    if not path.is_file():
        raise CypError(f"There is no statement {name}.", f"Expected {path}.")
    return text(path.read_text(encoding="utf-8").rstrip().removesuffix(";"))
