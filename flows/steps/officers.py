"""Officers of a council as commands name them: who may write, decide and sign."""

from transforms.council_types import Council, Officer
from transforms.errors import Refused


def officer_called(council: Council, by: str) -> Officer:
    """The officer given by name or initials. Raises Refused for anybody else."""
    for officer in council.officers:
        if by.casefold() in (officer.name.casefold(), officer.initials.casefold()):
            return officer
    known = ", ".join(f"{officer.name} ({officer.initials})" for officer in council.officers)
    raise Refused(f"'{by}' is not an officer of {council.name}.", f"Officers in council.toml: {known}.")


def officer_name(council: Council, by: str) -> str:
    """The full name of an officer given by name or initials. Raises Refused for anybody else."""
    return officer_called(council, by).name


def initials_of(council: Council, who: str) -> str:
    """The initials of an officer given by name or initials; what was given, where it is nobody's."""
    known = {name.casefold(): each.initials for each in council.officers for name in (each.name, each.initials)}
    return known.get(who.casefold(), who)
