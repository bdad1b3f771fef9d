package io.holdfast.genesys;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.apache.velocity.exception.ParseErrorException;
import org.apache.velocity.runtime.RuntimeConstants;

/**
 * Renders templates as data actions are rendered: Apache Velocity, not strict, with the tools {@code $esc} and {@code $encoding}. A reference to
 * nothing stays in the text as it is; a silent one is empty.
 */
final class Templates {

    private final VelocityEngine engine = new VelocityEngine();

    Templates() {
        engine.setProperty(RuntimeConstants.RESOURCE_LOADERS, "string");
        engine.setProperty(
                "resource.loader.string.class", "org.apache.velocity.runtime.resource.loader.StringResourceLoader");
        engine.init();
    }

    /** @throws ParseErrorException if it is no template */
    String render(String template, Map<String, Object> values) {
        VelocityContext context = new VelocityContext();
        values.forEach(context::put);
        context.put("esc", new Escape());
        context.put("encoding", new Encoding());
        StringWriter rendered = new StringWriter();
        engine.evaluate(context, rendered, "data action", template);
        return rendered.toString();
    }

    /** Public, because Velocity calls nothing else. */
    public static final class Escape {

        /** What may stand between the quotes of a JSON string. */
        public String jsonString(Object text) {
            return new String(JsonStringEncoder.getInstance().quoteAsString(String.valueOf(text)));
        }

        /** For a part of a path or a query: a space is %20. */
        public String uriEncode(Object text) {
            return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8)
                    .replace("+", "%20");
        }
    }

    /** Public, because Velocity calls nothing else. */
    public static final class Encoding {

        public String base64(Object text) {
            return Base64.getEncoder().encodeToString(String.valueOf(text).getBytes(StandardCharsets.UTF_8));
        }
    }
}
