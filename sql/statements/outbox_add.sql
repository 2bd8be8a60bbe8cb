-- An event to be sent after this transaction.
insert into audit.outbox (event, council, quarter, publication_id, status)
values (:event, :council, :quarter, :publication_id, :status);
