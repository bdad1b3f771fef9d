package io.holdfast.audit.scan;

import io.holdfast.carddata.CardDataMask;
import io.holdfast.carddata.CardNumberSpan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Searches bytes for card numbers, by the rules that also mask log lines ({@link CardDataMask}).
 *
 * <p>Most bytes are leapt over: in a run of twelve digits, with single separators, of any two neighbours at least one is a digit, so that a look at
 * two bytes in every eleven misses none. Only where such a run may be are the exact rules asked. UTF-8 and, as far as digits go, UTF-16 are
 * understood; what PostgreSQL's dumps write as {@code \x…} is looked at as the bytes it stands for.
 */
public final class CardNumberScanner {

    private static final int BUFFER = 1 << 20;

    /** Kept before what is looked at: enough to see that digits belong to a UUID, or to a {@code \x…}. */
    private static final int BEHIND = 4_096;

    /** Around a run, for the rules to see its neighbours. */
    private static final int CONTEXT = 64;

    private static final int FEWEST_DIGITS = 12;

    /** In a run of so many bytes at least one of any two neighbours is a digit. */
    private static final int LEAP = FEWEST_DIGITS - 1;

    /** A run, or a {@code \x…}, that goes on for longer is judged in parts. */
    private static final int LONGEST = BUFFER / 4;

    /** Between two digits of a text, which is UTF-32 then. */
    private static final int MOST_NULS = 3;

    private final Consumer<CardNumberHit> found;
    private final LongConsumer progress;

    private byte[] bytes = {};
    private int length;
    private String place = "";

    /** Offset in the input of index 0. */
    private long base;

    /** Lines that end before {@link #counted}. */
    private long lines;

    private int counted;
    private boolean hasLines;

    /** Offset of the digits of a {@code \x…} that index 0 is in; negative if it is in none. */
    private long binaryBegan;

    /** Where a {@code \x…} goes on that is judged in parts; negative if there is none. */
    private int goesOnAt;

    /** @param progress is told of bytes as they are done */
    public CardNumberScanner(Consumer<CardNumberHit> found, LongConsumer progress) {
        this.found = found;
        this.progress = progress;
    }

    /** Scans to the end of the input; does not close it. */
    public void scan(String name, InputStream in) throws IOException {
        begin(name, true);
        bytes = new byte[BUFFER + BEHIND];
        boolean ended = false;
        int next = 0;
        while (!ended) {
            int read = in.readNBytes(bytes, length, bytes.length - length);
            ended = length + read < bytes.length;
            length += read;
            next = search(next, ended);
            progress.accept(read);
            if (!ended) {
                next = keepFrom(next);
            }
        }
    }

    /** Scans a text or bytes that are in memory, as one place without lines. */
    public void scan(String name, byte[] content) {
        begin(name, false);
        bytes = content;
        length = content.length;
        search(0, true);
    }

    private void begin(String name, boolean lined) {
        place = name;
        length = 0;
        base = 0;
        lines = 0;
        counted = 0;
        hasLines = lined;
        binaryBegan = -1;
        goesOnAt = -1;
    }

    /** Makes room for more behind what is not done. @return the new index of {@code next} */
    private int keepFrom(int next) {
        int first = Math.max(0, next - BEHIND);
        if (first > 0 && bytes[first] == 'x') {
            first--;
        }
        int token = beginOfHexadecimal(first);
        if (token == 0 || token == goesOnAt) {
            binaryBegan = token == goesOnAt ? base + token : binaryBegan;
        } else {
            binaryBegan = isBinary(token) ? base + token : -1;
        }
        goesOnAt = goesOnAt > first ? goesOnAt - first : -1;
        countTo(Math.max(first, counted));
        System.arraycopy(bytes, first, bytes, 0, length - first);
        length -= first;
        base += first;
        counted -= first;
        return next - first;
    }

    private void countTo(int index) {
        if (hasLines && index > counted) {
            lines += Bytes.newlines(bytes, counted, index);
        }
        counted = Math.max(counted, index);
    }

