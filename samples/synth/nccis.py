"""The monthly NCCIS file about young people after 16, as client databases send it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from xml.sax.saxutils import escape

from samples.synth.names import family_name, given_name, postcode, street
from samples.synth.participation import Record
from samples.synth.people import LA_CODE
from samples.synth.terms import academic_year_of

EXTRACT, SUPPLIER = "nccis", "tracking-team"
_LEARNING = {"210", "220", "230", "240", "250", "270", "280", "310", "320", "381", "410", "430", "450", "460"}
_REVIEWED = {"260", "290", "350", "616", "710"}
_ETHNICITY = ("WBRI", "WBRI", "WBRI", "WBRI", "WBRI", "WBRI", "WBRI", "WOTH", "APKN", "MWAS", "BAFR", "REFU")
Field = tuple[str, str]


def make_nccis(records: list[Record], data_to: date) -> list[str]:
    """Lines of the file. Each record begins with ``<YoungPersonsRecord>``."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<NCCIS>", *_file_header(data_to)]
    for record in records:
        lines.extend(record_lines(record, data_to))
    return [*lines, "</NCCIS>"]


def record_lines(record: Record, data_to: date) -> list[str]:
    """One young person's element, line by line."""
    lines = ["<YoungPersonsRecord>", *_group("PersonalDetails", _personal(record))]
    if record.guarantee:
        lines.append("<SeptemberGuarantee>")
        for group, (status, council) in record.guarantee.items():
            lines.extend(_group(f"Year{group}", (("GuaranteeStatus", status), ("LEACode", council))))
        lines.append("</SeptemberGuarantee>")
    lines.append("<LevelOfNeed>")
    lines.append(_element("LevelOfNeedCode", "1" if record.is_neet else "2" if record.has_plan else "3"))
    lines.append(_element("SENDFlag", "Y" if record.has_plan else "N"))
    lines.extend(_group("Characteristics", (("CharacteristicCode", code) for code in record.characteristics)))
    lines.append("</LevelOfNeed>")
    lines.extend(_group("Activities", _activity(record, data_to)))
    if 11 in record.guarantee:
        lines.extend(_group("IntendedDestination", (("IntendedDestinationYr11", "211"),)))
    return [*lines, "</YoungPersonsRecord>"]


def _file_header(data_to: date) -> Iterator[str]:
    yield "<FileHeader>"
    yield _element("DatabaseID", LA_CODE)
    yield from _group("SourceLEAs", (("LEACode", LA_CODE),))
    yield _element("DateOfSend", (data_to + timedelta(days=7)).isoformat())
    yield _element("PeriodEnd", data_to.isoformat())
    yield _element("SupplierName", "Pathlight")
    yield _element("SupplierXMLVersion", "9.1")
    yield _element("XMLSchemaVersion", "2.3")
    yield "</FileHeader>"


def _personal(record: Record) -> Iterator[Field]:
    number = record.upn
    yield "YoungPersonsID", f"{LA_CODE}{record.person + 1:010d}"
    yield "CohortStatus", "T" if record.gone else "P"
    yield "GivenName", given_name(record.birth, record.female)
    yield "FamilyName", family_name(number)
    yield "DOB", record.birth.isoformat()
    yield "Gender", "F" if record.female else "M"
    yield "Ethnicity", _ETHNICITY[record.birth.toordinal() % len(_ETHNICITY)]
    yield "AddressLine1", street(number)
    yield "Town", "Merebridge"
    yield "Postcode", postcode(number)
    yield "LeadLEA", record.lead_la
    yield "LEACodeAtYear11", record.guarantee[11][1] if 11 in record.guarantee else LA_CODE
    if record.gone:
        yield "TransferredToLACode", record.lead_la
    yield "UniquePupilNumber", number


def _activity(record: Record, data_to: date) -> Iterator[Field]:
    last_of_year = date(academic_year_of(data_to) + 1, 7, 31)
    ascertained = max(record.started, data_to - timedelta(days=200 if record.lapsed else 10))
    lapses = data_to - timedelta(days=3) if record.lapsed else data_to + timedelta(days=60)
    yield "ActivityCode", record.activity
    yield "StartDate", record.started.isoformat()
    yield "DateAscertained", ascertained.isoformat()
    yield "DateVerified", ascertained.isoformat()
    if record.activity in _REVIEWED:
        yield "ReviewDate", (data_to + timedelta(days=30)).isoformat()
    yield "DueToLapseDate", lapses.isoformat()
    yield "CurrencyLapsed", "Y" if record.lapsed else "N"
    if record.activity in _LEARNING:
        yield "PredictedEndDate", max(last_of_year, lapses).isoformat()
    if record.is_neet:
        yield "NEETStartDate", record.started.isoformat()


def _group(name: str, fields: Iterable[Field]) -> list[str]:
    """An element around others; nothing when there are none."""
    lines = [_element(*each) for each in fields]
    return [f"<{name}>", *lines, f"</{name}>"] if lines else []


def _element(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>"
