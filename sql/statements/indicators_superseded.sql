-- Versions of definitions that a newer one has taken the place of.
update mart.dim_indicator
set is_current = false
where
    is_current
    and exists (
        select 1
        from mart.dim_indicator as newer
        where newer.indicator_id = mart.dim_indicator.indicator_id and newer.version > mart.dim_indicator.version
    );
