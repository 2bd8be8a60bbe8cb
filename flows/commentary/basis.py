"""What every officer's workbook of a publication is made from, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy import Connection

from flows.commentary.beside import quarters_beside, rows_beside
from flows.commentary.signing import states_of
from flows.commentary.words import words_before, words_for
from flows.report.measures import objective_sections, officer_name
from flows.report.model import INTERNAL, MeasureSection
from flows.report.read import PublicationRows, Row, Rows, read_publication
from flows.steps.context import RunContext
from flows.steps.officers import initials_of
from flows.warehouse.statements import statement
from transforms.council_types import Council
from transforms.officers_words import NARRATIVE, Words
from transforms.quarters import Quarter
from transforms.sign_off import StepState

_ANYBODYS = "key_developments", "emerging_issues"


@dataclass(frozen=True)
class Basis:
    """A publication, its words so far and those of the quarter before, and where its sign-off stands."""

    council: Council
    quarter: Quarter
    rows: PublicationRows
    breakdowns: Rows
    words: Words
    before: Words
    states: tuple[StepState, ...]

    @property
    def publication_id(self) -> int:
        return self.rows.publication["publication_id"]

    @cached_property
    def sections(self) -> Mapping[str, MeasureSection]:
        """The measures as the report shows them, by reference."""
        objectives = objective_sections(self.rows, self.council, (), {})
        return {measure.ref: measure for each in objectives for measure in each.measures}

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """Initials of who answers for each measure, in the report's order."""
        return {row["measure_ref"]: initials_of(self.council, row["officer"]) for row in self.rows.performance}

    def measures_of(self, officer: str) -> tuple[str, ...]:
        """References of the measures that an officer answers for."""
        return tuple(ref for ref, owner in self.owners.items() if owner == officer)

    def milestones_of(self, officer: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows.milestones if initials_of(self.council, row["officer"]) == officer)

    def parts_of(self, officer: str) -> tuple[str, ...]:
        """Parts of the narrative that an officer writes.

        Where nobody is named for key developments and emerging issues, whoever answers for measures does.
        """
        named = {part: getattr(self.council.writers, part) for part in NARRATIVE}
        is_owner = bool(self.measures_of(officer))
        return tuple(
            part for part in NARRATIVE if officer in named[part] or (not named[part] and part in _ANYBODYS and is_owner)
        )

    def roles_of(self, officer: str) -> tuple[str, ...]:
        """Steps of the sign-off that an officer's own workbook has a line for."""
        is_owner = bool(self.measures_of(officer))
        return tuple(
            state.step.role
            for state in self.states
            if officer in state.may_sign and (state.step.own or state.step.by or not is_owner)
        )

    def has_something_for(self, officer: str) -> bool:
        return bool(
            self.measures_of(officer) or self.milestones_of(officer) or self.parts_of(officer) or self.roles_of(officer)
        )

    def name_of(self, who: str) -> str:
        return officer_name(self.council, who)


def read_basis(run: RunContext, connection: Connection, publication_id: int) -> Basis:
    """Read what the workbooks of a publication are made from."""
    parameters = {"publication_id": publication_id, **quarters_beside(run)}
    breakdowns = connection.execute(statement("commentary_breakdowns"), parameters)
    beside = tuple(rows_beside(run, connection, publication_id))
    words, earlier = words_for(run, connection, publication_id), words_before(run, connection)
    return Basis(
        run.council,
        run.quarter,
        replace(read_publication(connection, publication_id, INTERNAL), noted=beside),
        [*(dict(row) for row in breakdowns.mappings()), *beside],
        words,
        replace(earlier, commentary=earlier.about(str(run.quarter.plus(-1)))),
        states_of(run, connection, publication_id, words),
    )
