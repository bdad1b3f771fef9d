-- Until when a question is about whatever the gateway has for the dispute: a renewal that nobody waits for any more may place its hold late.
ALTER TABLE dispute ADD COLUMN question_all_until timestamptz;
