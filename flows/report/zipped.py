"""Office files are zip archives with the time of writing in them: packed again, the same content is the same bytes."""

import zipfile
from io import BytesIO

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
FIRST = "[Content_Types].xml"


def zipped_alike(content: bytes) -> bytes:
    """The same archive with its parts in order of name, the list of types first, and one date on all."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != FIRST, name)):
            part = zipfile.ZipInfo(name, _LONG_AGO)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            part.create_system = 3
            new.writestr(part, old.read(name))
    return packed.getvalue()
