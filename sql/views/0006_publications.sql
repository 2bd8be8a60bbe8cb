-- Every publication that the reader may see.

create or replace view mart.publications with (security_invoker = true) as
select
    publication.council,
    publication.council_name,
    publication.quarter,
    publication.status,
    publication.created_at,
    publication.frozen_at,
    publication.frozen_by,
    publication.issued_at,
    publication.issued_by,
    publication.code_version,
    publication.disclosure,
    publication.publication_id,
    coalesce(publication.publication_id = draft.publication_id, false) as is_current_draft,
    coalesce(publication.publication_id = issue.publication_id, false) as is_current_issue
from mart.publication as publication
left join mart.publication_pointer as draft
    on publication.council = draft.council and publication.quarter = draft.quarter and draft.kind = 'draft'
left join mart.publication_pointer as issue
    on publication.council = issue.council and publication.quarter = issue.quarter and issue.kind = 'issued';
comment on view mart.publications is
'Publications and who decided about them; readers see issued ones, officers also drafts. A row per publication.';
comment on column mart.publications.council is 'Short name of the council.';
comment on column mart.publications.council_name is 'Name of the council.';
comment on column mart.publications.quarter is 'Quarter that is reported, as 2025-26-Q1.';
comment on column mart.publications.status is 'draft, frozen, issued, superseded or withdrawn.';
comment on column mart.publications.is_current_draft is 'True for the newest publication of the quarter.';
comment on column mart.publications.is_current_issue is 'True for the one that is the council''s word.';
comment on column mart.publications.created_at is 'When it was published.';
comment on column mart.publications.frozen_at is 'When it was frozen.';
comment on column mart.publications.frozen_by is 'Who froze it.';
comment on column mart.publications.issued_at is 'When it was issued.';
comment on column mart.publications.issued_by is 'Who issued it.';
comment on column mart.publications.code_version is 'Version of the code that made it.';
comment on column mart.publications.disclosure is 'How disclosure control was applied to it.';
comment on column mart.publications.publication_id is 'Number of the publication.';