    /** @return where to go on with more input: before it everything is done */
    private int search(int from, boolean last) {
        int i = from;
        int done = from;
        byte[] all = bytes;
        int end = length - 1;
        while (i < end) {
            if (!Bytes.isSuspicious(all[i]) && !Bytes.isSuspicious(all[i + 1])) {
                i += LEAP;
                continue;
            }
            int filled = endOfZeros(i);
            if (filled - i > MOST_NULS) {
                done = filled;
                i = filled;
                continue;
            }
            int begin = beginOfRun(Bytes.isSuspicious(all[i]) ? i : i + 1, done);
            int after = endOfRun(begin);
            if (after >= length && !last && after - begin < LONGEST) {
                return begin;
            }
            if (hasEnoughDigits(begin, after)) {
                int beyond = judge(begin, after, last);
                if (beyond < 0) {
                    return -1 - beyond;
                }
                after = beyond;
            }
            done = after;
            i = after;
        }
        // A run may begin in what the last leap went over.
        return Math.max(done, last ? length : length - 2 * LEAP);
    }

    private int endOfZeros(int begin) {
        int end = begin;
        while (end < length && bytes[end] == 0) {
            end++;
        }
        return end;
    }

    private int beginOfRun(int inside, int least) {
        int begin = inside;
        while (begin > least && goesOn(begin - 1, begin)) {
            begin--;
        }
        return begin;
    }

    private int endOfRun(int begin) {
        int end = begin + 1;
        while (end < length && goesOn(end, end - 1)) {
            end++;
        }
        return end;
    }

    /** Whether a run that is at one byte goes on at its neighbour. */
    private boolean goesOn(int neighbour, int at) {
        byte kind = Bytes.kind(bytes[neighbour]);
        if (kind == Bytes.SEPARATOR) {
            return Bytes.kind(bytes[at]) != Bytes.SEPARATOR;
        }
        if (kind == Bytes.NUL) {
            return !areFilling(at, at - neighbour);
        }
        return kind == Bytes.DIGIT || (kind == Bytes.HIGH && !isLetter(neighbour));
    }

