package io.holdfast.notify.wire;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** The addresses of the public internet: all but those that the IANA special-purpose registries (RFC 6890) keep for other ends. */
final class PublicAddresses {

    private record Block(byte[] prefix, int bits) {

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Block> SPECIAL = List.of(
            block("0.0.0.0", 8),
            block("10.0.0.0", 8),
            block("100.64.0.0", 10),
            block("127.0.0.0", 8),
            block("169.254.0.0", 16),
            block("172.16.0.0", 12),
            block("192.0.0.0", 24),
            block("192.0.2.0", 24),
            block("192.88.99.0", 24),
            block("192.168.0.0", 16),
            block("198.18.0.0", 15),
            block("198.51.100.0", 24),
            block("203.0.113.0", 24),
            block("224.0.0.0", 4),
            block("240.0.0.0", 4),
            // the first eight bits: unspecified, loopback, mapped, NAT64; then discard-only
            block("::", 8),
            block("100::", 64),
            // Teredo, ORCHID and other protocol assignments, documentation, 6to4
            block("2001::", 23),
            block("2001:db8::", 32),
            block("2002::", 16),
            block("3fff::", 20),
            block("5f00::", 16),
            // unique local, link local, the site local of old, multicast
            block("fc00::", 7),
            block("fe80::", 10),
            block("fec0::", 10),
            block("ff00::", 8));

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        boolean known = address instanceof Inet4Address || address instanceof Inet6Address;
        return known && SPECIAL.stream().noneMatch(block -> block.contains(address.getAddress()));
    }

    private static Block block(String address, int bits) {
        try {
            // a literal is not looked up
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return new Block(Arrays.copyOf(bytes, bytes.length), bits);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("not an address: " + address, e);
        }
    }
}
