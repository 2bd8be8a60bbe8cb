"""A council's own folder: what is read of it, and how each mistake in it is told."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flows.council import folder_hash, read_commentary, read_council, read_narrative
from transforms.council_types import Commentary, HalfTerm, OwnWord, Part, School, Section, Supply
from transforms.errors import CouncilFolderError

SAMPLE = Path(__file__).parents[2] / "samples" / "merebridge"
QUARTER = "2025-26-Q1"

SETTINGS = """
slug = "westmere"
name = "Westmere"
la_code = "998"
gss_code = "E06999998"
synthetic = true
region = "North West"

[[officers]]
initials = "AP"
name = "Ada Park"
role = "Director of Children's Services"

[[supply]]
extract = "ssda903"
supplier = "case-system"
title = "Case system"
source = "folder"
path = "extracts/ssda903/case-system"

[[objectives]]
ref = "PED01"
title = "Every child attends school"

[[measures]]
ref = "PED01 01"
objective = "PED01"
title = "Attendance"
officer = "AP"
disclosure = "none"
disclosure_approved_by = "AP"
parts = [{title = "Total", indicator = "attendance_rate"}]
[measures.rating]
forecast = "flat"
"""
FILES = {
    "council.toml": SETTINGS,
    "targets.csv": "measure,part,year,value,kind,set_by,set_on\nPED01 01,Total,2024/25,93.5,level,AP,2024-09-16\n",
    "breaks.csv": "measure,first_day,reason\nPED01 01,2024-09-01,Registers come from another system.\n",
    "milestones.csv": "objective,ref,title,due,officer,progress,comment\nPED01,PED01a,Plan,2025-07-18,AP,On track,\n",
    "reference/schools.csv": "urn,name,phase,headcount\n900001,Alder Brook,Primary,128\n",
    "reference/half_terms.csv": "academic_year,half_term,start,end\n2024/25,6,2025-06-02,2025-07-22\n",
    "reference/population.csv": "mid_year,children_0_17\n2024,3200\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a council with one of everything."""
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(old) >= 1
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def complaint(folder: Path) -> CouncilFolderError:
    with pytest.raises(CouncilFolderError) as raised:
        read_council(folder)
    assert raised.value.exit_code == 2
    assert raised.value.fix
    return raised.value


def test_a_council_is_read_as_its_folder_says(folder: Path) -> None:
    council = read_council(folder)
    assert (council.slug, council.la_code, council.minimum_coverage) == ("westmere", "998", 0.95)
    assert council.synthetic
    assert council.officer("AP").name == "Ada Park"
    assert council.supplies == (
        Supply("ssda903", "case-system", "Case system", "folder", "extracts/ssda903/case-system", True, 10),
    )
    assert council.schools == (School("900001", "Alder Brook", "Primary", 128),)
    assert council.half_terms == (HalfTerm("2024/25", 6, date(2025, 6, 2), date(2025, 7, 22)),)
    assert council.measures[0].parts == (Part("Total", "attendance_rate", "Total", "Total"),)
    assert (council.targets[0].value, council.targets[0].set_on) == (93.5, date(2024, 9, 16))
    assert (council.milestones[0].due, council.milestones[0].comment) == (date(2025, 7, 18), "")
    assert council.population[0].children_0_17 == 3200


MATERIALITY = """
[materiality]
percent = 0.2
"per 10,000" = 1
[matching]
"people-of-ssda903-in-cin" = 0.4
"""


