package io.holdfast.simulation;

/** How the world is now, for all its parts. */
final class World {

    private Troubles troubles;

    World(Troubles troubles) {
        this.troubles = troubles;
    }

    Troubles troubles() {
        return troubles;
    }

    /** From now on nothing goes wrong any more. */
    void becomeCalm() {
        troubles = Troubles.NONE;
    }
}
