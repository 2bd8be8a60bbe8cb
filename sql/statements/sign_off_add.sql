-- A signature under a publication and its words.
insert into audit.sign_off (
    council, quarter, publication_id, role, signer, signer_name, signed_on, words, recorded_by, evidence
)
values (
    :council, :quarter, :publication_id, :role, :signer, :signer_name, :signed_on, :words, :recorded_by, :evidence
);
