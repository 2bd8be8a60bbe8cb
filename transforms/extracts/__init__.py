"""The extracts that the line reads. Adding one is a module here, its rules, a migration and a test."""

from transforms.extracts.attendance_register import ATTENDANCE_REGISTER
from transforms.extracts.census_sessions import CENSUS_SESSIONS
from transforms.extracts.extract import Extract
from transforms.extracts.ssda903 import SSDA903

EXTRACTS: tuple[Extract, ...] = (SSDA903, ATTENDANCE_REGISTER, CENSUS_SESSIONS)


def extract_by_id(extract_id: str) -> Extract:
    """The declaration of an extract. Raises KeyError when there is none."""
    return {extract.id: extract for extract in EXTRACTS}[extract_id]
