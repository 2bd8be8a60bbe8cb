"""Rules of the school census's pupils, their sessions and their needs, for half-terms and terms."""

from collections.abc import Callable, Iterator

import pandas as pd

from transforms import codelists
from transforms.rules.makers import another_council_rule
from transforms.rules.masks import before, of_unknown_school, out_of_use
from transforms.rules.related import beside, looked_up
from transforms.rules.rule import Context, Mask, Rule, Severity, not_in_table
from transforms.rules.upn import former_upn_rule, pupil_rules
from transforms.texts import is_among

_REGULATIONS = "The School Attendance (Pupil Registration) (England) Regulations 2024"
_CENSUS = "School census, technical specification"
# A term is counted by the census of the next one, which is taken within eleven weeks of its end; the one after that
# is taken five months later or more.
_LONGEST_ARREARS = pd.Timedelta(days=120)
_HALVES_OF_SUMMER = {5, 6}
_HALVES_OF_TERM = 2
_WITH_NEEDS = ("K", "E")


def _of_another_term(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True where the census was not taken in the term after the one that it should count.

    Counts of a half-term come with the census day of their own term too.
    """
    day, end = rows["reference_date"], pd.Timestamp(context.covers_to)
    is_term = len(_half_terms_begun(context)) == _HALVES_OF_TERM
    first = end + pd.Timedelta(days=1) if is_term else pd.Timestamp(context.covers_from) - _LONGEST_ARREARS
    return day.notna() & ~day.between(first, end + _LONGEST_ARREARS)


def _half_terms_begun(context: Context) -> set[int]:
    """The numbers of the half-terms that begin in the days that a delivery covers."""
    return {half.number for half in context.half_terms if context.covers_from <= half.start <= context.covers_to}


def _on_roll_too(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for a leaver who is on the same school's roll since the same day."""
    same = ["pupil", "census_id", "entry_date"]
    on_roll = pd.MultiIndex.from_frame(context.tables["pupilonroll"][same])
    is_there = pd.Series(pd.MultiIndex.from_frame(rows[same]).isin(on_roll), index=rows.index)
    return is_there & rows[same].notna().all(axis=1)


def _need_missing(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for a pupil with SEN support or a plan of whom a delivery with needs has none."""
    provision = rows["sen_provision"].map(codelists.canonical("sen_provision"))
    needs = context.later.get("senneeds")
    if needs is None or needs.empty:
        return pd.Series(False, index=rows.index)
    return provision.isin(_WITH_NEEDS) & ~rows["pupil_id"].isin(needs["pupil_id"])


def _without_primary(rows: pd.DataFrame, _: Context) -> pd.Series:
    is_primary = rows["sen_rank"].eq(1).fillna(False).astype(bool)
    return rows["pupil_id"].notna() & ~rows["pupil_id"].isin(rows.loc[is_primary, "pupil_id"])


def _without_provision(rows: pd.DataFrame, context: Context) -> pd.Series:
    provision = looked_up(rows["pupil_id"], context, "pupilonroll", "sen_provision")
    return provision.eq("N").fillna(False).astype(bool)


Compared = Callable[[pd.Series, pd.Series, pd.Series], pd.Series]
# What is wrong with a pupil's sessions: possible as stated, attended, absent.
_POSSIBLE: tuple[tuple[str, Compared, str], ...] = (
    (
        "possible-unknown",
        lambda stated, attended, _: stated.isna() & (attended == 0),
        "No session attended, none said to be possible: if the school counts absences alone, the pupil is left out.",
    ),
    (
        "more-absence-than-possible",
        lambda stated, _, absent: absent > stated,
        "The pupil's sessions of absence are more than the sessions that were possible.",
    ),
    (
        "possible-differs",
        lambda stated, attended, absent: (attended > 0) & (attended + absent != stated) & (absent <= stated),
        "Sessions attended and absent do not add up to the sessions that were possible.",
    ),
)


def _school_unknown(table: str) -> Rule:
    return Rule(
        id=f"{table}-school-unknown",
        severity=Severity.HOLD,
        columns=("census_id",),
        mask=lambda rows, context: not_in_table(rows["census_id"], context, "schoolcensus"),
        message="The pupil belongs to no school of this export, or the school's row is held.",
        fix="Export schools, pupils and sessions together.",
        source=_CENSUS,
    )


def _possible_below_zero(table: str) -> Rule:
    names = ("sessions_possible", "sessions_possible_second")
    return Rule(
        id=f"{table}-possible-below-zero",
        severity=Severity.FLAG,
        columns=names,
        mask=lambda rows, _: rows[list(names)].lt(0).fillna(False).any(axis=1),
        message="The number of sessions that were possible is below zero, and counts as not known.",
        fix="Check the number.",
        source=_CENSUS,
    )


CENSUS_SCHOOL_RULES = (
    another_council_rule("schoolcensus", "la_code"),
    Rule(
        id="schoolcensus-another-term",
        severity=Severity.STOP,
        columns=("reference_date",),
        mask=_of_another_term,
        message="Most schools' census days do not belong to the days that the delivery should count.",
        fix="File the export under the last day whose sessions it counts: a census counts the term before its own.",
        source="Department for Education, school census guide: attendance is collected a term in arrears",
        share=0.5,
    ),
    Rule(
        id="schoolcensus-unknown-school",
        severity=Severity.HOLD,
        columns=("school_urn",),
        mask=of_unknown_school("school_urn"),
        message="The school is not in the council's list of schools.",
        fix="Check URN, or add the school to reference/schools.csv.",
        source="Own rule: reference/schools.csv of the council",
    ),
    Rule(
        id="schoolcensus-school-repeated",
        severity=Severity.HOLD,
        columns=("school_urn",),
        mask=lambda rows, _: rows.duplicated("school_urn", keep=False) & rows["school_urn"].notna(),
        message="The export holds several returns of one school.",
        fix="Export the return that was approved, and no other.",
        source="Own rule: a school's pupils would be counted twice",
    ),
)

CENSUS_PUPIL_RULES = (
    _school_unknown("pupilonroll"),
    Rule(
        id="pupilonroll-pupil-repeated",
        severity=Severity.HOLD,
        columns=("pupil", "census_id"),
        mask=lambda rows, _: rows.duplicated(["pupil", "census_id"], keep=False) & rows["pupil"].notna(),
        message="One UPN stands on several rows of the same school.",
        fix="Give each pupil their own UPN, and each enrolment one row.",
        source=_CENSUS,
    ),
    Rule(
        id="pupilonroll-retired-provision",
        severity=Severity.FLAG,
        columns=("sen_provision",),
        mask=out_of_use(("sen_provision",), "sen_provision"),
        message="Provision for special educational needs has a code of earlier years (S, A or P).",
        fix="Use N, K or E.",
        source=_CENSUS,
    ),
    Rule(
        id="pupilonroll-need-missing",
        severity=Severity.FLAG,
        columns=("pupil_id", "sen_provision"),
        mask=_need_missing,
        message="The pupil has SEN support or an EHC plan, and the export tells no need.",
        fix="Fill in the type of need with its rank.",
        source=_CENSUS,
    ),
    _possible_below_zero("pupilonroll"),
    *pupil_rules("pupilonroll", "pupil"),
    former_upn_rule("pupilonroll", "formerupn"),
)

CENSUS_LEAVER_RULES = (
    _school_unknown("pupilnolongeronroll"),
    Rule(
        id="pupilnolongeronroll-pupil-repeated",
        severity=Severity.HOLD,
        columns=("pupil", "census_id", "leaving_date"),
        mask=lambda rows, _: (
            rows.duplicated(["pupil", "census_id", "leaving_date"], keep=False) & rows["pupil"].notna()
        ),
        message="One UPN stands on several rows of the same school with the same day of leaving.",
        fix="Give each pupil their own UPN, and each time that a pupil left one row.",
        source=_CENSUS,
    ),
    Rule(
        id="pupilnolongeronroll-on-roll-too",
        severity=Severity.HOLD,
        columns=("pupil", "census_id", "entry_date"),
        mask=beside("pupilonroll", _on_roll_too),
        message="The pupil is on the roll of the same school as well, since the same day.",
        fix="Delete one of the two: sessions of both would count. A pupil who came back has a new date of entry.",
        source="Own rule: sessions would be counted twice",
        waivable=True,
    ),
    Rule(
        id="pupilnolongeronroll-left-before-entry",
        severity=Severity.FLAG,
        columns=("entry_date", "leaving_date"),
        mask=before("leaving_date", "entry_date"),
        message="The pupil left before entering the school.",
        fix="Check entrydate and leavingdate.",
        source=_CENSUS,
    ),
    _possible_below_zero("pupilnolongeronroll"),
    *pupil_rules("pupilnolongeronroll", "pupil"),
)

CENSUS_NEED_RULES = (
    Rule(
        id="senneeds-pupil-unknown",
        severity=Severity.HOLD,
        columns=("pupil_id",),
        mask=lambda rows, context: not_in_table(rows["pupil_id"], context, "pupilonroll"),
        message="The need belongs to no pupil of this export, or the pupil's row is held.",
        fix="Export pupils and needs together.",
        source=_CENSUS,
    ),
    Rule(
        id="senneeds-rank-repeated",
        severity=Severity.FLAG,
        columns=("pupil_id", "sen_rank"),
        mask=lambda rows, _: (
            rows.duplicated(["pupil_id", "sen_rank"], keep=False) & rows[["pupil_id", "sen_rank"]].notna().all(axis=1)
        ),
        message="Several needs of the pupil have the same rank. Of two primary ones, the first counts.",
        fix="Give the primary need rank 1, the next one rank 2.",
        source=_CENSUS,
    ),
    Rule(
        id="senneeds-without-primary",
        severity=Severity.FLAG,
        columns=("pupil_id", "sen_rank"),
        mask=_without_primary,
        message="The pupil has needs, and none of rank 1.",
        fix="Give the primary need rank 1.",
        source=_CENSUS,
    ),
    Rule(
        id="senneeds-without-provision",
        severity=Severity.FLAG,
        columns=("pupil_id",),
        mask=beside("pupilonroll", _without_provision),
        message="The pupil has a need, and neither SEN support nor an EHC plan.",
        fix="Check senprovision, or take the need away.",
        source=_CENSUS,
    ),
)


def census_session_rules(table: str, key: str, pupils: str, possible: str) -> tuple[Rule, ...]:
    """The rules of one table of sessions.

    ``key`` names the row's pupil in table ``pupils``, whose column ``possible`` says how many sessions there could be.
    """
    return (
        Rule(
            id=f"{table}-pupil-unknown",
            severity=Severity.HOLD,
            columns=(key,),
            mask=lambda rows, context: not_in_table(rows[key], context, pupils),
            message="The sessions belong to no pupil of this export, or the pupil's row is held.",
            fix="Export schools, pupils and sessions together.",
            source=_CENSUS,
        ),
        Rule(
            id=f"{table}-sessions-negative",
            severity=Severity.HOLD,
            columns=("sessions",),
            mask=lambda rows, _: rows["sessions"].lt(0).fillna(False).astype(bool),
            message="The number of sessions is below zero.",
            fix="Check the number.",
            source=_CENSUS,
        ),
        Rule(
            id=f"{table}-retired-code",
            severity=Severity.HOLD,
            columns=("code",),
            mask=_code_not_in_use,
            message="The attendance code was not in use in this half-term.",
            fix="Use the codes of the School Attendance Regulations in force at the time.",
            source=f"{_REGULATIONS}, regulation 10",
        ),
        *_possible_rules(table, key, pupils, possible),
    )


def _possible_rules(table: str, key: str, pupils: str, possible: str) -> Iterator[Rule]:
    """The rules that compare a pupil's codes with the sessions that the school says were possible."""
    for ending, is_broken, message in _POSSIBLE:
        yield Rule(
            id=f"{table}-{ending}",
            severity=Severity.FLAG,
            columns=(key, "code", "sessions"),
            mask=beside(pupils, _compared(key, pupils, possible, is_broken)),
            message=message,
            fix="Check the pupil's sessions, and the number that was possible.",
            source=_CENSUS,
        )


def _compared(key: str, pupils: str, possible: str, is_broken: Compared) -> Mask:
    """Mask of rows by their pupil's sessions: possible as stated, attended and absent by the codes."""

    def mask(rows: pd.DataFrame, context: Context) -> pd.Series:
        stated = looked_up(rows[key], context, pupils, possible)
        attended, absent = _sum(rows, key, _attending(context)), _sum(rows, key, _absent(context))
        return is_broken(stated, attended, absent).fillna(False).astype(bool) & rows[key].notna()

    return mask


def left_before_rule(table: str) -> Rule:
    """The rule that pupils no longer on roll have sessions up to the day on which they left.

    The export lists pupils who left earlier as well, of whom it tells exclusions alone.
    """

    def left_before(rows: pd.DataFrame, context: Context) -> pd.Series:
        left = looked_up(rows["leaver_id"], context, "pupilnolongeronroll", "leaving_date")
        return left < pd.Timestamp(context.covers_from)

    return Rule(
        id=f"{table}-left-before",
        severity=Severity.FLAG,
        columns=("leaver_id",),
        mask=beside("pupilnolongeronroll", left_before),
        message="The pupil left before the first day that the delivery counts, and has sessions in it.",
        fix="Check leavingdate, or the date that the delivery is filed under.",
        source="Own rule: sessions end with the day of leaving",
    )


def summer_half_term_rule(table: str, key: str) -> Rule:
    """The rule that the second half of the summer term comes with a delivery that reaches it."""
    return Rule(
        id=f"{table}-not-summer",
        severity=Severity.STOP,
        columns=(key,),
        mask=_without_second_half,
        message="The file counts the second half of a summer term, and the delivery does not reach one.",
        fix="File it under the last day of the summer term: with covers = term, beside the first half.",
        source="Department for Education, school census guide: the autumn census counts both halves of the summer term",
    )


def _code_not_in_use(rows: pd.DataFrame, context: Context) -> pd.Series:
    in_use = codelists.codes("attendance_code", context.lists_on or context.data_to)
    known = codelists.known("attendance_code")
    return is_among(rows["code"], tuple(code for code in known if code not in in_use))


def _attending(context: Context) -> frozenset[str]:
    return codelists.group_on("attendance_code", "attending", context.covers_from)


def _absent(context: Context) -> frozenset[str]:
    day = context.covers_from
    authorised = codelists.group_on("attendance_code", "authorised", day)
    return authorised | codelists.group_on("attendance_code", "unauthorised", day)


def _sum(rows: pd.DataFrame, key: str, codes: frozenset[str]) -> pd.Series:
    """For each row, the sessions that its pupil has with any of the codes."""
    counted = rows["sessions"].where(is_among(rows["code"], codes), 0).fillna(0)
    return counted.groupby(rows[key]).transform("sum").astype("Int64")


def _without_second_half(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for all rows of a delivery that does not cover both halves of a summer term."""
    is_covered = _half_terms_begun(context) >= _HALVES_OF_SUMMER
    return pd.Series(bool(context.half_terms) and not is_covered, index=rows.index)
