"""Disclosure control of a quarter's public report: what it hides, what people choose, and what keeps it from issue."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from flows.commentary.words import words_for
from flows.report.model import PUBLIC
from flows.report.public_words import HiddenNumbers, LeftOut, left_out, public_milestones
from flows.report.read import read_publication
from flows.steps.context import RunContext
from flows.steps.officers import officer_name
from flows.warehouse import disclosure, publications
from flows.warehouse.disclosure import HIDE, OFF, ON, SHOW, Examined
from flows.warehouse.engine import transaction
from flows.warehouse.statements import statement
from transforms.disclosure import Place
from transforms.disclosure_audit import Audit, GivenAway
from transforms.errors import Refused, UsageError
from transforms.national_disclosure import ONE_TO_FIVE
from transforms.quarters import Quarter

_MOST_NAMED, _MOST_PROPOSED = 10, 3


def examined_draft(run: RunContext) -> tuple[int, Examined]:
    """The publication that would be issued next, or else the newest, with what its public report hides."""
    with transaction(run.engine) as connection:
        chosen = _chosen(run, connection)
        return chosen["publication_id"], disclosure.examine(connection, chosen)


def hide(run: RunContext, measure: str, part: str, of_quarter: str, by: str, reason: str) -> str:
    """Hide a figure of the quarter's public report in a person's name. Returns how the figure is called."""
    return _choose_figure(run, HIDE, measure, part, of_quarter, by, reason)


def show(run: RunContext, measure: str, part: str, of_quarter: str, by: str, reason: str) -> str:
    """Show a figure that was hidden beside a small one: others are hidden in its place, where that helps.

    Raises Refused for a figure that is small itself.
    """
    return _choose_figure(run, SHOW, measure, part, of_quarter, by, reason)


def turn(run: RunContext, kind: str, by: str, reason: str) -> None:
    """Turn disclosure control of the quarter's public report off, or on again, in a person's name."""
    if kind not in (ON, OFF):
        raise UsageError(f"'{kind}' is not a choice.", "Use on or off.")
    with transaction(run.engine) as connection:
        _choose(run, connection, kind=kind, by=by, reason=reason)


def require_safe(connection: Connection, publication_id: int) -> Examined:
    """What the public report of a publication hides. Raises Refused where it would give a small number away."""
    publication = _publication(connection, publication_id)
    examined = disclosure.examine(connection, publication)
    if examined.given_away:
        listed = "\n".join(f"  {line}" for line in given_away_lines(examined))
        quarter = publication["quarter"]
        raise Refused(
            f"The public report of {quarter} would give small numbers of children away:\n{listed}",
            f"Hide what each line names: cyp disclosure hide {quarter} MEASURE PART --by NAME --reason TEXT. Give a "
            f"measure of class none that tells of them the class '{ONE_TO_FIVE}' in council.toml, and run the quarter "
            f"again. cyp disclosure audit {quarter} shows where it stands.",
        )
    return examined


def keep_hidden(connection: Connection, publication_id: int, examined: Examined, by: str) -> None:
    """Keep what is hidden with the publication that this transaction has just issued."""
    disclosure.keep(connection, _publication(connection, publication_id), examined, by)
    rows = read_publication(connection, publication_id, PUBLIC)
    public = public_milestones(rows.milestones, HiddenNumbers(rows))
    changed = [
        each for each, row in zip(public, rows.milestones, strict=True) if each["comment"] != (row["comment"] or "")
    ]
    disclosure.keep_milestones(connection, changed)


def words_left_out(run: RunContext) -> tuple[LeftOut, ...]:
    """The paragraphs that the quarter's public report leaves out, or that an officer let stand."""
    with transaction(run.engine) as connection:
        return _left_out(run, connection)


def choose_words(run: RunContext, kind: str, mark: str, by: str, reason: str) -> LeftOut:
    """Let a paragraph stand in the quarter's public report in a person's name, or leave it out again.

    ``mark`` is the beginning of the paragraph's mark. Raises UsageError where none or several have it.
    """
    with transaction(run.engine) as connection:
        found = [each for each in _left_out(run, connection) if each.mark.startswith(mark.strip().lower() or "-")]
        if len(found) != 1:
            said = "no paragraph" if not found else f"{len(found)} paragraphs"
            raise UsageError(
                f"{said.capitalize()} of {run.quarter} has the mark '{mark}'.",
                f"cyp disclosure words {run.quarter} lists them with their marks.",
            )
        about = found[0].about[:20]
        _choose(run, connection, kind=kind, by=by, reason=reason, measure_ref=about, words=found[0].mark)
    return found[0]


