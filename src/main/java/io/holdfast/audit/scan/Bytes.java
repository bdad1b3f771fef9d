package io.holdfast.audit.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What single bytes mean to a search for card numbers. */
final class Bytes {

    /** Nothing: it ends a run of digits. */
    static final byte OTHER = 0;

    static final byte DIGIT = 1;

    /** A space, a dot or a dash; two of them in a row end a run. */
    static final byte SEPARATOR = 2;

    /** Passed over: in UTF-16 every second byte is one. */
    static final byte NUL = 3;

    /** Part of a character beyond ASCII: has to be looked at as a whole. */
    static final byte HIGH = 4;

    private static final byte[] KINDS = new byte[256];

    static {
        for (int b = 0; b < 256; b++) {
            if (b >= '0' && b <= '9') {
                KINDS[b] = DIGIT;
            } else if (b == ' ' || b == '.' || b == '-') {
                KINDS[b] = SEPARATOR;
            } else if (b == 0) {
                KINDS[b] = NUL;
            } else if (b >= 0x80) {
                KINDS[b] = HIGH;
            }
        }
    }

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long SEVENS = 0x7f7f7f7f7f7f7f7fL;
    private static final long NEWLINES = ONES * '\n';

    private Bytes() {}

    static byte kind(byte b) {
        return KINDS[b & 0xff];
    }

    /** Whether a run of digits may go through here: all kinds but separators and others. */
    static boolean isSuspicious(byte b) {
        byte kind = KINDS[b & 0xff];
        return kind == DIGIT || kind >= NUL;
    }

    static boolean isHex(byte b) {
        return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'f') || (b >= 'A' && b <= 'F');
    }

    /** How many lines end between two indexes. */
    static long newlines(byte[] bytes, int from, int to) {
        long count = 0;
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long other = (long) LONGS.get(bytes, i) ^ NEWLINES;
            // A byte of "other" is zero exactly where its high bit ends up clear.
            long zeros = ~(((other & SEVENS) + SEVENS) | other | SEVENS);
            count += Long.bitCount(zeros);
        }
        for (; i < to; i++) {
            count += bytes[i] == '\n' ? 1 : 0;
        }
        return count;
    }
}
