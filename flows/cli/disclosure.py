"""``cyp disclosure``: what a quarter's public report hides, so that small numbers do not point to a child."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.cli.decide import by_option
from flows.cli.options import council_folder, council_option, json_option, quarter_argument, reason_option, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.steps.disclosure import LeftOut
    from flows.warehouse.disclosure import Examined


def _figure(command: "Callable[..., Any]") -> "Callable[..., Any]":
    """The arguments that name a figure, by whom and why."""
    for wrap in (
        json_option,
        council_option,
        reason_option,
        by_option,
        click.option("--of", "of_quarter", default="", metavar="QUARTER", help="The figure of an earlier quarter."),
        click.argument("part", metavar="PART"),
        click.argument("measure", metavar="MEASURE"),
        quarter_argument,
    ):
        command = wrap(command)
    return command


@click.group()
def disclosure() -> None:
    """What the public report of a quarter hides, so that small numbers do not point to a child.

    Counts of 1 to 5 are hidden by themselves, and so is what would give them away. An officer may choose otherwise.
    """


@disclosure.command()
@quarter_argument
@council_option
@json_option
def audit(quarter: str, council: Path | None, as_json: bool) -> None:
    """What QUARTER's public report would hide and why, and whether any small number could be reckoned all the same.

    Of the frozen publication, or else the newest draft. Ends with 6 where one could: so would cyp issue.
    """
    from flows.steps.disclosure import examined_draft, given_away_lines
    from flows.steps.quarter import RunContext

    number, examined = examined_draft(RunContext.open(council_folder(council), quarter))
    given_away = list(given_away_lines(examined))
    if as_json:
        click.echo(json.dumps(_as_json(number, examined, given_away), indent=2))
    else:
        _say(number, examined, given_away)
    if given_away:
        raise SystemExit(6)


def _say(number: int, examined: "Examined", given_away: list[str]) -> None:
    control = examined.control
    if not control.is_applied:
        click.echo(f"publication {number}: turned off by {control.by}. {control.reason}")
        return
    for place in sorted(control.hidden):
        click.echo(f"  {examined.why(place):<12} {examined.name(place)}")
    click.echo(f"publication {number}: {len(control.hidden):,} of {len(examined.figures.cells):,} figures are hidden")
    if examined.lost:
        click.echo(
            f"{len(examined.lost):,} small counts can be reckoned from reports issued before; nothing changes that"
        )
    for line in given_away:
        click.echo(f"  given away   {line}")
    click.echo("small numbers are given away: it cannot be issued" if given_away else "no small number is given away")


def _as_json(number: int, examined: "Examined", given_away: list[str]) -> dict[str, Any]:
    control = examined.control
    return {
        "publication": number,
        "applied": control.is_applied,
        "by": control.by,
        "reason": control.reason,
        "figures": len(examined.figures.cells),
        "hidden": [
            {"figure": examined.name(place), "quarter": place.quarter, "why": examined.why(place)}
            for place in sorted(control.hidden)
        ],
        "given_away": given_away,
        "known_before": len(examined.lost),
    }


@disclosure.command()
@_figure
def hide(
    quarter: str,
    measure: str,
    part: str,
    of_quarter: str,
    by: str,
    reason: str,
    council: Path | None,
    as_json: bool,
) -> None:
    """Hide the figure of MEASURE (as "PED02 05") and PART (as Total) in QUARTER's public report."""
    from flows.steps.disclosure import hide as hide_figure
    from flows.steps.quarter import RunContext

    run = RunContext.open(council_folder(council), quarter)
    name = hide_figure(run, measure, part, of_quarter, by, reason)
    told(as_json, _chosen("hide", quarter, name), [f"{name} is hidden in the public report"])


@disclosure.command()
@_figure
def show(
    quarter: str,
    measure: str,
    part: str,
    of_quarter: str,
    by: str,
    reason: str,
    council: Path | None,
    as_json: bool,
) -> None:
    """Show the figure of MEASURE and PART in QUARTER's public report; another is hidden in its place where need be.

    Refused for a figure that is small itself. Where no other helps, the report cannot be issued.
    """
    from flows.steps.disclosure import show as show_figure
    from flows.steps.quarter import RunContext

    run = RunContext.open(council_folder(council), quarter)
    name = show_figure(run, measure, part, of_quarter, by, reason)
    told(as_json, _chosen("show", quarter, name), [f"{name} is shown, where nothing is given away by it"])


