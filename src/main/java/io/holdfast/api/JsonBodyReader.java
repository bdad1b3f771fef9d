package io.holdfast.api;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads bodies: JSON only, strictly, and none with card data, be it JSON or not. */
@Provider
@Consumes(MediaType.WILDCARD)
public class JsonBodyReader implements MessageBodyReader<JsonBody> {

    private final CardDataDoor cardData;

    public JsonBodyReader(CardDataDoor cardData) {
        this.cardData = cardData;
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == JsonBody.class;
    }

    @Override
    public JsonBody readFrom(
            Class<JsonBody> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream stream)
            throws IOException {
        byte[] body = stream.readAllBytes();
        if (body.length == 0) {
            return JsonBody.ABSENT;
        }
        if (!isJson(mediaType)) {
            cardData.passUnread(body);
            throw new Refusal(Problems.notJsonMediaType());
        }
        Optional<Map<String, Object>> json = StrictJson.object(body);
        if (json.isEmpty()) {
            cardData.passUnread(body);
            throw new Refusal(isEncoded(headers) ? Problems.encodedBody() : Problems.malformedJson());
        }
        cardData.passBody(json.get());
        return JsonBody.of(json.get());
    }

    /** Looked at only where the body cannot be read: some say the charset there, of JSON that is as it should be. */
    private static boolean isEncoded(MultivaluedMap<String, String> headers) {
        return headers.getOrDefault(HttpHeaders.CONTENT_ENCODING, List.of()).stream()
                .anyMatch(coding -> !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity"));
    }

    private static boolean isJson(MediaType type) {
        boolean json = type.getType().equalsIgnoreCase("application")
                && (type.getSubtype().equalsIgnoreCase("json")
                        || type.getSubtype().toLowerCase(Locale.ROOT).endsWith("+json"));
        String charset = type.getParameters().get(MediaType.CHARSET_PARAMETER);
        return json && (charset == null || charset.equalsIgnoreCase("utf-8"));
    }
}