    /** Whether there are so many zeros from here on that one more says that they are no part of a text. */
    private boolean areFilling(int from, int step) {
        int last = from + (MOST_NULS - 1) * step;
        if (last < 0 || last >= length) {
            return false;
        }
        for (int i = from; i != last + step; i += step) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Most text beyond ASCII is letters, which end a run. */
    private boolean isLetter(int index) {
        int symbol = symbolAt(beginOfSymbol(index));
        // The prolonged sound marks are typed for dashes.
        return symbol >= 0 && Character.isLetter(symbol) && symbol != 0x30FC && symbol != 0xFF70;
    }

    private int beginOfSymbol(int index) {
        int first = index;
        while (first > 0 && index - first < 3 && (bytes[first] & 0xC0) == 0x80) {
            first--;
        }
        return first;
    }

    /** The character whose UTF-8 begins here; negative if none does. */
    private int symbolAt(int index) {
        int lead = bytes[index] & 0xff;
        int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : -1;
        if (more < 0 || index + more >= length) {
            return -1;
        }
        int symbol = lead & (0x3F >> more);
        for (int i = 1; i <= more; i++) {
            int next = bytes[index + i] & 0xff;
            if ((next & 0xC0) != 0x80) {
                return -1;
            }
            symbol = symbol << 6 | next & 0x3F;
        }
        return symbol;
    }

    private boolean isDigit(int index) {
        byte b = bytes[index];
        return Bytes.kind(b) == Bytes.DIGIT || ((b & 0xff) >= 0xC2 && Character.isDigit(Math.max(0, symbolAt(index))));
    }

    private boolean hasEnoughDigits(int begin, int end) {
        int digits = 0;
        for (int i = begin; i < end; i++) {
            if (isDigit(i) && ++digits == FEWEST_DIGITS) {
                return true;
            }
        }
        return false;
    }

    /** @return where to go on; or, if more input is needed first, -1 less the index from which on it is looked at again */
    private int judge(int begin, int end, boolean last) {
        int token = beginOfHexadecimal(begin);
        if (isBinary(token)) {
            return judgeHexadecimal(token, end, last);
        }
        int first = Math.max(0, begin - CONTEXT);
        if (end + CONTEXT > length && !last) {
            if (end - begin < LONGEST) {
                return -1 - begin;
            }
            // What begins in its last bytes is judged with what comes behind them.
            int part = beginOfSymbol(end - CONTEXT);
            report(first, end, begin, part);
            return part;
        }
        report(first, Math.min(length, end + CONTEXT), begin, end);
        return end;
    }

    private int beginOfHexadecimal(int inside) {
        int begin = inside;
        while (begin > Math.max(0, goesOnAt) && Bytes.isHex(bytes[begin - 1])) {
            begin--;
        }
        return begin;
    }

    /** Whether the hexadecimal digits from here on are those of a {@code \x…}, of which the beginning may be gone. */
    private boolean isBinary(int token) {
        return token == goesOnAt
                || token == 0 && binaryBegan >= 0
                || token >= 2 && bytes[token - 1] == 'x' && bytes[token - 2] == '\\';
    }

    private int judgeHexadecimal(int token, int end, boolean last) {
        // Two digits are a byte, counted from the beginning.
        int first = token == 0 && binaryBegan >= 0 ? (int) ((base - binaryBegan) & 1) : token;
        int after = end;
        while (after < length && Bytes.isHex(bytes[after])) {
            after++;
        }
        boolean isCut = after >= length && !last;
        if (isCut && after - token < LONGEST) {
            return -1 - token;
        }
        if (!isCut) {
            judgeBinary(first, after, after);
            return after;
        }
        // What begins in its last bytes is judged with what comes behind them.
        int part = after - 2 * CONTEXT - ((after - first) & 1);
        judgeBinary(first, after, part);
        goesOnAt = part;
        return part;
    }

    private void report(int first, int last, int begin, int end) {
        String before = text(first, begin);
        String text = before + text(begin, end) + text(end, last);
        int runBegin = before.length();
        int runEnd = text.length() - text(end, last).length();
        for (CardNumberSpan span : CardDataMask.spans(text)) {
            if (span.start() >= runBegin && span.start() < runEnd) {
                long digits = text.substring(runBegin, span.start())
                        .codePoints()
                        .filter(Character::isDigit)
                        .count();
                tell(placeOfDigit(begin, end, digits), text.subSequence(span.start(), span.end()));
            }
        }
    }

    /**
     * By its digits, as what is passed over, and what is no character, has another length in a text. Where a text has digits that the bytes have not, as one with a zero
     * in its middle, it is where the run begins.
     */
    private int placeOfDigit(int begin, int end, long before) {
        long left = before;
        for (int place = begin; place < end; place++) {
            if (isDigit(place) && left-- == 0) {
                return place;
            }
        }
        return begin;
    }

    /** Without what is passed over. */
    private String text(int from, int to) {
        byte[] part = Arrays.copyOfRange(bytes, from, to);
        int kept = 0;
        int nuls = 0;
        for (byte b : part) {
            nuls = b == 0 ? nuls + 1 : 0;
            // Of zeros that fill one is left, so that what is on both sides of them does not come together.
            if (b != 0 || nuls == MOST_NULS + 1) {
                part[kept++] = b;
            }
        }
        return new String(part, 0, kept, StandardCharsets.UTF_8);
    }

    /** @param before tells of what begins before this index */
    private void judgeBinary(int first, int after, int before) {
        byte[] binary = new byte[(after - first) / 2];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = (byte)
                    (Character.digit(bytes[first + 2 * i], 16) << 4 | Character.digit(bytes[first + 2 * i + 1], 16));
        }
        Consumer<CardNumberHit> told = hit -> {
            if (first + 2 * hit.offset() < before) {
                told(first, hit.masked());
            }
        };
        new CardNumberScanner(told, done -> {}).scan(place, binary);
    }

    private void tell(int index, CharSequence number) {
        told(index, CardNumberHit.mask(number));
    }

    private void told(int index, String masked) {
        countTo(index);
        long line = hasLines ? lines + 1 : 0;
        found.accept(new CardNumberHit(place, line, base + index, masked));
    }
}
