-- Signatures under a publication, in the order in which they were recorded.
select
    role,
    signer,
    signer_name,
    signed_on,
    words,
    recorded_by,
    evidence
from audit.sign_off
where publication_id = :publication_id
order by sign_off_id;
