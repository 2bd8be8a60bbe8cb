-- Which rows of mart a login sees. A login is mapped to councils in mart.reader_council; session_user is the login.

do $$
declare
    wanted record;
    seen_by_readers constant text :=
        'council in (select mine.council from mart.reader_council as mine) and status = ''issued''';
    seen_by_officers constant text :=
        'council in (select mine.council from mart.reader_council as mine) and status <> ''withdrawn''';
    -- The policies of mart.publication apply inside this as well. As a list it is looked up in the facts' keys.
    of_a_seen_publication constant text :=
        'publication_id = any(array(select seen.publication_id from mart.publication as seen))';
    -- Readers see measures with small numbers in what was issued with those hidden, and none of the hidden ones.
    open_to_readers constant text :=
        ' and (disclosure = ''none'' or (disclosure = ''1 to 5'' and publication_id in'
        ' (select controlled.publication_id from mart.fact_disclosure as controlled)))';
    -- Looked up by its key for each row. As a list it would be made of every hidden figure that the login may know of, and
    -- the planner makes one of "not exists" too.
    is_shown constant text :=
        ' and coalesce((select false from mart.fact_hidden as hidden'
        ' where hidden.publication_id = fact_indicator_value.publication_id'
        ' and hidden.indicator_key = fact_indicator_value.indicator_key'
        ' and hidden.quarter_key = fact_indicator_value.quarter_key'
        ' and hidden.school_key = fact_indicator_value.school_key'
        ' and hidden.breakdown_key = fact_indicator_value.breakdown_key), true)';
    is_shown_whole constant text :=
        ' and (publication_id, measure_ref, part) not in'
        ' (select instead.publication_id, instead.measure_ref, instead.part'
        ' from mart.fact_performance_public as instead)';
    is_shown_milestone constant text :=
        ' and (publication_id, objective_ref, milestone_ref) not in'
        ' (select instead.publication_id, instead.objective_ref, instead.milestone_ref'
        ' from mart.fact_milestone_public as instead)';
    -- What is published of the council itself tells its own hidden figure; this reads as readers do.
    is_of_others_or_shown constant text :=
        ' and (area_kind <> ''own'' or ((publication_id, indicator_key) in'
        ' (select shown.publication_id, shown.indicator_key from mart.fact_performance as shown)'
        ' and (publication_id, indicator_key) not in'
        ' (select hidden.publication_id, hidden.indicator_key from mart.fact_hidden as hidden)))';
    of_my_council constant text := 'council in (select mine.council from mart.reader_council as mine)';
begin
    for wanted in
        select *
        from (
            values
            ('reader_council', 'role_name = session_user', 'role_name = session_user'),
            ('publication', seen_by_officers, seen_by_readers),
            ('publication_pointer', of_a_seen_publication, of_a_seen_publication),
            ('dim_area', of_my_council, of_my_council),
            (
                'dim_school',
                'area_key is null or area_key in (select seen.area_key from mart.dim_area as seen)',
                'area_key is null or area_key in (select seen.area_key from mart.dim_area as seen)'
            ),
            (
                'dim_school_version',
                'school_key in (select seen.school_key from mart.dim_school as seen)',
                'school_key in (select seen.school_key from mart.dim_school as seen)'
            ),
            (
                'fact_indicator_value', of_a_seen_publication,
                of_a_seen_publication || open_to_readers || is_shown
            ),
            (
                'fact_performance', of_a_seen_publication,
                of_a_seen_publication || open_to_readers || is_shown_whole
            ),
            ('fact_disclosure', of_a_seen_publication, of_a_seen_publication),
            ('fact_hidden', of_a_seen_publication, of_a_seen_publication),
            ('fact_performance_public', of_a_seen_publication, of_a_seen_publication),
            ('fact_data_quality', of_a_seen_publication, of_a_seen_publication),
            ('fact_finding', of_a_seen_publication, 'false'),
            ('fact_lineage', of_a_seen_publication, 'false'),
            ('fact_milestone', of_a_seen_publication, of_a_seen_publication || is_shown_milestone),
            ('fact_milestone_public', of_a_seen_publication, of_a_seen_publication),
            ('fact_comparator', of_a_seen_publication, of_a_seen_publication || is_of_others_or_shown),
            ('fact_series_break', of_a_seen_publication, of_a_seen_publication),
            ('fact_setting_change', of_a_seen_publication, 'false'),
            ('fact_decision', of_a_seen_publication, of_a_seen_publication),
            ('fact_restatement', of_a_seen_publication, of_a_seen_publication || ' and disclosure = ''none'''),
            ('fact_revision', of_a_seen_publication, of_a_seen_publication || ' and disclosure = ''none''')
        ) as rules (table_name, officers_see, readers_see)
    loop
        execute format('alter table mart.%I enable row level security', wanted.table_name);
        execute format('alter table mart.%I force row level security', wanted.table_name);
        execute format('drop policy if exists pipeline on mart.%I', wanted.table_name);
        execute format('drop policy if exists backup on mart.%I', wanted.table_name);
        execute format('drop policy if exists officers on mart.%I', wanted.table_name);
        execute format('drop policy if exists readers on mart.%I', wanted.table_name);
        execute format(
            'create policy pipeline on mart.%I to cyp_owner, cyp_publisher, cyp_report using (true) with check (true)',
            wanted.table_name
        );
        execute format('create policy backup on mart.%I for select to cyp_backup using (true)', wanted.table_name);
        execute format(
            'create policy officers on mart.%I for select to bi_officer using (%s)',
            wanted.table_name, wanted.officers_see
        );
        execute format(
            'create policy readers on mart.%I for select to bi_reader using (%s)',
            wanted.table_name, wanted.readers_see
        );
    end loop;
end
$$;

-- Analysts see the children of their own councils. Not forced upon the owner, who loads by COPY, which row-level
-- security shuts off.
do $$
declare
    secured record;
begin
    for secured in
        select
            'audit.batch' as table_name,
            'council in (select mine.council from mart.reader_council as mine)' as analysts_see
        union all
        select
            format('%I.%I', listed.table_schema, listed.table_name),
            'batch_id in (select seen.batch_id from audit.batch as seen)'
        from information_schema.tables as listed
        where listed.table_schema = 'core' and listed.table_type = 'BASE TABLE'
        union all
        select
            'mart.reader_council',
            'role_name = session_user'
    loop
        execute format('alter table %s enable row level security', secured.table_name);
        execute format('drop policy if exists pipeline on %s', secured.table_name);
        execute format('drop policy if exists backup on %s', secured.table_name);
        execute format('drop policy if exists analysts on %s', secured.table_name);
        execute format(
            'create policy pipeline on %s to cyp_owner, cyp_loader, cyp_publisher, cyp_report using (true)'
            ' with check (true)',
            secured.table_name
        );
        execute format('create policy backup on %s for select to cyp_backup using (true)', secured.table_name);
        execute format(
            'create policy analysts on %s for select to core_analyst using (%s)',
            secured.table_name, secured.analysts_see
        );
    end loop;
end
$$;
