-- What is asked of the bench: by whom (a reader of one council, or of all), in words, and in SQL.
-- noqa: disable=AM04,AL03

-- one: the board's table of a quarter
select * from mart.board_table
where council = 'camden' and quarter = '2025-26-Q4';

-- one: performance in a quarter
select * from mart.performance
where council = 'camden' and quarter = '2025-26-Q4';

-- one: performance, five years
select * from mart.performance
where council = 'camden';

-- one: as it was published
select *
from mart.performance_as_published(
    (
        select publication_id from mart.publications
        where council = 'camden' and quarter = '2025-26-Q4'
    )
);

-- one: a series of one indicator, from its newest publication
select
    quarter,
    value
from mart.indicator_values
where
    indicator_id = 'indicator_5'
    and breakdown = 'Total'
    and school_urn = ''
    and reported_quarter = '2025-26-Q4';

-- one: one value for each quarter, five years
select
    quarter,
    value
from mart.indicator_values
where indicator_id = 'indicator_5' and breakdown = 'Total' and not is_history;

-- one: every value of a publication
select * from mart.indicator_values
where reported_quarter = '2025-26-Q4';

-- one: areas and schools as they were
select * from mart.figures_as_was
where reported_quarter = '2025-26-Q4' and indicator_id = 'indicator_5';

-- one: areas and schools as they are
select * from mart.figures_as_is
where reported_quarter = '2025-26-Q4' and indicator_id = 'indicator_5';

-- one: comparators of an indicator
select *
from mart.comparators
where council = 'camden' and quarter = '2025-26-Q4' and indicator_id = 'indicator_5';

-- one: data quality of a quarter
select * from mart.data_quality
where council = 'camden' and quarter = '2025-26-Q4';

-- one: milestones of a quarter
select * from mart.milestones
where council = 'camden' and quarter = '2025-26-Q4';

-- one: publications
select * from mart.publications;

-- one: the dictionary
select * from mart.data_dictionary;

-- all: ratings of every council in a quarter
select
    council,
    progress,
    count(*)
from mart.board_table
where quarter = '2025-26-Q4'
group by council, progress;

-- all: one indicator of every council in a quarter
select
    council,
    value
from mart.indicator_values
where
    indicator_id = 'indicator_5'
    and breakdown = 'Total'
    and school_urn = ''
    and reported_quarter = '2025-26-Q4'
    and not is_history;
