package io.holdfast.simulation;

/** How the world is now, for all its parts. */
final class World {

    private Troubles troubles;
    private long databaseLateMicros;

    World(Troubles troubles) {
        this.troubles = troubles;
    }

    Troubles troubles() {
        return troubles;
    }

    /** How much later than it could the database answers, each time. */
    long databaseLateMicros() {
        return databaseLateMicros;
    }

    void databaseIsLateBy(long micros) {
        databaseLateMicros = micros;
    }

    /** From now on nothing goes wrong any more. */
    void becomeCalm() {
        troubles = Troubles.NONE;
    }
}
