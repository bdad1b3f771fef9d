package io.holdfast.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The metrics that there are, and those that a query asks for. */
final class Metrics {

    private static final Path SOURCES = Path.of("src/main/java");

    /** Where the code names a meter: as a literal, or in a constant whose name says so. */
    private static final Pattern IN_CODE = Pattern.compile(
            "(?:counter|timer|gauge|summary|builder|multiGauge)\\(\\s*\"(holdfast\\.[a-z._]+)\"|METRIC[A-Z_]* ="
                    + " \"(holdfast\\.[a-z._]+)\"");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*_[a-z0-9_]+");

    /** What Prometheus makes of a Micrometer name, according to its kind. */
    private static final Pattern SUFFIX = Pattern.compile("(_seconds)?(_total|_count|_sum|_max|_bucket)?$");

    /** Quarkus's and the JVM's; MetricsInUseTest looks for them in a running scrape. */
    static final Set<String> FOREIGN = Set.of(
            "http_server_requests_seconds_count",
            "http_server_requests_seconds_sum",
            "http_server_requests_seconds_max",
            "sql_pool_queue_size",
            "sql_pool_active",
            "sql_pool_idle",
            "process_cpu_usage",
            "jvm_memory_used_bytes");

    /** By kube-state-metrics, by CloudNativePG's default queries, and by its Barman plugin. */
    private static final Set<String> OF_THE_CLUSTER = Set.of(
            "kube_job_status_failed",
            "kube_cronjob_status_last_successful_time",
            "kube_cronjob_created",
            "cnpg_pg_stat_archiver_last_failed_time",
            "cnpg_pg_stat_archiver_last_archived_time",
            "barman_cloud_cloudnative_pg_io_last_available_backup_timestamp");

    private static final Set<String> WORDS = Set.of(
            "max_over_time",
            "min_over_time",
            "avg_over_time",
            "last_over_time",
            "label_values",
            "group_left",
            "job_name",
            "histogram_quantile",
            "rate_interval");

    /** Read once: it takes all the sources. */
    private static final Set<String> OWN = ownInCode();

    private Metrics() {}

    /** Micrometer's names of our own, from the code. */
    static Set<String> own() {
        return OWN;
    }

    private static Set<String> ownInCode() {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                Matcher found = IN_CODE.matcher(Files.readString(file));
                while (found.find()) {
                    names.add(found.group(1) != null ? found.group(1) : found.group(2));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return Collections.unmodifiableSet(names);
    }

    /** @return what looks like a metric's name in a query and is none */
    static List<String> unknownIn(String query) {
        Set<String> own = new TreeSet<>();
        OWN.forEach(name -> own.add(name.replace('.', '_')));
        String plain = query.replaceAll("\"[^\"]*\"", "\"\"");
        return NAME.matcher(plain)
                .results()
                .map(found -> found.group())
                .filter(name -> !WORDS.contains(name))
                .filter(name -> !FOREIGN.contains(name) && !OF_THE_CLUSTER.contains(name))
                .filter(name -> !own.contains(name)
                        && !own.contains(SUFFIX.matcher(name).replaceFirst("")))
                .toList();
    }
}
