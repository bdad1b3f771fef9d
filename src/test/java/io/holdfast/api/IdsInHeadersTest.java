package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.carddata.CardDataGuard;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdsInHeadersTest {

    /** So many that without the exemption some of each kind would be refused. */
    private static final int CALLS = 40_000;

    private final CardDataGuard guard = new CardDataGuard();
    private final Random random = new Random(20261127);

    /** In a template {@code #} is eight hexadecimal digits drawn by lot, {@code $} a number of 63 bits. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = ": ",
            value = {
                "traceparent: 00-####-##-01",
                "elastic-apm-traceparent: 00-####-##-01",
                "tracestate: dd=s:1;p:##;t.dm:-1;t.tid:##",
                "tracestate: congo=t61rcWkgMzE, dd=s:1;o:rum;t.tid:##;p:##,rojo=00f067aa0ba902b7",
                "tracestate: 1349956@nr=0-0-1349956-41346604-##-##-1-1.1273-1569367663277",
                "b3: ####-##-1-##",
                "X-B3-TraceId: ####",
                "X-B3-SpanId: ##",
                "X-B3-ParentSpanId: ##",
                "X-Cloud-Trace-Context: ####/$;o=1",
                "X-Datadog-Trace-Id: $",
                "x-datadog-parent-id: $",
                "x-datadog-tags: _dd.p.dm=-4,_dd.p.tid=##,_dd.p.ts=02",
                "X-Amzn-Trace-Id: Root=1-#-###",
                "X-Amzn-Trace-Id: Self=1-#-###;Root=1-#-###;Parent=##;Sampled=1;Lineage=a87bd80c:1|68fd508a:5",
                "uber-trace-id: ####:##:##:1",
                "uber-trace-id: ####%3A##%3A##%3A1",
                "sentry-trace: ####-##-1",
                "ot-tracer-traceid: ##",
                "X-INSTANA-T: ####",
                "X-INSTANA-S: ##",
                "Request-Id: |####.##.",
                "Request-Id: |#-##.1.#_1.",
                "X-Request-Id: ####",
                "X-Kong-Request-Id: ####",
                "X-AppGw-Trace-Id: ####",
                "CF-Ray: ##-VIE",
                "X-Amz-Content-Sha256: ########",
                "X-Forwarded-Client-Cert: By=spiffe://a/ns/b;Hash=########;Subject=\"CN=c\";URI=spiffe://d"
            })
    void anIdOfATracerOrProxyIsNotTakenForACardNumber(String name, String template) {
        // when
        long refused = Stream.generate(() -> drawn(template))
                .limit(CALLS)
                .filter(value -> isRefused(name, value))
                .count();

        // then
        assertThat(refused).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = ": ",
            value = {
                "traceparent: 4111111111111111",
                "tracestate: dd=s:1;p:00f067aa0ba902b7,a=4111111111111111",
                "tracestate: dd=s:1;o:4111111111111111",
                "tracestate: dd=p:4111-1111-1111-1111",
                "tracestate: 1@nr=0-0-4111111111111111-1-00f067aa0ba902b7-00f067aa0ba902b7-1-1.1-1569367663277",
                "b3: 4111111111111111",
                "X-B3-SpanId: 4111-1111-1111-1111",
                "X-B3-SpanId: 4111111111111111, 00f067aa0ba902b7",
                "X-B3-Sampled: 4111111111111111",
                "X-Cloud-Trace-Context: 4111111111111111",
                "X-Cloud-Trace-Context: 105445aa7843bc8bf206b12000100000/1;o=4111111111111111",
                "X-Datadog-Trace-Id: 4111 1111 1111 1111",
                "X-Datadog-Trace-Id: card 4111111111111111",
                "X-Datadog-Origin: 4111111111111111",
                "x-datadog-tags: _dd.p.usr=4111111111111111",
                "X-Amzn-Trace-Id: Root=1-67891233-abcdef012345678912345678;CalledFrom=4111111111111111",
                "uber-trace-id: 4111111111111111",
                "sentry-trace: 4111111111111111",
                "Request-Id: 4111111111111111",
                "Correlation-Context: a=4111111111111111",
                "baggage: a=4111111111111111",
                "X-Request-Id: 4111111111111111",
                "CF-Ray: card 4111111111111111",
                "X-Forwarded-Client-Cert: By=a;Subject=\"4111111111111111\"",
                "X-Forwarded-For: 4111111111111111"
            })
    void aCardNumberElsewhereInSuchAHeaderIsSeen(String name, String value) {
        // when
        boolean refused = isRefused(name, value);

        // then
        assertThat(refused).isTrue();
    }

    @Test
    void whatIsLeftAndRightOfAnIdIsNotJoined() {
        // when
        String left = IdsInHeaders.leftAside("tracestate", "a=41111111;p:00f067aa0ba902b7;b=11111111");

        // then
        assertThat(left).isEqualTo("a=41111111;p:x;b=11111111");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Request-Id", "tracestate", "X-Amzn-Trace-Id", "X-Forwarded-Client-Cert"})
    void aLongValueIsLookedAtInOneGo(String name) {
        // given
        String value = "|1-1." + "1.".repeat(8_000);

        // when
        String left = IdsInHeaders.leftAside(name, value);

        // then
        assertThat(left).isEqualTo(value);
    }

    private boolean isRefused(String name, String value) {
        return guard.inspect(name, IdsInHeaders.leftAside(name, value)).isPresent();
    }

    private String drawn(String template) {
        StringBuilder value = new StringBuilder();
        template.chars().forEach(sign -> {
            switch (sign) {
                case '#' -> value.append("%08x".formatted(random.nextInt()));
                case '$' -> value.append(random.nextLong() >>> 1);
                default -> value.append((char) sign);
            }
        });
        return value.toString();
    }
}
