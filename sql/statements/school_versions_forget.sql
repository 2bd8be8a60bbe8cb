-- Spans of a school that its folder does not tell any more.
delete from mart.dim_school_version
where school_key = :school_key and valid_from <> all(cast(:valid_from as date[]));
