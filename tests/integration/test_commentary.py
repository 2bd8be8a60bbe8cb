"""Officers' words on a small council: out in workbooks, back into the report, signed in order, and issued."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from flows.commentary.export import export_workbooks
from flows.commentary.signing import sign_for_all, sign_off
from flows.commentary.status import commentary_status
from flows.commentary.take_in import TakenIn, read_all, take_in
from flows.commentary.words import words_for
from flows.notices.due import reminders
from flows.report.build import build_report
from flows.report.content import document_of
from flows.report.model import INTERNAL
from flows.report.word import render_word
from flows.report.word_read import read_copy
from flows.steps.context import RunContext
from flows.steps.decide import issue
from flows.steps.quarter import freeze, render_report, run_without_prefect
from flows.warehouse.engine import transaction
from tests.councils import lose_a_child, write_rows
from tests.filled import filled
from tests.ledger import queried
from tests.libreoffice import INSTALLED, saved_by_libreoffice
from tests.signed import EVIDENCE
from transforms.errors import DataRejected, Refused, UsageError

pytestmark = [pytest.mark.slow, pytest.mark.published]

ABOUT_CARE = "Homes are found nearer to families than a year ago."
STOCK = "PED02 04"
DOUBTFUL = "Two children moved; John Smith is one of 99,999."


@pytest.fixture
def frozen(run: RunContext) -> int:
    """The quarter, frozen and unsigned."""
    run_without_prefect(run)
    return freeze(run, "AT", {})


def test_words_go_out_come_back_into_the_report_and_grow_stale(
    run: RunContext, frozen: int, council: Path, tmp_path: Path
) -> None:
    _who_writes_and_signs_is_reminded_once_for_each_stage(run, frozen)
    before = _page(run, frozen)
    back = filled(
        _workbook(run, tmp_path, "PL"), {**_said(ABOUT_CARE), ("Commentary", STOCK, "Written on"): "01/07/2025"}
    )
    assert [text.subject for text in _take_in(run, back).texts] == [STOCK]
    assert ABOUT_CARE not in before
    page = _page(run, frozen)
    assert ABOUT_CARE in page
    assert "Peter Lomas" in page
    assert "1 July 2025" in page
    assert not _take_in(run, back).texts, "the same file again brings nothing new"
    assert not _take_in(run, _workbook(run, tmp_path, "PL")).texts, "words that were only shown are not written anew"
    said = {"kind": "measure", "subject": STOCK, "officer": "PL", "publication_id": frozen, "words": ABOUT_CARE}
    assert queried(run, f"select {', '.join(said)} from audit.commentary") == [said]
    with pytest.raises(Refused, match="never changed"), transaction(run.engine) as connection:
        connection.exec_driver_sql("update audit.commentary set words = 'Otherwise.'")

    _nothing_comes_of_a_wrong_workbook(run, tmp_path)
    copy = _edited_report(run, frozen, tmp_path / "report.docx", ABOUT_CARE, f"{ABOUT_CARE} More will be.")
    if INSTALLED:
        (saved,) = saved_by_libreoffice([copy], "docx", tmp_path / "saved")
        assert read_copy(saved) == read_copy(copy)
        copy = saved
    assert [(each.subject, each.officer) for each in _take_in(run, copy).texts] == [(STOCK, "PL")]
    assert "More will be." in _page(run, frozen)

    lose_a_child(council)
    run_without_prefect(run)
    number = freeze(run, "AT", {})
    told = f"It was written about publication {frozen}, and its figures have changed since"
    assert told in _page(run, number)
    assert told not in _page(run, number, "public")
    states = {each.ref: each.state for each in commentary_status(run).words}
    assert states[STOCK] == "stale"
    assert states["PED01 02"] == "late"
    again = filled(_workbook(run, tmp_path, "PL"), _said(ABOUT_CARE))
    assert [text.subject for text in _take_in(run, again).texts] == [STOCK], "the same words, of the new figures"
    assert told not in _page(run, number)


def _who_writes_and_signs_is_reminded_once_for_each_stage(run: RunContext, frozen: int) -> None:
    """Words are due on 13 August 2025, signatures of officers on the 18th."""
    told = {}
    for day in (date(2025, 7, 28), date(2025, 8, 7), date(2025, 8, 8), date(2025, 8, 19)):
        found = reminders(replace(run, day=day))
        told[day.day] = {each.about.removeprefix(f"words 2025-26-Q1 {frozen} ") for each in found if each.who == "PL"}
    assert told[28] == {"PL asked"}
    assert told[7] == told[8] == {"PL soon"}
    assert told[19] == {"PL late 1", f"sign 2025-26-Q1 {frozen} officer PL late 1"}
    (owed,) = (each for each in reminders(replace(run, day=date(2025, 8, 7))) if each.who == "PL")
    assert f"{STOCK} Children in care" in owed.words


def test_a_quarter_is_signed_in_order_and_new_words_ask_for_new_signatures(
    cyp: Callable[..., tuple[int, str]], run: RunContext, frozen: int, council: Path, tmp_path: Path
) -> None:
    quarter = str(run.quarter)
    code, told = cyp("issue", quarter, "--by", "HB")
    assert code == Refused.exit_code
    assert f"Publication {frozen} of {quarter} is not signed off" in told
    assert "officer: Imran Mahmood, " in told
    assert "director: Helen Braithwaite" in told
    assert f"cyp commentary sign-off {quarter} --as 'officer' --by NAME" in told
    _signing_out_of_order_is_refused(run)
    sheet, director = _sheets(run, tmp_path)
    code, told = cyp("commentary", "import", str(sheet), "--by", "AT")
    assert code == 0
    assert "  signed as officer" in told
    (row,) = queried(run, "select signer_name, recorded_by, evidence from audit.sign_off")
    assert (row["signer_name"], row["recorded_by"]) == ("Imran Mahmood", "Aisha Tariq")
    assert row["evidence"].startswith(f"Signed sheet of {sheet.name}, SHA-256 ")
    code, told = cyp("commentary", "sign-off", quarter, "--by", "KD")
    assert (code, told.splitlines()[0]) == (0, f"publication {frozen}: Kate Dunning signed as officer")
    assert not sign_off(run, "KD", "officer").is_new
    assert {"Imran Mahmood", "Kate Dunning"}.isdisjoint(each.name for each in sign_for_all(run, "AT", EVIDENCE))
    assert all(each.state.is_done for each in commentary_status(run).signatures)

    code, told = cyp("commentary", "import", str(filled(_workbook(run, tmp_path, "PL"), _said(DOUBTFUL))))
    assert code == 0
    assert f"new: {STOCK}" in told
    assert "“Two children”: a number this small could point to a child." in told
    assert "“John Smith” could be a person's name." in told
    assert "99,999 is no figure of this measure." in told
    with pytest.raises(Refused, match="words have changed since it was made"):
        take_in(run, read_all([director]), "AT")
    with pytest.raises(Refused, match="words have changed since Peter Lomas signed") as refused:
        issue(run, "HB")
    assert "Imran Mahmood" not in refused.value.message, "nobody touched his words"
    found = json.loads(cyp("commentary", "status", quarter, "--json")[1])
    assert [each["due"] for each in found["signatures"]] == ["2025-08-18", "2025-08-21", "2025-08-26"]
    assert [each["missing"] for each in found["signatures"]] == [["PL"], ["SO", "RN"], ["HB"]]
    sign_for_all(run, "AT", EVIDENCE)
    assert issue(run, "HB") == frozen

    _report_stays_as_it_was_signed(run, frozen, council, tmp_path)


def _nothing_comes_of_a_wrong_workbook(run: RunContext, tmp_path: Path) -> None:
    good = filled(_workbook(run, tmp_path, "PL"), _said("It is otherwise."))
    wrong = filled(
        _workbook(run, tmp_path, "IM"),
        {
            ("Commentary", "PED01 02", "Your words"): "Attendance rose.",
            ("Commentary", "PED01 02", "Written by"): "ZZ",
        },
    )
    with pytest.raises(DataRejected, match=f"{wrong.name}: nothing of it was taken in"):
        _take_in(run, good, wrong)
    (read,) = read_all([good])
    for of_another, said in (
        ({"council": "eastvale"}, f"it is of council 'eastvale', not {run.council.slug}."),
        ({"publication_id": 99}, f"there is no publication 99 of {run.quarter}"),
        ({"officer": "ZZ"}, "there is no officer 'ZZ' in council.toml."),
    ):
        with pytest.raises(DataRejected, match=said):
            take_in(run, [replace(read, **of_another)])
    assert len(queried(run, "select 1 from audit.commentary")) == 1, "nor of the good one that came with it"


def _signing_out_of_order_is_refused(run: RunContext) -> None:
    for by, role, error, words in (
        ("HB", "", Refused, "step before is not done"),
        ("HB", "officer", Refused, "does not sign as officer"),
        ("HB", "mayor", UsageError, "no step 'mayor'"),
        ("AT", "", Refused, "signs no step"),
        ("A. Stranger", "", Refused, "not an officer"),
    ):
        with pytest.raises(error, match=words):
            sign_off(run, by, role)
    with pytest.raises(Refused, match="nothing shows it"):
        sign_off(run, "KD", recorded_by="AT")


def _sheets(run: RunContext, tmp_path: Path) -> tuple[Path, Path]:
    """An officer's signed sheet and the director's, of which none counts in another's name or before its turn."""
    sheet = filled(_workbook(run, tmp_path, "IM"), {("Sign-off", "officer", "Signed by"): "Imran Mahmood"})
    director = filled(_workbook(run, tmp_path, "HB"), {("Sign-off", "director", "Signed by"): "Helen Braithwaite"})
    other = filled(_workbook(run, tmp_path, "IM"), {("Sign-off", "officer", "Signed by"): "Peter Lomas"})
    for file, by, error, words in (
        (sheet, "", UsageError, "nobody is said to have received it"),
        (director, "AT", Refused, "step before is not done"),
        (other, "AT", DataRejected, "it does not name the officer whose workbook this is"),
    ):
        with pytest.raises(error, match=words):
            take_in(run, read_all([file]), by)
    return sheet, director