def test_materiality_is_set_for_a_unit_and_for_a_measure_and_matching_for_a_pair_of_extracts(folder: Path) -> None:
    change(folder, "council.toml", 'officer = "AP"\n', 'officer = "AP"\nmateriality = 1\n')
    with (folder / "council.toml").open("a", encoding="utf-8") as settings:
        settings.write(MATERIALITY)
    council = read_council(folder)
    assert council.materiality == (("percent", 0.2), ("per 10,000", 1.0))
    assert council.matching == (("people-of-ssda903-in-cin", 0.4),)
    assert [measure.materiality for measure in council.measures] == [1.0]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[materiality]\nper_cent = 0.2", "there is no unit of materiality 'per_cent'"),
        ("[materiality]\npercent = 0", "the materiality of percent is 0"),
        ("[materiality]\npercent = nan", "the materiality of percent is nan"),
        ('[materiality]\npercent = "little"', "'little' is not a number"),
        ("[[materiality]]\npercent = 0.2", "materiality is no table of settings"),
        ("[matching]\ncin = 0.2", "there is no pair of extracts 'cin'"),
        ('[matching]\n"people-of-ssda903-in-cin" = 40', "the least share of people-of-ssda903-in-cin is 40"),
        ('[matching]\n"people-of-ssda903-in-cin" = nan', "the least share of people-of-ssda903-in-cin is nan"),
    ],
)
def test_a_mistake_in_the_materiality_or_the_matching_is_named(folder: Path, written: str, said: str) -> None:
    with (folder / "council.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n{written}\n")
    with pytest.raises(CouncilFolderError, match=said):
        read_council(folder)


def test_the_sample_council_is_whole() -> None:
    council = read_council(SAMPLE)
    assert council.synthetic
    assert len(council.schools) == len(
        [supply for supply in council.supplies if supply.extract == "attendance_register"]
    )
    assert {measure.officer for measure in council.measures} <= {officer.initials for officer in council.officers}


def test_files_with_a_byte_order_mark_and_windows_line_ends_are_read_alike(folder: Path) -> None:
    expected = read_council(folder)
    for name in FILES:
        if name.endswith(".csv"):
            text = (folder / name).read_text(encoding="utf-8").replace("\n", "\r\n")
            (folder / name).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_council(folder) == expected


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".csv")])
def test_a_council_that_has_nothing_of_a_kind_needs_no_file_for_it(folder: Path, name: str) -> None:
    (folder / name).unlink()
    read_council(folder)


