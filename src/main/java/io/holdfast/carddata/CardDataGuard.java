package io.holdfast.carddata;

import io.holdfast.carddata.CardDataFinding.Reason;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for card data in everything that comes in: names and values, alone or nested. What it returns can be shown to the
 * caller, logged and counted, because it repeats nothing but harmless names.
 *
 * <p>Keeps no state; one instance serves all threads.
 */
public final class CardDataGuard {

    /** Deeper nesting is refused. The interface itself nests one level. */
    static final int DEEPEST = 32;

    private static final int LONGEST_SHOWN_NAME = 100;

    /** Numbers with more zeros are not printed in full: 1E999999999 would take a gigabyte, and is no card number. */
    private static final int MOST_ZEROS = 10_000;

    /**
     * Looks at one name and its value: a header, a query parameter, a part of the path, an argument.
     *
     * @param value null counts as empty
     */
    public Optional<CardDataFinding> inspect(String name, CharSequence value) {
        return inspectName("", name).or(() -> inspectText(name, value));
    }

    /**
     * Looks at a tree of maps, collections, arrays of objects, texts and numbers, such as parsed JSON, at all its names and
     * values. Anything else is taken by its {@code toString()}.
     *
     * <p>Numbers should come as {@link BigDecimal} or {@link BigInteger}: a {@code double} has lost digits already.
     *
     * @param tree null counts as empty
     * @return the first finding
     */
    public Optional<CardDataFinding> inspectTree(Object tree) {
        return inspectTree("", tree, 0);
    }

    /** Looks at a body that could not be read as what it should be, of whatever form it is. */
    public Optional<CardDataFinding> inspectUnread(byte[] body) {
        return UnreadText.inspect(this, body);
    }

    private Optional<CardDataFinding> inspectTree(String path, Object tree, int depth) {
        if (tree == null || tree instanceof Boolean) {
            return Optional.empty();
        }
        if (depth > DEEPEST) {
            return finding(path, Reason.NESTED_TOO_DEEPLY);
        }
        if (tree instanceof Map<?, ?> map) {
            return inspectMap(path, map, depth);
        }
        // No Iterable: a Jackson node is one, and would be walked without its names.
        if (tree instanceof Collection<?> list) {
            return inspectList(path + "[]", list, depth);
        }
        if (tree instanceof Object[] array) {
            return inspectList(path + "[]", Arrays.asList(array), depth);
        }
        if (tree instanceof Number number) {
            return inspectNumber(path, number);
        }
        return inspectText(path, tree.toString());
    }

    private Optional<CardDataFinding> inspectMap(String path, Map<?, ?> map, int depth) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = String.valueOf(entry.getKey());
            Optional<CardDataFinding> found = inspectName(path, key)
                    .or(() -> inspectTree(path.isEmpty() ? key : path + "." + key, entry.getValue(), depth + 1));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<CardDataFinding> inspectList(String path, Collection<?> list, int depth) {
        for (Object element : list) {
            Optional<CardDataFinding> found = inspectTree(path, element, depth + 1);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<CardDataFinding> inspectName(String path, String name) {
        if (CardNumbers.contains(name)) {
            return Optional.of(new CardDataFinding(CardDataFinding.A_KEY, Reason.CARD_NUMBER));
        }
        if (CardDataKeys.names(name)) {
            return finding(path.isEmpty() ? name : path + "." + name, Reason.CARD_DATA_KEY);
        }
        return Optional.empty();
    }

    private static Optional<CardDataFinding> inspectText(String path, CharSequence text) {
        return text != null && CardNumbers.contains(text) ? finding(path, Reason.CARD_NUMBER) : Optional.empty();
    }

    /**
     * A number is looked at as it would be printed in full, and by its digits without point and exponent, because
     * {@code 4111111111111111E-20} shows a card number to whoever reads it as it was sent.
     */
    private static Optional<CardDataFinding> inspectNumber(String path, Number number) {
        Optional<BigDecimal> decimal = decimal(number);
        if (decimal.isEmpty()) {
            return inspectText(path, number.toString());
        }
        BigDecimal value = decimal.get();
        Optional<CardDataFinding> found =
                inspectText(path, value.unscaledValue().toString());
        boolean printable = Math.abs((long) value.scale()) <= MOST_ZEROS;
        return found.isEmpty() && printable ? inspectText(path, value.toPlainString()) : found;
    }

    private static Optional<BigDecimal> decimal(Number number) {
        if (number instanceof BigDecimal decimal) {
            return Optional.of(decimal);
        }
        if (number instanceof BigInteger integer) {
            return Optional.of(new BigDecimal(integer));
        }
        if (number instanceof Double || number instanceof Float) {
            // The shortest decimal that means this number, which is what was sent if it had at most 15 digits.
            return Double.isFinite(number.doubleValue())
                    ? Optional.of(new BigDecimal(number.toString()))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<CardDataFinding> finding(String path, Reason reason) {
        return Optional.of(new CardDataFinding(shown(path), reason));
    }

    /**
     * Names come from outside too. One is repeated only if it looks like a name, and has too few digits for a card number
     * however they are spread: {@code {"4111": {"1111": {"1111": {"1111": …}}}}} has the path 4111.1111.1111.1111.
     */
    private static String shown(String path) {
        if (path.isEmpty()) {
            return CardDataFinding.THE_VALUE;
        }
        boolean harmless = path.length() <= LONGEST_SHOWN_NAME
                && path.chars().allMatch(CardDataGuard::isNameCharacter)
                && path.chars().filter(Character::isDigit).count() < CardIssuers.SHORTEST;
        return harmless ? path : CardDataFinding.A_KEY;
    }

    private static boolean isNameCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "_-.[]".indexOf(c) >= 0;
    }
}
