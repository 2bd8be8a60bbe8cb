-- A quarter. One that is there stays.
insert into mart.dim_quarter (
    quarter_key,
    quarter,
    title,
    start_date,
    end_date,
    financial_year,
    academic_year,
    quarter_number
)
values (
    :quarter_key,
    :quarter,
    :title,
    :start_date,
    :end_date,
    :financial_year,
    :academic_year,
    :quarter_number
)
on conflict do nothing;
