"""Rates that can be counted again from what is published: where they stand, and how many must come out.

Files are named as their publishers name them. The counts are of the files as they were in the summer of 2026, and of
local authorities unless ``every_area`` says otherwise; later files hold more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from transforms.indicators.indicator import Unit

SERIES_FILE = "bds_long_0.parquet"
POPULATION_FILE = "ons_mid-year_population_estimates_2012_to_2024.csv"
_IN_NEED = "b1_children_in_need_2013_to_2025.csv"
_REFERRALS = "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"
_PLANS = "d5_cpps_at31march_by_duration_2013_to_2025.csv"
_LOOKED_AFTER = "cla_number_and_rate_per_10k_children.csv"
_EHC_PLANS = "timeliness_20_week.csv"
_EXCLUSIONS = "clean_la_data.csv"
_SESSIONS = "EES_ytd_data.csv"
_PARTICIPATION = ("UD_NEETNK_LA_dashboard_2021_vg_removed.csv", "UD_NEETNK_LA_dashboard_2022_final.csv")
_LOST_A_HALF = "The exact figure ends in a half, which their binary fractions lost"
_ROUNDED_TWICE = "The series has two places, and so was rounded before: 0.35 may have been 0.349"


@dataclass(frozen=True)
class Layout:
    """Columns that say what a row is about. ``key`` is the authority's, ``series_key`` the same in the series."""

    level: str
    area: tuple[str, ...]
    key: str
    series_key: str
    year: str


USUAL = Layout("geographic_level", ("la_name", "region_name", "country_name"), "old_la_code", "la_code", "time_period")
BY_NAME = Layout("level", ("la_name",), "la_name", "area", "year")


