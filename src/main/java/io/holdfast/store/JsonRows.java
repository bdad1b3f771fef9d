package io.holdfast.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Many rows as one parameter of PostgreSQL: {@code json_to_recordset} makes them rows again, whose columns are {@code p1}, {@code p2} and so on. Each value is
 * written as the text that PostgreSQL's type reads: a time in ISO 8601, bytes in hexadecimal digits (PostgreSQL 8.4.1), an amount in its own digits.
 */
final class JsonRows {

    private static final JsonFactory JSON = new JsonFactory();
    /** Written as often as there are values: each name is made once. No statement has as many parameters. */
    private static final SerializableString[] NAMES = IntStream.rangeClosed(1, 100)
            .mapToObj(i -> new SerializedString("p" + i))
            .toArray(SerializableString[]::new);

    private JsonRows() {}

    static String of(List<List<Object>> rows) {
        StringWriter text = new StringWriter(rows.size() * 2_048);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (List<Object> row : rows) {
                json.writeStartObject();
                for (int i = 0; i < row.size(); i++) {
                    // what is not there is NULL
                    if (row.get(i) != null) {
                        json.writeFieldName(NAMES[i]);
                        write(json, row.get(i));
                    }
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean yes) {
            json.writeBoolean(yes);
        } else if (value instanceof UUID id) {
            writePlain(json, id.toString());
        } else if (value instanceof BigDecimal amount) {
            writePlain(json, amount.toPlainString());
        } else if (value instanceof OffsetDateTime time) {
            // the driver cuts off what PostgreSQL has no room for, and PostgreSQL would round it
            writePlain(json, time.truncatedTo(ChronoUnit.MICROS).toString());
        } else if (value instanceof Buffer bytes) {
            json.writeRawValue("\"\\\\x" + HexFormat.of().formatHex(bytes.getBytes()) + '"');
        } else if (value instanceof Object[] values) {
            json.writeStartArray();
            for (Object each : values) {
                write(json, each);
            }
            json.writeEndArray();
        } else {
            throw new IllegalArgumentException("no column has values of " + value.getClass());
        }
    }

    /** Without a look at each character, as most of a row is hexadecimal digits: for a text of ours that has nothing to be escaped, or has it escaped already. */
    private static void writePlain(JsonGenerator json, String text) throws IOException {
        json.writeRawValue('"' + text + '"');
    }
}