def test_a_folder_without_settings_is_no_council_folder(tmp_path: Path) -> None:
    error = complaint(tmp_path)
    assert f"{tmp_path / 'council.toml'} is not there" in error.message
    assert "samples/merebridge" in error.fix


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        # settings that are not there, not known, or not of their kind
        ('slug = "westmere"', "slug = westmere", "cannot be read: Invalid value (at line 2, column 8)"),
        ('slug = "westmere"\n', "", "slug is missing"),
        ("[[supply]]", "[[supplies]]", "supply is missing"),
        ("[[officers]]", "[officers]", "officer is no table of settings"),
        ('title = "Case system"\n', "", "supply without 'title'"),
        ('role = "Director', 'post = "Director', "officer has no setting 'post'"),
        ('parts = [{title = "Total", indicator = "attendance_rate"}]\n', "", "parts is missing"),
        ('la_code = "998"', "la_code = 998", "council: la_code must be text, in quotation marks"),
        ('supplier = "case-system"', "supplier = 900001", "supply: supplier must be text"),
        ("synthetic = true", 'synthetic = "false"', "synthetic must be true or false"),
        ('region = "North West"', 'region = "North West"\nminimum_coverage = 95', "minimum_coverage is 95"),
        ('region = "North West"', 'region = "North West"\nminimum_coverage = "most"', "'most' is not a number"),
        ('slug = "westmere"', 'slug = "../westmere"', "the slug '../westmere' cannot name a folder"),
        # names that nothing declares
        ('extract = "ssda903"', 'extract = "ssda904"', "there is no extract 'ssda904'"),
        ('source = "folder"', 'source = "pigeon"', "there is no source 'pigeon'"),
        ('objective = "PED01"', 'objective = "PED09"', "there is no objective 'PED09'"),
        ('officer = "AP"', 'officer = "XX"', "there is no officer 'XX'"),
        ('approved_by = "AP"', 'approved_by = "XX"', "there is no officer 'XX'"),
        ("attendance_rate", "attendance", "there is no indicator 'attendance'"),
        ('"attendance_rate"', '"attendance_rate", breakdown = "sex"', "there is no breakdown of attendance_rate 'sex'"),
        # words that are on no list
        ('disclosure = "none"', 'disclosure = "some"', "there is no disclosure class 'some'"),
        ('forecast = "flat"', 'forecast = "hopeful"', "there is no forecast 'hopeful'"),
        ('source = "folder"', 'source = "folder"\ncovers = "term"', "covers of ssda903 from case-system is 'term'"),
        ('disclosure = "none"', 'disclosure = "none"\npolarity = "up"', "there is no polarity 'up'"),
        # things said twice
        ("[[objectives]]", SETTINGS[SETTINGS.index("[[officers]]") : SETTINGS.index("[[supply]]")] + "[[objectives]]",
         "officer AP stands there 2 times"),
        ("[[objectives]]", SETTINGS[SETTINGS.index("[[supply]]") : SETTINGS.index("[[objectives]]")] + "[[objectives]]",
         "supply ssda903 from case-system stands there 2 times"),
        ("[[measures]]", SETTINGS[SETTINGS.index("[[measures]]") :] + "[[measures]]",
         "measure PED01 01 stands there 2 times"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_settings_is_named(folder: Path, old: str, new: str, said: str) -> None:
    change(folder, "council.toml", old, new)
    error = complaint(folder)
    assert error.message.startswith(str(folder / "council.toml"))
    assert said in error.message


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("targets.csv", "93.5", "high", "line 2: 'high' is not a number"),
        ("targets.csv", "93.5", "nan", "the target of PED01 01 Total is no number"),
        ("targets.csv", "2024-09-16", "16/09/2024", "line 2: '16/09/2024' is not a date, as 2025-06-30"),
        ("targets.csv", "set_on", "set_at", "line 2: set_on is missing"),
        ("targets.csv", "PED01 01,Total", "PED01 01,Primary", "there is no measure and part 'PED01 01 Primary'"),
        ("targets.csv", "level", "goal", "there is no kind 'goal'"),
        ("targets.csv", "PED01 01", "PED01 01,", "line 2: the line has another number of fields than the header"),
        ("targets.csv", ",AP,2024-09-16", "", "line 2: the line has another number of fields than the header"),
        ("targets.csv", "set_on\n", "set_on\nPED01 01,Total,2024/25,94,level,AP,2024-11-01\n", "stands there 2 times"),
        ("breaks.csv", "PED01 01", "PED09 01", "there is no measure 'PED09 01'"),
        ("breaks.csv", "Registers come from another system.", " ", "the break of 2024-09-01 has no reason"),
        ("milestones.csv", "2025-07-18", "soon", "line 2: 'soon' is not a date"),
        ("milestones.csv", "On track", "Fine", "there is no progress 'Fine'"),
        ("milestones.csv", "PED01,", "PED09,", "there is no objective 'PED09'"),
        ("milestones.csv", ",AP,", ",XX,", "there is no officer 'XX'"),
        ("milestones.csv", "On track,", f"On track,{'w' * 8001}", "the comment on PED01a has 8,001 letters"),
        ("reference/schools.csv", "128", "many", "line 2: 'many' is not a whole number"),
        ("reference/schools.csv", "Primary", "primary", "there is no phase 'primary'"),
        ("reference/schools.csv", "128\n", "128\n900001,Again,Primary,1\n", "school 900001 stands there 2 times"),
        ("reference/half_terms.csv", "2025-07-22", "2025-05-22", "cannot run from 2025-06-02 to 2025-05-22"),
        ("reference/half_terms.csv", ",6,", ",7,", "half-term 7 of 2024/25 cannot run"),
        ("reference/half_terms.csv", "2024/25", "2025/26", "half-term 6 of 2025/26 cannot run"),
        ("reference/half_terms.csv", "2024/25", "2024-25", "half-term 6 of 2024-25 cannot run"),
        ("reference/half_terms.csv", "end\n", "end\n2024/25,6,2025-06-02,2025-07-22\n", "6 stands there 2 times"),
        ("reference/population.csv", "3200", "3,200", "line 2: the line has another number of fields"),
        ("reference/population.csv", "3200\n", "3200\n2024,3300\n", "mid_year 2024 stands there 2 times"),
    ],
)
def test_a_mistake_in_a_table_is_named_with_its_file(folder: Path, name: str, old: str, new: str, said: str) -> None:
    change(folder, name, old, new)
    error = complaint(folder)
    assert error.message.startswith(str(folder / name))
    assert said in error.message


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_utf8_is_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes((folder / name).read_bytes() + "é".encode("cp1252"))
    assert complaint(folder).message.startswith(str(folder / name))


