-- Remember that a message with these notices was not taken, and why.
update audit.notice
set times_tried = times_tried + 1, tried_at = now(), problem = :problem
where notice_id = any(:notices);
