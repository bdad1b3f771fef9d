package io.holdfast.notify.wire;

/** Where channels have their {@link Courier} from. */
@FunctionalInterface
public interface Couriers {

    /** @param channel its name, by which its certificates are found */
    Courier of(String channel, Courier.Limits limits);
}
