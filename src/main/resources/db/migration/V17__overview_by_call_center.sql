-- What happened in an hour that is over, by call centre. The rows of overview_hour stay as they are: the last release goes on writing them, and the view of all
-- sums few of them, however many call centres there are. That is for callers to say, so these rows are kept only as long as a view looks back.
CREATE TABLE overview_center_hour (
    call_center_id text NOT NULL,
    hour           timestamptz NOT NULL,
    gateway        text NOT NULL,
    currency       text NOT NULL,
    opened         bigint NOT NULL,
    placed         bigint NOT NULL,
    declined       bigint NOT NULL,
    released       bigint NOT NULL,
    charged        bigint NOT NULL,
    expired        bigint NOT NULL,
    held_in        numeric(24, 4) NOT NULL,
    held_out       numeric(24, 4) NOT NULL,
    placing_time   bigint[] NOT NULL,
    PRIMARY KEY (call_center_id, hour, gateway, currency)
);

-- For what is too old.
CREATE INDEX overview_center_hour_by_time ON overview_center_hour (hour);

-- Hours before this one are counted by call centre. Empty at first, so that the past is counted once more.
ALTER TABLE overview_progress ADD COLUMN centers_counted_until timestamptz;