def _report_stays_as_it_was_signed(run: RunContext, frozen: int, council: Path, tmp_path: Path) -> None:
    page = _page(run, frozen)
    assert "Signed off by officer Imran Mahmood, " in page
    assert "; director Helen Braithwaite, " in page
    _file_words(council, "Something else was written later.")
    assert _page(run, frozen) == page, "an issued report keeps the words that were signed"
    with pytest.raises(Refused, match="is issued with its words"):
        _workbook(run, tmp_path, "PL")
    lose_a_child(council)
    run_without_prefect(run)
    freeze(run, "AT", {})
    with pytest.raises(Refused, match=f"Publication {frozen + 1} of {run.quarter} is not signed off"):
        issue(run, "HB", "A record was late.")


def _edited_report(run: RunContext, publication_id: int, file: Path, old: str, new: str) -> Path:
    """The report in Word, in which one paragraph was written anew."""
    with run.engine.connect() as connection:
        words = words_for(run, connection, publication_id)
        report = build_report(connection, publication_id, run.council, words.narrative, words.commentary, INTERNAL)
    file.write_bytes(render_word(document_of(report)))
    document = docx.Document(str(file))
    next(each for each in document.paragraphs if each.text == old).text = new
    document.save(str(file))
    return file


def _said(text: str) -> dict[tuple[str, str, str], str]:
    return {("Commentary", STOCK, "Your words"): text}


def _workbook(run: RunContext, folder: Path, officer: str) -> Path:
    return export_workbooks(run, folder / "out", (officer,))[0]


def _take_in(run: RunContext, *files: Path) -> TakenIn:
    return take_in(run, read_all(files))[0]


def _page(run: RunContext, publication_id: int, audience: str = "internal") -> str:
    return (render_report(run, publication_id, audience).folder / "report.html").read_text(encoding="utf-8")


def _file_words(council: Path, text: str) -> None:
    file = council / "narrative/2025-26-Q1/commentary.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    write_rows(file, [{"measure": STOCK, "officer": "PL", "written_on": "2026-12-24", "text": text}])