@dataclass(frozen=True, kw_only=True)
class PublishedRate:
    """A published rate: what is divided by what, and where its value stands.

    ``numerator`` and ``denominator`` are columns of ``file``; without a denominator it is a rate of the children that
    the Office for National Statistics estimates. The value stands in the column ``value``, or in a ``series`` of the
    national tool (LAIT). A rate without a numerator cannot be counted: there the series, rounded, must be the column,
    and ``years_before`` says by how much its years are named earlier. ``indicator`` is ours, if we count it.
    ``reproduced`` of ``total`` must come out, and ``why`` says why the others do not.
    """

    title: str
    file: str
    unit: Unit
    decimals: int
    reproduced: int
    total: int
    numerator: str = ""
    denominator: str = ""
    value: str = ""
    series: str = ""
    years_before: int = 0
    indicator: str = ""
    rows: Mapping[str, str] = field(default_factory=dict)
    every_area: bool = False
    layout: Layout = USUAL
    why: str = ""

    @property
    def of_population(self) -> bool:
        return bool(self.numerator) and not self.denominator

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the file that it is made of."""
        return tuple(name for name in (self.numerator, self.denominator, self.value) if name)

    @property
    def files(self) -> tuple[str, ...]:
        """Every file without which it cannot be counted."""
        series = (SERIES_FILE,) if self.series else ()
        return (self.file, *series, *((POPULATION_FILE,) if self.of_population else ()))


_SOCIAL_CARE = (
    PublishedRate(
        title="Children in need per 10,000",
        file=_IN_NEED,
        numerator="At31_episodes",
        series="CIN",
        indicator="cin_rate",
        unit=Unit.PER_10_000,
        decimals=1,
        reproduced=1_504,
        total=1_504,
    ),
    PublishedRate(
        title="Referrals per 10,000",
        file=_REFERRALS,
        numerator="referral_count",
        series="CPP_Total_Rateper10,000",
        indicator="referral_rate",
        unit=Unit.PER_10_000,
        decimals=1,
        reproduced=1_503,
        total=1_503,
    ),
    PublishedRate(
        title="Referrals within 12 months of an earlier one",
        file=_REFERRALS,
        numerator="rereferral_count",
        denominator="referral_count",
        value="rereferral_percent",
        indicator="rereferral_rate",
        unit=Unit.PERCENT,
        decimals=1,
        reproduced=1_948,
        total=1_948,
    ),
    PublishedRate(
        title="Referrals within 12 months of an earlier one, national tool",
        file=_REFERRALS,
        numerator="rereferral_count",
        denominator="referral_count",
        series="ReReferral",
        indicator="rereferral_rate",
        unit=Unit.PERCENT,
        decimals=1,
        reproduced=1_502,
        total=1_502,
    ),
    PublishedRate(
        title="Children referred within 12 months of an earlier time",
        file=_REFERRALS,
        numerator="rereferral_child_count",
        denominator="referral_child_count",
        value="rereferral_child_percent",
        unit=Unit.PERCENT,
        decimals=1,
        reproduced=1_952,
        total=1_952,
    ),
    PublishedRate(
        title="Referrals without further action",
        file=_REFERRALS,
        numerator="no_further_action_count",
        denominator="referral_count",
        value="no_further_action_percent",
        unit=Unit.PERCENT,
        decimals=1,
        reproduced=1_873,
        total=1_873,
    ),
    PublishedRate(
        title="Referrals assessed as not in need",
        file=_REFERRALS,
        numerator="not_in_need_count",
        denominator="referral_count",
        value="not_in_need_percent",
        unit=Unit.PERCENT,
        decimals=1,
        reproduced=1_940,
        total=1_940,
    ),
    PublishedRate(
        title="Children on protection plans per 10,000",
        file=_PLANS,
        numerator="CPP_At31",
        series="CPP_rate",
        indicator="cpp_rate",
        unit=Unit.PER_10_000,
        decimals=1,
        reproduced=1_492,
        total=1_492,
    ),
    *(
        PublishedRate(
            title=f"Protection plans that have lasted {title}",
            file=_PLANS,
            numerator=column,
            denominator="CPP_At31",
            value=f"{column}_percent",
            unit=Unit.PERCENT,
            decimals=1,
            reproduced=reproduced,
            total=total,
            why=_LOST_A_HALF if reproduced < total else "",
        )
        for title, column, reproduced, total in (
            ("3 months or less", "3_months_or_less", 1_919, 1_919),
            ("more than 3 months", "more_than_3_months_6_months", 1_889, 1_889),
            ("more than 6 months", "more_than_6_months_less_than_1_year", 1_907, 1_908),
            ("1 year or more", "1_year_less_than_2_years", 1_334, 1_334),
            ("2 years or more", "2_years_or_more", 1_241, 1_241),
        )
    ),
    PublishedRate(
        title="Protection plans that have lasted 2 years or more, national tool",
        file=_PLANS,
        numerator="2_years_or_more",
        denominator="CPP_At31",
        series="CPPlans2yrsActive",
        unit=Unit.PERCENT,
        decimals=1,
        reproduced=946,
        total=946,
    ),
    PublishedRate(
        title="Children looked after per 10,000",
        file=_LOOKED_AFTER,
        numerator="children_count",
        rows={"population_type": "Children looked after on 31 March each year"},
        series="LAC",
        indicator="cla_rate",
        unit=Unit.PER_10_000,
        decimals=0,
        reproduced=755,
        total=755,
    ),
    PublishedRate(
        title="Children looked after, starting and ceasing, per 10,000",
        file=_LOOKED_AFTER,
        numerator="children_count",
        denominator="population_estimate",
        value="rate_per_10000",
        unit=Unit.PER_10_000,
        decimals=0,
        reproduced=2_267,
        total=2_267,
    ),
)

_EDUCATION = (
    *(
        PublishedRate(
            title=f"EHC plans {title}",
            file=_EHC_PLANS,
            numerator=numerator,
            denominator=denominator,
            value=value,
            unit=Unit.PERCENT,
            decimals=1,
            every_area=True,
            reproduced=reproduced,
            total=total,
            why=_LOST_A_HALF if reproduced < total else "",
        )
        for title, numerator, denominator, value, reproduced, total in (
            (
                "issued within 20 weeks",
                "plans_issued_within_20_weeks",
                "plans_issued_den",
                "pc_plans_issued_within_20_weeks",
                12_130,
                12_131,
            ),
            (
                "issued within 20 weeks, exceptions left out",
                "plans_issued_20_weeks_ex",
                "plans_issued_den_ex",
                "PC_plans_issued_20_weeks_ex",
                11_997,
                11_998,
            ),
            (
                "issued within a year, after 20 weeks",
                "plans_issued_gt20weeks_ltYear",
                "plans_issued_den",
                "pc_plans_issued_gt20weeks_ltYear",
                11_491,
                11_491,
            ),
            (
                "issued within a year, exceptions left out",
                "plans_issued_gt20weeks_ltYear_ex",
                "plans_issued_den_ex",
                "PC_plans_issued_gt20weeks_ltYear_ex",
                11_358,
                11_358,
            ),
            (
                "issued after a year",
                "plans_issued_gt_1_year",
                "plans_issued_den",
                "pc_plans_issued_gt_1_year",
                11_490,
                11_491,
            ),
            (
                "issued after a year, exceptions left out",
                "plans_issued_gt_1_year_ex",
                "plans_issued_den_ex",
                "PC_plans_issued_gt_1_year_ex",
                11_358,
                11_358,
            ),
        )
    ),
    *(
        PublishedRate(
            title=f"EHC plans issued within 20 weeks, {title}",
            file=_EHC_PLANS,
            numerator=numerator,
            denominator=denominator,
            rows={"breakdown_topic": "All EHC plans issued"},
            series=series,
            indicator=indicator,
            unit=Unit.PERCENT,
            decimals=1,
            reproduced=total,
            total=total,
        )
        for title, numerator, denominator, series, indicator, total in (
            (
                "exceptions left out, national tool",
                "plans_issued_20_weeks_ex",
                "plans_issued_den_ex",
                "SEN_EHC_Excpt_20wks",
                "ehc_20_weeks_rate",
                900,
            ),
            (
                "national tool",
                "plans_issued_within_20_weeks",
                "plans_issued_den",
                "SEN_EHC_All_20wks",
                "ehc_20_weeks_all_rate",
                902,
            ),
        )
    ),
    *(
        PublishedRate(
            title=f"{title} per 100 pupils",
            file=_EXCLUSIONS,
            numerator=numerator,
            denominator="headcount",
            value=value,
            unit=Unit.PER_100,
            decimals=2,
            layout=BY_NAME,
            reproduced=total,
            total=total,
        )
        for title, numerator, value, total in (
            ("Permanent exclusions", "perm_excl", "perm_excl_rate", 5_772),
            ("Suspensions", "fixed_excl", "fixed_excl_rate", 6_550),
            ("Pupils suspended", "one_plus_fixed", "one_or_more_fixed_excl_rate", 6_506),
        )
    ),
    *(
        PublishedRate(
            title=f"{title} per 100 pupils, national tool",
            file=_EXCLUSIONS,
            numerator=numerator,
            denominator="headcount",
            rows={"school_type": "Total"},
            series=series,
            indicator=indicator,
            unit=Unit.PER_100,
            decimals=5,
            layout=BY_NAME,
            reproduced=total,
            total=total,
        )
        for title, numerator, series, indicator, total in (
            ("Permanent exclusions", "perm_excl", "TotPermEx", "", 283),
            ("Suspensions", "fixed_excl", "TotFixedEx", "suspension_rate", 290),
            ("Pupils suspended", "one_plus_fixed", "Total_ Pup_FixedEx", "", 288),
        )
    ),
    *(
        PublishedRate(
            title=title,
            file=_SESSIONS,
            numerator=numerator,
            denominator="possible_sessions",
            value=value,
            indicator=indicator,
            unit=Unit.PERCENT,
            decimals=9,  # published without rounding
            every_area=True,
            reproduced=643,
            total=643,
        )
        for title, numerator, value, indicator in (
            ("Attendance, of possible sessions", "overall_attendance", "attendance_perc", "attendance_rate"),
            ("Absence, of possible sessions", "overall_absence", "overall_absence_perc", ""),
            ("Authorised absence", "authorised_absence", "authorised_absence_perc", ""),
            ("Unauthorised absence", "unauthorised_absence", "unauthorised_absence_perc", ""),
        )
    ),
)

_YOUNG_PEOPLE = tuple(
    PublishedRate(
        title=title,
        file=file,
        value=value,
        series=series,
        years_before=years_before,
        indicator=indicator,
        unit=Unit.PERCENT,
        decimals=1,
        reproduced=counts[place][0],
        total=counts[place][1],
        why=_ROUNDED_TWICE if counts[place][0] < counts[place][1] else "",
    )
    for place, file in enumerate(_PARTICIPATION)
    for title, value, series, years_before, indicator, counts in (
        ("Young people NEET", "NEET_percent", "16-17 NEET", 0, "neet_rate", ((149, 149), (150, 150))),
        (
            "Young people whose activity is not known",
            "Notknown_percent",
            "16-17_not known",
            0,
            "not_known_rate",
            ((143, 149), (146, 150)),
        ),
        (
            "Young people NEET or not known",
            "NEET_not_known_percent",
            "16-17_not known_NEET",
            0,
            "neet_or_not_known_winter_rate",
            ((149, 149), (150, 150)),
        ),
        (
            "Young people in education and training",
            "TOTAL_participating_in_education_and_training_percent",
            "16-17Ed&Training",
            0,
            "participation_rate",
            ((145, 149), (146, 150)),
        ),
        # A guarantee of September is published with the figures of the winter after it.
        (
            "September Guarantee",
            "September_guarantee_Offer_made_percent",
            "Sept_Guarantee",
            1,
            "september_guarantee_rate",
            ((140, 148), (143, 150)),
        ),
    )
)

PUBLISHED_RATES = (*_SOCIAL_CARE, *_EDUCATION, *_YOUNG_PEOPLE)
