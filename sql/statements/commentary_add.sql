-- A text of an officer, as it came back.
insert into audit.commentary (
    council, quarter, publication_id, kind, subject, officer, written_on, words, figures, file_name, sha256,
    recorded_by
)
values (
    :council, :quarter, :publication_id, :kind, :subject, :officer, :written_on, :words, :figures, :file_name, :sha256,
    :recorded_by
);