def _left_out(run: RunContext, connection: Connection) -> tuple[LeftOut, ...]:
    number = _chosen(run, connection)["publication_id"]
    rows, words = read_publication(connection, number, PUBLIC), words_for(run, connection, number)
    return tuple(left_out(rows, words.narrative, words.commentary, HiddenNumbers(rows)))


def given_away_lines(examined: Examined) -> Iterator[str]:
    """A line per small count that is given away: which figures tell of it, never what it is."""
    found = list(examined.given_away)
    for each in found[:_MOST_NAMED]:
        yield _given_away_line(examined, each)
    if len(found) > _MOST_NAMED:
        yield f"and {len(found) - _MOST_NAMED:,} more"


def _given_away_line(examined: Examined, found: GivenAway) -> str:
    left = "it can be reckoned exactly" if found.bounds.values == 1 else f"{found.bounds.values} values are left for it"
    what = "what the quarter added to it" if found.count.grown else "a small count in it"
    told = _names(examined, found.places) or found.count.of
    beside = Audit(examined.figures).beside(found.count, examined.control.hidden)
    helping = _names(examined, [place for place in beside if place not in examined.known_before][:_MOST_PROPOSED])
    help_ = f"; to hide: {helping}" if helping else "; an open measure tells of it"
    return f"{told}: {what}: {left}{help_}"


def _names(examined: Examined, places: Iterable[Place]) -> str:
    return " or ".join(dict.fromkeys(examined.name(place) for place in places))


def _choose_figure(run: RunContext, kind: str, measure: str, part: str, of_quarter: str, by: str, reason: str) -> str:
    quarter = str(Quarter.parse(of_quarter)) if of_quarter else str(run.quarter)
    with transaction(run.engine) as connection:
        examined = disclosure.examine(connection, _chosen(run, connection), with_audit=False)
        name = disclosure.named(measure, part, quarter)
        place = next((place for place, known in examined.names.items() if known == name), None)
        if place is None:
            raise UsageError(
                f"There is no figure {name} in {run.quarter}.", "cyp disclosure audit lists what is hidden."
            )
        _require_hideable(examined, place, kind, name)
        _choose(run, connection, kind=kind, by=by, reason=reason, measure_ref=measure, part=part, of_quarter=quarter)
    return name


def _require_hideable(examined: Examined, place: Place, kind: str, name: str) -> None:
    if not examined.figures.cells[place].is_protected:
        raise Refused(
            f"{name} is of a measure whose figures are open.",
            f"Give the measure the class '{ONE_TO_FIVE}' in council.toml, with the officer who approves that.",
        )
    if kind == SHOW and place in examined.figures.primary:
        raise Refused(
            f"{name} shows a count of 1 to 5, so it stays hidden.",
            "Give the measure another class in council.toml, or turn disclosure control of the report off.",
        )


def _choose(run: RunContext, connection: Connection, *, by: str, reason: str, **chosen: str) -> None:
    name = officer_name(run.council, by)
    if not reason.strip():
        raise Refused("What is hidden is not changed without a reason.", "Say why: --reason TEXT")
    place = {"council": run.council.slug, "quarter": str(run.quarter)}
    disclosure.choose(connection, **place, **chosen, by_name=name, reason=reason.strip())


def _chosen(run: RunContext, connection: Connection) -> Mapping[str, Any]:
    council, quarter = run.council.slug, str(run.quarter)
    row = publications.frozen(connection, council, quarter) or publications.newest(connection, council, quarter)
    if row is None:
        raise Refused(f"There is no draft of {quarter}.", f"Make one first: cyp run {quarter}")
    publication = _publication(connection, row.publication_id)
    if publication["issued_at"]:
        raise Refused(
            f"Publication {row.publication_id} of {quarter} is issued: what it hides does not change any more.",
            f"Make a new draft, choose for that one, and restate: cyp rerun {quarter} --from publish",
        )
    return publication


def _publication(connection: Connection, publication_id: int) -> Mapping[str, Any]:
    found = connection.execute(statement("report_publication"), {"publication_id": publication_id})
    return found.one()._asdict()
