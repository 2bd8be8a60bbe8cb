-- What a release is about: a rule of one slice. One row: its number.
insert into audit.waiver (
    decision_id,
    council,
    extract,
    supplier,
    covers,
    table_name,
    rule_id,
    sha256,
    until_date
)
values (
    :decision_id,
    :council,
    :extract,
    :supplier,
    :covers,
    :table_name,
    :rule_id,
    :sha256,
    :until_date
)
returning waiver_id;
