"""Who may decide: the officers that the council folder names."""

from transforms.council_types import Council
from transforms.errors import Refused


def officer_name(council: Council, by: str) -> str:
    """The full name of an officer given by name or initials. Raises Refused for anybody else."""
    for officer in council.officers:
        if by.casefold() in (officer.name.casefold(), officer.initials.casefold()):
            return officer.name
    known = ", ".join(f"{officer.name} ({officer.initials})" for officer in council.officers)
    raise Refused(f"'{by}' is not an officer of {council.name}.", f"Officers in council.toml: {known}.")