@disclosure.command()
@quarter_argument
@by_option
@reason_option
@council_option
@json_option
def off(quarter: str, by: str, reason: str, council: Path | None, as_json: bool) -> None:
    """Hide no small number in QUARTER's public report. It says on its first page who decided so and why.

    Measures whose class is internal stay inside.
    """
    from flows.steps.disclosure import turn
    from flows.steps.quarter import RunContext

    turn(RunContext.open(council_folder(council), quarter), "off", by, reason)
    told(as_json, _chosen("off", quarter), [f"The public report of {quarter} hides no small number."])


@disclosure.command()
@quarter_argument
@by_option
@reason_option
@council_option
@json_option
def on(quarter: str, by: str, reason: str, council: Path | None, as_json: bool) -> None:
    """Hide small numbers in QUARTER's public report again."""
    from flows.steps.disclosure import turn
    from flows.steps.quarter import RunContext

    turn(RunContext.open(council_folder(council), quarter), "on", by, reason)
    told(as_json, _chosen("on", quarter), [f"The public report of {quarter} hides small numbers."])


def _chosen(choice: str, quarter: str, figure: str = "") -> dict[str, str]:
    return {"quarter": quarter, "choice": choice, "figure": figure}


@disclosure.command()
@quarter_argument
@council_option
@json_option
def words(quarter: str, council: Path | None, as_json: bool) -> None:
    """The paragraphs that QUARTER's public report leaves out, each with its mark, why, and its words."""
    from flows.steps.disclosure import words_left_out
    from flows.steps.quarter import RunContext

    found = words_left_out(RunContext.open(council_folder(council), quarter))
    left_out = sum(not each.is_allowed for each in found)
    lines = [_words_line(each) for each in found]
    lines.append(f"{left_out} of {len(found)} paragraphs with small numbers are left out")
    told(as_json, {"quarter": quarter, "paragraphs": [_words_json(each) for each in found]}, lines)


def _words_line(each: "LeftOut") -> str:
    stands = "stands, as an officer decided: " if each.is_allowed else "left out: "
    return f"{each.mark[:8]}  {each.about}: {stands}it {each.why}\n          {' '.join(each.text.split())}"


def _words_json(each: "LeftOut") -> dict[str, object]:
    return {"mark": each.mark, "about": each.about, "why": each.why, "allowed": each.is_allowed}


def _paragraph(command: "Callable[..., Any]") -> "Callable[..., Any]":
    """The arguments that name a paragraph, by whom and why."""
    mark = click.argument("mark", metavar="MARK")
    for wrap in (json_option, council_option, reason_option, by_option, mark, quarter_argument):
        command = wrap(command)
    return command


@disclosure.command()
@_paragraph
def allow(quarter: str, mark: str, by: str, reason: str, council: Path | None, as_json: bool) -> None:
    """Let the paragraph of MARK stand in QUARTER's public report, in an officer's name.

    Once its words are changed, it is left out again.
    """
    _choose_words(quarter, "allow", mark, by, reason, council, as_json)


@disclosure.command("leave-out")
@_paragraph
def leave_out(quarter: str, mark: str, by: str, reason: str, council: Path | None, as_json: bool) -> None:
    """Leave the paragraph of MARK out of QUARTER's public report again."""
    _choose_words(quarter, "leave", mark, by, reason, council, as_json)


def _choose_words(
    quarter: str, kind: str, mark: str, by: str, reason: str, council: Path | None, as_json: bool
) -> None:
    from flows.steps.disclosure import choose_words
    from flows.steps.quarter import RunContext

    found = choose_words(RunContext.open(council_folder(council), quarter), kind, mark, by, reason)
    state = "stands in" if kind == "allow" else "is left out of"
    line = f"the paragraph {found.mark[:8]} about {found.about} {state} the public report"
    told(as_json, {"quarter": quarter, "choice": kind, "mark": found.mark, "about": found.about}, [line])
