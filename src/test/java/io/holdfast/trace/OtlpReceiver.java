package io.holdfast.trace;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Takes what OpenTelemetry sends over HTTP, and reads it by the field numbers of
 * <a href="https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto">trace.proto</a>.
 */
final class OtlpReceiver implements AutoCloseable {

    private final WireMockServer server = new WireMockServer(options().dynamicPort());

    OtlpReceiver() {
        server.start();
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200)));
    }

    /** @param attributes texts and numbers alike */
    record Span(String traceId, String id, String parentId, String name, int kind, Map<String, String> attributes) {}

    String url() {
        return server.baseUrl();
    }

    List<Span> spans() {
        return bodies().flatMap(body -> children(read(body), 1))
                .flatMap(resource -> children(resource, 2))
                .flatMap(scope -> children(scope, 2))
                .map(OtlpReceiver::span)
                .toList();
    }

    List<Span> spansOf(String traceId) {
        return spans().stream().filter(span -> span.traceId().equals(traceId)).toList();
    }

    /** All that came, as text: whatever is in there can be found in it. */
    String everything() {
        StringBuilder all = new StringBuilder();
        bodies().forEach(body -> all.append(new String(body, StandardCharsets.ISO_8859_1)));
        return all.toString();
    }

    private Stream<byte[]> bodies() {
        return server.findAll(postRequestedFor(urlPathEqualTo("/v1/traces"))).stream()
                .map(request -> request.getBody());
    }

    private static Span span(UnknownFieldSet span) {
        return new Span(
                hex(bytes(span, 1)),
                hex(bytes(span, 2)),
                hex(bytes(span, 4)),
                bytes(span, 5).toStringUtf8(),
                span.getField(6).getVarintList().get(0).intValue(),
                attributes(span));
    }

    private static Map<String, String> attributes(UnknownFieldSet span) {
        Map<String, String> attributes = new TreeMap<>();
        children(span, 9).forEach(pair -> {
            UnknownFieldSet value = children(pair, 2).toList().get(0);
            List<Long> number = new ArrayList<>(value.getField(3).getVarintList());
            attributes.put(
                    bytes(pair, 1).toStringUtf8(),
                    number.isEmpty()
                            ? bytes(value, 1).toStringUtf8()
                            : number.get(0).toString());
        });
        return attributes;
    }

    private static Stream<UnknownFieldSet> children(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream().map(child -> read(child.toByteArray()));
    }

    private static ByteString bytes(UnknownFieldSet message, int field) {
        List<ByteString> all = message.getField(field).getLengthDelimitedList();
        return all.isEmpty() ? ByteString.EMPTY : all.get(0);
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static UnknownFieldSet read(byte[] message) {
        try {
            return UnknownFieldSet.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("not protobuf", e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
