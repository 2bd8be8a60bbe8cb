-- A school as the council's folder describes it now. One row: its key.
insert into mart.dim_school (area_key, urn, school_name, phase, status)
values (:area_key, :urn, :school_name, :phase, :status)
on conflict (area_key, urn) do update
    set
        school_name = excluded.school_name,
        phase = excluded.phase,
        status = excluded.status,
        is_listed = true,
        present_school_key = null
returning school_key;
