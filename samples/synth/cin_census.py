"""The CIN census as XML, in the order of its schema: what a year's file says on the day that its data run to."""

from datetime import date
from xml.etree import ElementTree as ET

from samples.synth.care_leavers import financial_year
from samples.synth.children_in_need import ChildInNeed
from samples.synth.people import LA_CODE
from samples.synth.social_work import Assessment, Enquiry, NeedPlan, ProtectionPlan, Referral

EXTRACT, SUPPLIER = "cin", "case-system"
FILE = "cin.xml.gz"
# Our name of each table and the element that is its record.
RECORDS = {
    "children": "Child",
    "disabilities": "Disability",
    "referrals": "CINdetails",
    "assessments": "Assessments",
    "assessment_factors": "AssessmentFactors",
    "cin_plans": "CINPlanDates",
    "section47": "Section47",
    "protection_plans": "ChildProtectionPlans",
    "reviews": "CPPreviewDate",
}
_YEAR_OF_NEW_CODES = 2024  # 2024-25: Sex in letters in place of GenderCurrent


def make_census(children: list[ChildInNeed], data_to: date) -> ET.Element:
    """Every child with a case open at any time from 1 April of the financial year to ``data_to``."""
    first = date(financial_year(data_to), 4, 1)
    message = ET.Element("Message")
    _add_header(message, data_to)
    everyone = ET.SubElement(message, "Children")
    for child in children:
        referrals = [each for each in child.referrals if each.day <= data_to and each.closed >= first]
        if referrals:
            _add_child(everyone, child, referrals, first, data_to)
    return message


def lines(message: ET.Element) -> list[str]:
    """The file's text, line by line."""
    ET.indent(message, " ")
    return ['<?xml version="1.0" encoding="utf-8"?>', *ET.tostring(message, encoding="unicode").split("\n")]


def records(message: ET.Element, table: str) -> list[ET.Element]:
    """Every record of a table; the first is number 1."""
    return list(message.iter(RECORDS[table]))


def _add(parent: ET.Element, name: str, text: str | date) -> None:
    ET.SubElement(parent, name).text = text.isoformat() if isinstance(text, date) else text


def _add_header(message: ET.Element, data_to: date) -> None:
    header = ET.SubElement(message, "Header")
    collection = ET.SubElement(header, "CollectionDetails")
    _add(collection, "Collection", "CIN")
    _add(collection, "Year", str(financial_year(data_to) + 1))
    _add(collection, "ReferenceDate", data_to)
    source = ET.SubElement(header, "Source")
    _add(source, "SourceLevel", "L")
    _add(source, "LEA", LA_CODE)
    _add(source, "SoftwareCode", "Case system")
    _add(source, "Release", "4.2")
    _add(source, "SerialNo", "001")
    _add(source, "DateTime", f"{data_to}T18:00:00")


def _add_child(everyone: ET.Element, child: ChildInNeed, referrals: list[Referral], first: date, last: date) -> None:
    element = ET.SubElement(everyone, "Child")
    _add_identifiers(ET.SubElement(element, "ChildIdentifiers"), child, last)
    characteristics = ET.SubElement(element, "ChildCharacteristics")
    _add(characteristics, "Ethnicity", child.ethnicity)
    if child.birth <= last:
        disabilities = ET.SubElement(characteristics, "Disabilities")
        for code in child.disabilities or ("NONE",):
            _add(disabilities, "Disability", code)
    for referral in referrals:
        _add_referral(ET.SubElement(element, "CINdetails"), referral, first, last)


def _add_identifiers(element: ET.Element, child: ChildInNeed, last: date) -> None:
    _add(element, "LAchildID", str(child.number))
    known = child.upn_from <= last and not child.upn.startswith("UN")
    if known:
        _add(element, "UPN", child.upn)
    elif child.birth <= last:
        _add(element, "UPNunknown", child.upn if child.upn.startswith("UN") else "UN1")
    _add(element, "PersonBirthDate" if child.birth <= last else "ExpectedPersonBirthDate", child.birth)
    letter = "U" if child.birth > last else "F" if child.female else "M"
    if financial_year(last) >= _YEAR_OF_NEW_CODES:
        _add(element, "Sex", letter)
    else:
        _add(element, "GenderCurrent", {"M": "1", "F": "2", "U": "0"}[letter])


