-- Where an operation comes from, as a W3C traceparent: whichever replica carries it out, and whenever, it belongs to the trace of the call that asked for
-- it. Empty where no traces are taken.
ALTER TABLE gateway_operation ADD COLUMN traceparent text;