SFTP = """source = "sftp"
path = "/outgoing"
[supply.sftp]
host = "files.example.org"
host_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKD+ZkYlvedK5phnHcZM2RCsUYY5ZnRN7SZakBQLtmZQ"
login = "mover"
"""
HTTPS = """source = "https"
[supply.https]
urls = ["https://files.example.org/{data_to}/header.csv", "https://files.example.org/{data_to}/episodes.csv"]
since = 2024-04-01
"""
DATABASE = """source = "database"
path = "queries"
[supply.database]
url = "postgresql://cases.example.org/ssd"
login = "case_system"
"""
FOLDER = 'source = "folder"\npath = "extracts/ssda903/case-system"\n'


@pytest.fixture
def query(folder: Path) -> Path:
    """A query of the council's own."""
    file = folder / "queries" / "episodes.sql"
    file.parent.mkdir()
    file.write_text("-- of :nobody\nselect 1 as child, cast(:data_to as date) as episode_start order by child;\n")
    return file


@pytest.mark.usefixtures("query")
@pytest.mark.parametrize("source", [SFTP, HTTPS, DATABASE], ids=["sftp", "https", "database"])
def test_the_settings_of_a_source_stand_in_a_table_of_its_own(folder: Path, source: str) -> None:
    change(folder, "council.toml", FOLDER, source)
    [supply] = read_council(folder).supplies
    assert type(supply.place).__name__.lower() == supply.source


