CREATE INDEX CONCURRENTLY dispute_of_later ON dispute (created_at);