def _add_referral(element: ET.Element, referral: Referral, first: date, last: date) -> None:
    _add(element, "CINreferralDate", referral.day)
    _add(element, "ReferralSource", referral.source)
    _add(element, "PrimaryNeedCode", referral.need)
    if referral.closed <= last:
        _add(element, "CINclosureDate", referral.closed)
        _add(element, "ReasonForClosure", referral.reason_closed)
    if referral.conference is not None and first <= referral.conference <= last:
        _add(element, "DateOfInitialCPC", referral.conference)
    _add_modules(element, referral, first, last)


def _add_modules(element: ET.Element, referral: Referral, first: date, last: date) -> None:
    """What followed from the referral and was still going on in the year. The schema has ReferralNFA among them."""
    for assessment in referral.assessments:
        if assessment.start <= last and assessment.authorised >= first:
            _add_assessment(ET.SubElement(element, "Assessments"), assessment, last)
    for plan in referral.need_plans:
        if plan.start <= last and plan.end >= first:
            _add_need_plan(ET.SubElement(element, "CINPlanDates"), plan, last)
    for enquiry in referral.enquiries:
        if enquiry.start <= last and (enquiry.conference or enquiry.start) >= first:
            _add_enquiry(ET.SubElement(element, "Section47"), enquiry, last)
    _add(element, "ReferralNFA", _yes_or_no(referral.no_further_action, last))
    for plan in referral.protection_plans:
        if plan.start <= last and plan.end >= first:
            _add_protection_plan(ET.SubElement(element, "ChildProtectionPlans"), plan, last)


def _yes_or_no(flag: bool, last: date) -> str:
    """Digits; the file of 2022-23 has words, as some systems write them."""
    return str(flag).lower() if financial_year(last) == 2022 else str(int(flag))


def _add_assessment(element: ET.Element, assessment: Assessment, last: date) -> None:
    _add(element, "AssessmentActualStartDate", assessment.start)
    if assessment.authorised <= last:
        _add(element, "AssessmentAuthorisationDate", assessment.authorised)
        found = ET.SubElement(element, "FactorsIdentifiedAtAssessment")
        for factor in assessment.factors:
            _add(found, "AssessmentFactors", factor)


def _add_need_plan(element: ET.Element, plan: NeedPlan, last: date) -> None:
    _add(element, "CINPlanStartDate", plan.start)
    if plan.end <= last:
        _add(element, "CINPlanEndDate", plan.end)


def _add_enquiry(element: ET.Element, enquiry: Enquiry, last: date) -> None:
    _add(element, "S47ActualStartDate", enquiry.start)
    if enquiry.conference is not None:
        _add(element, "InitialCPCtarget", enquiry.target)
        if enquiry.conference <= last:
            _add(element, "DateOfInitialCPC", enquiry.conference)
    _add(element, "ICPCnotRequired", _yes_or_no(enquiry.conference is None, last))


def _add_protection_plan(element: ET.Element, plan: ProtectionPlan, last: date) -> None:
    _add(element, "CPPstartDate", plan.start)
    if plan.end <= last:
        _add(element, "CPPendDate", plan.end)
    _add(element, "InitialCategoryOfAbuse", plan.initial_category)
    _add(element, "LatestCategoryOfAbuse", plan.latest_category)
    _add(element, "NumberOfPreviousCPP", str(plan.previous))
    held = [day for day in plan.reviews if day <= last]
    if held:
        reviews = ET.SubElement(element, "Reviews")
        for day in held:
            _add(reviews, "CPPreviewDate", day)