@pytest.mark.usefixtures("query")
@pytest.mark.parametrize(
    ("source", "old", "new", "said"),
    [
        (SFTP, "[supply.sftp]", "[supply.https]", "sftp without 'host', 'host_key', and 'login'"),
        (SFTP, "login = ", "password = ", "sftp has no setting 'password'"),
        (SFTP, "login =", "port = 70000\nlogin =", "70000 is no port"),
        (SFTP, '"mover"', '"the mover"', "the login 'the mover' cannot be part of a variable's name"),
        (SFTP, "ssh-ed25519 AAAA", "ssh-ed25519 AAA", "the host_key of files.example.org is no public key"),
        (SFTP, "ssh-ed25519 ", "ssh-dss ", "the host_key of files.example.org is no public key"),
        (SFTP, 'path = "/outgoing"', "", "ssda903 from case-system has no path"),
        (FOLDER, 'path = "extracts/ssda903/case-system"', "", "ssda903 from case-system has no path"),
        (FOLDER, "path =", "sftp = 1\npath =", "supply has no setting 'sftp'"),
        (HTTPS, '"https://files.example.org/{data_to}/header.csv", ', '"http://files.example.org/{data_to}/a.csv", ',
         "http://files.example.org/{data_to}/a.csv is no HTTPS address"),
        (HTTPS, "{data_to}/header.csv", "latest/header.csv", "latest/header.csv is no HTTPS address with the date"),
        (HTTPS, "header.csv", "episodes.csv", "two urls end in the same file name"),
        (HTTPS, "https://files.example.org/{data_to}/header", "https://other.example.org/{data_to}/header",
         "are no addresses of one server"),
        (HTTPS, "https://files", "https://me:word@files", "holds a login"),
        (HTTPS, "since = 2024-04-01", "largest_megabytes = 0.5", "largest_megabytes is no whole number"),
        (HTTPS, "since = 2024-04-01", 'since = "2024-04-01"', "since must be a date, without quotation marks"),
        (DATABASE, "//cases", "//me:word@cases", "the url of cases.example.org holds a login"),
        (DATABASE, "/ssd", "/ssd?password=word", "the url of cases.example.org holds a login"),
        (DATABASE, "postgresql://", "", "url cannot be read"),
        (DATABASE, 'path = "queries"', 'path = "elsewhere"', "ssda903 from case-system has no query files"),
        (DATABASE, "login =", "timeout_seconds = 0\nlogin =", "timeout_seconds is no number of seconds"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_settings_of_a_source_is_named(
    folder: Path, source: str, old: str, new: str, said: str
) -> None:
    change(folder, "council.toml", FOLDER, source.replace(old, new))
    assert said in complaint(folder).message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("select 1", "delete from episodes; select 1", "does not begin with select or with"),
        (" order by child", "", "has no order by"),
        (":data_to", ":quarter", "asks for :quarter"),
        ("of :nobody", "é", "cannot be read"),
    ],
)
def test_a_mistake_in_a_query_is_named(folder: Path, query: Path, old: str, new: str, said: str) -> None:
    change(folder, "council.toml", FOLDER, DATABASE)
    query.write_bytes(query.read_text().replace(old, new).encode("latin-1"))
    assert f"queries/episodes.sql {said}" in complaint(folder).message


def test_a_query_for_a_table_that_there_is_none_of_is_named(folder: Path, query: Path) -> None:
    change(folder, "council.toml", FOLDER, DATABASE)
    query.rename(query.with_name("episode.sql"))
    assert "ssda903 has no such table" in complaint(folder).message


# Headings and coded words of its own

WORDS = """table,column,given,means
list_6,,Current status,Case Status
list_6,Case Status,CiN plan,c) Child in need plan
,Gender,not recorded,
"""


def test_words_are_read_with_their_lines(folder: Path) -> None:
    assert read_council(folder).words == ()
    (folder / "mappings").mkdir()
    (folder / "mappings/annex_a.csv").write_text(WORDS, encoding="utf-8")
    assert read_council(folder).words == (
        OwnWord("annex_a", "list_6", "", "Current status", "Case Status", 2),
        OwnWord("annex_a", "list_6", "Case Status", "CiN plan", "c) Child in need plan", 3),
        OwnWord("annex_a", "", "Gender", "not recorded", "", 4),
    )


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("annex_b", "list_6,,Current status,Case Status", "there is no extract 'annex_b'"),
        ("annex_a", "list_12,,Current status,Case Status", "Annex A has no table 'list_12'"),
        ("annex_a", "list_1,,Current status,Case Status", "list 1: contacts has no column 'Case Status'"),
        ("annex_a", ",Shoe size,big,b) Female", "Annex A has no column 'Shoe size'"),
        ("annex_a", "list_6,Case Status,CiN,c) In need", "'c) In need' is no code of Case Status"),
        (
            "annex_a",
            "list_6,CIN Start Date,today,2025-06-30",
            "CIN Start Date of Annex A, list 6: children in need has",
        ),
        ("annex_a", "list_6,,Gender,Case Status", "'Gender' is the heading of another column"),
        ("annex_a", "list_6,Gender,M,b) Female", "'M' is a published code of Gender, and keeps its meaning"),
        ("annex_a", "list_6,Gender,,b) Female", "'given' is empty"),
        ("annex_a", "list_6,Gender,Girl", "the line has another number of fields than the header"),
        ("attendance_register", "marks,mark,Here,/", "has no codes that words could stand for"),
    ],
)
def test_a_word_that_cannot_be_applied_is_named_with_its_line(folder: Path, name: str, line: str, said: str) -> None:
    (folder / "mappings").mkdir()
    (folder / f"mappings/{name}.csv").write_text(f"table,column,given,means\n{line}\n", encoding="utf-8")
    error = complaint(folder)
    assert error.message.startswith(f"{folder / 'mappings' / name}.csv, line 2: ")
    assert said in error.message


