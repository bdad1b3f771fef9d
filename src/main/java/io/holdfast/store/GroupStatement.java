package io.holdfast.store;

/**
 * A statement that changes one row, in two forms that do the same. Both return the ids of the rows that they changed.
 *
 * @param alone its parameters are the values of one row, of which the first is the id
 * @param together its one parameter is a JSON array of such rows, as {@link JsonRows} writes it; no two of them have the same id or lock the same row
 */
record GroupStatement(String alone, String together) {}
