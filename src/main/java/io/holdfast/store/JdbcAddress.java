package io.holdfast.store;

import io.holdfast.settings.BadSetting;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The database of {@code quarkus.datasource.reactive.url} as JDBC writes it, which migrations and the commands go to. */
public final class JdbcAddress {

    /** Where the application's own connections go. */
    public static final String REACTIVE_SETTING = "quarkus.datasource.reactive.url";

    /** Where migrations go, if that is said. */
    public static final String SETTING = "quarkus.datasource.jdbc.url";

    /** What Quarkus allows in front of an address. */
    private static final String REACTIVE = "vertx-reactive:";

    /** Servers, and what comes behind them: the database and the driver's parameters. */
    private static final Pattern ADDRESS = Pattern.compile("postgres(?:ql)?://([^/?]*)([^?]*)(?:\\?(.*))?");

    private static final Pattern LOGIN = Pattern.compile("//[^/?@]*@|[?&](?:user|password)=");

    /** Of several servers the one that takes writes (documentation of PostgreSQL's JDBC driver, "Connection fail-over"). */
    private static final String WRITABLE = "targetServerType=primary";

    private JdbcAddress() {}

    /**
     * @param reactiveUrls one address, or several of one database, separated by commas: the first one's database and parameters count
     * @return the address as it is, if it cannot be read: the driver says what is wrong
     */
    public static String of(String reactiveUrls) {
        List<Matcher> addresses = Stream.of(reactiveUrls.split(","))
                .map(JdbcAddress::plain)
                .map(ADDRESS::matcher)
                .filter(Matcher::matches)
                .toList();
        if (addresses.isEmpty()) {
            return "jdbc:" + plain(reactiveUrls);
        }
        Matcher first = addresses.get(0);
        String servers = addresses.stream().map(it -> it.group(1)).collect(Collectors.joining(","));
        String parameters = Stream.of(first.group(3), addresses.size() > 1 ? WRITABLE : null)
                .filter(it -> it != null && !it.isEmpty())
                .collect(Collectors.joining("&"));
        return "jdbc:postgresql://" + servers + first.group(2) + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    /** @return the setting that the address for migrations is from: its own only if it says something of its own */
    public static String setting(Optional<String> jdbcUrl, Optional<String> reactiveUrls) {
        return jdbcUrl.isEmpty() || jdbcUrl.equals(reactiveUrls.map(JdbcAddress::of)) ? REACTIVE_SETTING : SETTING;
    }

    /**
     * Addresses are printed, and of the two drivers only one takes a login before the host.
     *
     * @param addresses one, or several with commas
     * @throws BadSetting if there is a user in it, perhaps with a password
     */
    public static void requireNoLogin(String property, String addresses) {
        if (LOGIN.matcher(addresses).find()) {
            throw new BadSetting(
                    property,
                    "has a user or a password in it; they belong in quarkus.datasource.username and .password");
        }
    }

    /** Without what Quarkus allows in front of it. */
    public static String plain(String url) {
        String trimmed = url.trim();
        return trimmed.startsWith(REACTIVE) ? trimmed.substring(REACTIVE.length()) : trimmed;
    }
}