def test_a_word_with_two_meanings_is_refused(folder: Path) -> None:
    (folder / "mappings").mkdir()
    more = "list_6,Case Status,CIN PLAN,e) Closed episode\n"
    (folder / "mappings/annex_a.csv").write_text(WORDS + more, encoding="utf-8")
    assert "annex_a.csv, line 5: 'CIN PLAN' has another meaning on line 3." in complaint(folder).message


# The council's own words


@pytest.fixture
def words(folder: Path) -> Callable[[str, str], None]:
    place = folder / "narrative" / QUARTER
    place.mkdir(parents=True)

    def write(name: str, text: str) -> None:
        (place / name).write_text(text, encoding="utf-8")

    return write


def test_paragraphs_and_sections_are_told_by_blank_lines_and_titles(
    folder: Path, words: Callable[[str, str], None]
) -> None:
    words("introduction.md", "One line\nand the next.\n \nA second paragraph.\n")
    words("key_developments.md", "## First title\nText.\n\nMore.\n## Second title\n\nText.\n")
    narrative = read_narrative(folder, QUARTER)
    assert narrative.introduction == ("One line and the next.", "A second paragraph.")
    assert narrative.key_developments == (
        Section("First title", ("Text.", "More.")),
        Section("Second title", ("Text.",)),
    )
    assert narrative.emerging_issues == ()


def test_words_saved_by_windows_are_the_same_words(folder: Path, words: Callable[[str, str], None]) -> None:
    words("introduction.md", "\ufeffOne.\r\n\r\nTwo.\r\n")
    words("key_developments.md", "\ufeff## Title\r\nOne.\r\n\r\nTwo.\r\n")
    narrative = read_narrative(folder, QUARTER)
    assert narrative.introduction == ("One.", "Two.")
    assert narrative.key_developments == (Section("Title", ("One.", "Two.")),)


def test_a_quarter_without_words_has_none(folder: Path) -> None:
    assert read_narrative(folder, QUARTER).introduction == ()
    assert read_commentary(folder, QUARTER, read_council(folder)) == ()


def test_commentary_is_read_with_its_commas_and_line_breaks(folder: Path, words: Callable[[str, str], None]) -> None:
    words("commentary.csv", 'measure,officer,written_on,text\nPED01 01,AP,2025-07-11,"Better, and\nsteady."\n')
    assert read_commentary(folder, QUARTER, read_council(folder)) == (
        Commentary("PED01 01", QUARTER, "AP", date(2025, 7, 11), "Better, and\nsteady."),
    )


def test_a_mistake_in_the_commentary_is_named_with_its_line(folder: Path, words: Callable[[str, str], None]) -> None:
    words("commentary.csv", "measure,officer,written_on,text\nPED01 01,AP,11 July,Better.\n")
    with pytest.raises(CouncilFolderError, match=r"commentary\.csv, line 2: '11 July' is not a date"):
        read_commentary(folder, QUARTER, read_council(folder))


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("PED99 01,AP,2025-07-11,Better.", "no measure 'PED99 01'"),
        ("PED01 01,XX,2025-07-11,Better.", "no officer 'XX'"),
    ],
)
def test_words_about_nothing_or_by_nobody_are_refused(
    folder: Path, words: Callable[[str, str], None], line: str, complaint: str
) -> None:
    words("commentary.csv", f"measure,officer,written_on,text\n{line}\n")
    with pytest.raises(CouncilFolderError, match=complaint):
        read_commentary(folder, QUARTER, read_council(folder))


# What the figures depend on


@pytest.mark.parametrize("name", FILES)
def test_every_file_that_figures_depend_on_changes_the_folders_hash(folder: Path, name: str) -> None:
    before = folder_hash(folder)
    (folder / name).write_text(FILES[name] + "\n", encoding="utf-8")
    assert folder_hash(folder) != before


def test_words_do_not_change_the_folders_hash(folder: Path, words: Callable[[str, str], None]) -> None:
    before = folder_hash(folder)
    words("introduction.md", "One.")
    assert folder_hash(folder) == before


def test_a_folder_that_was_moved_has_the_same_hash(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "council"
    shutil.copytree(folder, elsewhere)
    assert folder_hash(elsewhere) == folder_hash(folder)
