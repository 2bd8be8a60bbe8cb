-- Remember that a message with these notices was taken.
update audit.notice
set sent_at = now(), message_id = :message_id, problem = ''
where notice_id = any(:notices);
