package io.holdfast.simulation;

/**
 * How bad the world is. Each number is a chance in a hundred thousand, each time that it could happen.
 *
 * @param crash a replica dies instead of getting an answer
 * @param stall a replica stands still instead of getting an answer, for up to two lease times
 * @param stop a replica is stopped in good order
 * @param storeRefuses a transaction is not carried out
 * @param storeForgetsToAnswer a transaction is committed, and the caller gets an error
 * @param storeSlow a transaction takes seconds
 * @param skipsLocked a row is passed over by a claim as if somebody else had locked it
 * @param notSent a gateway call is not sent
 * @param lost a request never arrives
 * @param answerLost the bank acts, and no answer comes
 * @param reset the connection breaks after the bank acted
 * @param serverError the bank answers 5xx, having acted or not
 * @param unreadable the answer cannot be read
 * @param wrongEcho the answer names another amount than is in the books
 * @param slow a request or an answer is under way for longer than the timeout
 * @param repeated the network delivers a request twice
 * @param newsLost a webhook of a bank that can be asked never comes
 * @param newsRepeated a webhook comes twice
 * @param newsLate a webhook comes minutes late, and so out of order
 * @param newsLies a webhook of a bank that can be asked says what is not so
 */
record Troubles(
        int crash,
        int stall,
        int stop,
        int storeRefuses,
        int storeForgetsToAnswer,
        int storeSlow,
        int skipsLocked,
        int notSent,
        int lost,
        int answerLost,
        int reset,
        int serverError,
        int unreadable,
        int wrongEcho,
        int slow,
        int repeated,
        int newsLost,
        int newsRepeated,
        int newsLate,
        int newsLies) {

    static final Troubles NONE = new Troubles(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Some worlds are nearly calm, some are wild, and most have one thing that is much worse than the others. */
    static Troubles of(Dice dice) {
        int wild = (int) dice.between(0, 4);
        int[] c = new int[20];
        for (int i = 0; i < c.length; i++) {
            int most = wild * (dice.chance(10_000) ? 8_000 : 1_500);
            c[i] = (int) dice.between(0, most);
        }
        return new Troubles(
                c[0] / 20,
                c[1] / 30,
                c[2] / 400,
                c[3] / 4,
                c[4] / 4,
                c[5] / 4,
                c[6],
                c[7],
                c[8],
                c[9],
                c[10],
                c[11],
                c[12],
                c[13] / 2,
                c[14],
                c[15],
                c[16] * 4,
                c[17] * 4,
                c[18] * 4,
                c[19]);
    }
}
