"""Areas and schools in the warehouse: as the council's folder and the national list of authorities describe them now.

What they were before stays beside that, each with its first and last day: ``mart.dim_authority`` and
``mart.dim_school_version``.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection

from flows.warehouse.statements import statement
from transforms.areas import LocalAuthority, area_versions, local_authorities, present_areas
from transforms.codelists import ALWAYS_FROM, ALWAYS_TO
from transforms.council_types import Council, School
from transforms.schools import versions_of

NO_AUTHORITY = -1
ALL_SCHOOLS = -1


def put_authorities(connection: Connection) -> None:
    """The national list of local authorities, under each code that they had, and who answers for their areas today."""
    versions = [
        {
            "la_code": each.la_code,
            "area_code": each.area_code,
            "authority_name": each.name,
            "region": each.region,
            "valid_from": each.valid_from,
            "valid_to": each.valid_to,
            "is_current": each.valid_to == ALWAYS_TO,
            "successors": " ".join(each.successors),
        }
        for each in area_versions()
    ]
    connection.execute(statement("authority_put"), versions)
    now = [
        {"la_code": la_code, "present_la_code": present, "fit": fit.value}
        for la_code in local_authorities()
        for present, fit in present_areas(la_code)
    ]
    connection.execute(statement("authority_now_put"), now)
    connection.execute(statement("authorities_of_areas"))


def authorities_on(connection: Connection, wanted: Iterable[tuple[str, date]]) -> dict[tuple[str, date], int]:
    """Keys of authorities as they were on a day, by code and day; ``NO_AUTHORITY`` for a code that none had then."""
    spans: dict[str, list[tuple[date, date, int]]] = {}
    for row in connection.execute(statement("authority_keys")):
        spans.setdefault(row.la_code, []).append((row.valid_from, row.valid_to, row.authority_key))
    return {
        (la_code, day): next((key for first, last, key in spans.get(la_code, ()) if first <= day <= last), NO_AUTHORITY)
        for la_code, day in wanted
    }


def put_area(connection: Connection, council: Council) -> int:
    """The council's area; gives its key. An invented council is no authority of the national list."""
    authority = None if council.synthetic else local_authorities().get(council.la_code)
    parameters = {
        "council": council.slug,
        "area_code": council.gss_code,
        "la_code": council.la_code,
        "area_name": council.name,
        "region": council.region,
        "authority_key": _key_at_last(connection, authority) if authority else NO_AUTHORITY,
        "valid_from": authority.begins if authority else ALWAYS_FROM,
        "valid_to": authority.ends if authority else ALWAYS_TO,
        "successors": " ".join(authority.successors) if authority else "",
    }
    return connection.execute(statement("area_put"), parameters).scalar_one()


def _key_at_last(connection: Connection, authority: LocalAuthority) -> int:
    """Key of an authority as it is, or as it was when it ended."""
    place = authority.la_code, authority.ends
    return authorities_on(connection, [place])[place]


def put_schools(connection: Connection, council: Council, area: int) -> dict[str, int]:
    """The council's schools and what they were; gives their keys by number, and that of all schools by an empty one."""
    keys = {"": ALL_SCHOOLS}
    for school in council.schools:
        parameters = {
            "area_key": area,
            "urn": school.urn,
            "school_name": school.name,
            "phase": school.phase,
            "status": school.status,
        }
        keys[school.urn] = connection.execute(statement("school_put"), parameters).scalar_one()
        _put_versions(connection, school, keys[school.urn])
        if school.formerly:
            former = {"area_key": area, "school_key": keys[school.urn], "former_urns": list(school.formerly)}
            connection.execute(statement("school_succeeded"), former)
    listed = {"area_key": area, "urns": [school.urn for school in council.schools]}
    connection.execute(statement("schools_listed"), listed)
    return keys


def _put_versions(connection: Connection, school: School, key: int) -> None:
    versions = [
        {
            "school_key": key,
            "urn": each.urn,
            "school_name": each.name,
            "phase": each.phase,
            "status": each.status,
            "valid_from": each.valid_from,
            "valid_to": each.valid_to,
            "is_current": each.valid_to == ALWAYS_TO,
        }
        for each in versions_of(school)
    ]
    listed = {"school_key": key, "valid_from": [each["valid_from"] for each in versions]}
    connection.execute(statement("school_versions_forget"), listed)
    connection.execute(statement("school_version_put"), versions)
