package io.holdfast.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Ports for servers that are started again on the same one: below the range that systems give to outgoing connections, so that none of those takes it
 * meanwhile, and of each JVM that runs tests from a range of its own.
 */
final class FreePorts {

    private static final int COUNT = 6_000;
    private static final int FIRST = 20_000 + COUNT * ((Integer.getInteger("test.jvm", 1) - 1) % 2);

    private final Random random = new Random();
    private final Set<Integer> given = new HashSet<>();

    synchronized int next() {
        for (int tries = 0; tries < 1_000; tries++) {
            int port = FIRST + random.nextInt(COUNT);
            if (!given.contains(port) && isFree(port)) {
                given.add(port);
                return port;
            }
        }
        throw new IllegalStateException("no port is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
