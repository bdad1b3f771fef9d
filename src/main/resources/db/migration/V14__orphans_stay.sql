-- With no dispute there is no story: an orphan's row is changed as its end comes nearer, and never taken away.
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON orphaned_hold
    FOR EACH STATEMENT EXECUTE FUNCTION holdfast_refuse_change();
