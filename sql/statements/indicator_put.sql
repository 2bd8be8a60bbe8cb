-- A version of an indicator's definition. Its words may be put better; a change of meaning is a new version.
-- One row: its key.
insert into mart.dim_indicator (
    indicator_id,
    version,
    title,
    numerator_definition,
    denominator_definition,
    unit,
    decimals,
    polarity,
    period_kind,
    national_definition,
    owner,
    factor,
    adds_up,
    last_day
)
values (
    :indicator_id,
    :version,
    :title,
    :numerator_definition,
    :denominator_definition,
    :unit,
    :decimals,
    :polarity,
    :period_kind,
    :national_definition,
    :owner,
    :factor,
    :adds_up,
    :last_day
)
on conflict (indicator_id, version) do update
    set
        title = excluded.title,
        numerator_definition = excluded.numerator_definition,
        denominator_definition = excluded.denominator_definition,
        national_definition = excluded.national_definition,
        owner = excluded.owner,
        factor = excluded.factor,
        adds_up = excluded.adds_up,
        last_day = excluded.last_day,
        is_current = true
returning indicator_key;
