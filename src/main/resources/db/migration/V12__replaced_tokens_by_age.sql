-- What a token was traded for is forgotten when retention is over and no hold has the old one any more.
CREATE INDEX replaced_token_by_age ON replaced_token (replaced_at);
