"""The extracts that the line reads. Adding one is a module here, its rules, a migration and a test."""

from transforms.extracts.annex_a import ANNEX_A
from transforms.extracts.attendance_register import ATTENDANCE_REGISTER
from transforms.extracts.census_exclusions import CENSUS_EXCLUSIONS
from transforms.extracts.census_sessions import CENSUS_SESSIONS
from transforms.extracts.cin import CIN
from transforms.extracts.council_returns import COUNCIL_RETURNS
from transforms.extracts.exclusions import EXCLUSIONS
from transforms.extracts.extract import Extract
from transforms.extracts.nccis import NCCIS
from transforms.extracts.returns_children import AUDITS, EARLY_HELP, EXPLOITATION, MISSING
from transforms.extracts.returns_inspections import INSPECTIONS
from transforms.extracts.returns_provision import FAMILY_CENTRES, FOSTER_CARERS, TRAINING, TRANSPORT
from transforms.extracts.returns_schools import CARE_TARGETS, HOME_EDUCATION, KEY_STAGE_RESULTS, SCHOOL_TARGETS
from transforms.extracts.sen2 import SEN2
from transforms.extracts.ssda903 import SSDA903
from transforms.extracts.workers import WORKERS
from transforms.extracts.workforce import WORKFORCE

EXTRACTS: tuple[Extract, ...] = (
    SSDA903,
    ATTENDANCE_REGISTER,
    CENSUS_SESSIONS,
    EXCLUSIONS,
    CENSUS_EXCLUSIONS,
    NCCIS,
    SEN2,
    CIN,
    ANNEX_A,
    COUNCIL_RETURNS,
    WORKFORCE,
    WORKERS,
    EARLY_HELP,
    MISSING,
    EXPLOITATION,
    AUDITS,
    KEY_STAGE_RESULTS,
    SCHOOL_TARGETS,
    CARE_TARGETS,
    HOME_EDUCATION,
    FOSTER_CARERS,
    TRANSPORT,
    INSPECTIONS,
    FAMILY_CENTRES,
    TRAINING,
)


def extract_by_id(extract_id: str) -> Extract:
    """The declaration of an extract. Raises KeyError when there is none."""
    return {extract.id: extract for extract in EXTRACTS}[extract_id]
