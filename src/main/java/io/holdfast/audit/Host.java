package io.holdfast.audit;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of the machine, or pod, that this process runs on. */
public final class Host {

    private Host() {}

    public static String name() {
        String pod = System.getenv("HOSTNAME");
        if (pod != null && !pod.isBlank()) {
            return pod;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }
}
