package io.holdfast.system.gateway;

/** A request that is answered with an error, and did nothing. */
final class Refusal extends RuntimeException {

    private final int status;
    private final String code;

    Refusal(int status, String code) {
        super(code, null, false, false);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
