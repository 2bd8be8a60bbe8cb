"""What a report shows of the deliveries behind its figures, and of what was found in them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SupplyRow:
    """One supplier's delivery of one extract. Row counts are empty strings where the audience may not see them.

    ``needs_attention``: it was not loaded, or (where the audience may know) rows were held back or left out.
    """

    extract: str
    supplier: str
    covers: str
    data_to: str
    state: str
    reason: str
    received: str
    loaded: str
    held: str
    duplicates: str
    needs_attention: bool


@dataclass(frozen=True)
class FindingRow:
    """What a check found in a delivery, as a count of rows and never a value."""

    extract: str
    supplier: str
    covers: str
    table: str
    rule: str
    severity: str
    rows: str
    message: str
    fix: str


@dataclass(frozen=True)
class LineageRow:
    """A file behind the figures."""

    extract: str
    supplier: str
    covers: str
    data_to: str
    taken_on: str
    file_name: str
    sha256: str
