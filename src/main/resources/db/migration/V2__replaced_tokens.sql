-- What became of payment tokens that a gateway has traded for new ones. An old one is not used again, by any dispute that has it. Neither is here in
-- clear: the old one is a hash, the new one is sealed.
CREATE TABLE replaced_token (
    fingerprint bytea PRIMARY KEY,
    token       bytea NOT NULL,
    replaced_at timestamptz NOT NULL
);
