"""Files as LibreOffice leaves them: opened and saved by it, with a profile of its own."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

_PROGRAM = shutil.which("soffice")
INSTALLED = _PROGRAM is not None
HAS_CALC = INSTALLED and (Path(_PROGRAM or "").resolve().parent / "libsclo.so").exists()
needs_calc = pytest.mark.skipif(not HAS_CALC, reason="LibreOffice Calc (libreoffice-calc) is not here to save the file")


def saved_by_libreoffice(files: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """The files opened and saved as ``kind`` (docx, xlsx, ods), all by one start of LibreOffice, in ``folder``."""
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(folder),
        *map(str, files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return [folder / f"{each.stem}.{kind}" for each in files]
