package io.holdfast.secret;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Keeps in memory what was read, one entry for each document that was asked for: there are as many as the configuration names. */
abstract class CachingReader<D> implements SecretReader {

    private static final Logger LOG = Logger.getLogger(SecretReader.class);

    private final Map<String, D> documents = new ConcurrentHashMap<>();

    /** Gets a document from where it is kept. Blocks. @throws SecretUnavailable if it cannot be had */
    abstract D fetch(String document);

    /** One secret in a document. @param field what followed the {@code #}; empty if nothing did */
    abstract String pick(D document, String field, String reference);

    @Override
    public final String read(String reference) {
        int mark = reference.lastIndexOf('#');
        String document = mark < 0 ? reference : reference.substring(0, mark);
        String field = mark < 0 ? "" : reference.substring(mark + 1);
        return pick(documents.computeIfAbsent(document, this::fetch), field, reference);
    }

    @Override
    public final int refresh() {
        int away = 0;
        for (String document : documents.keySet()) {
            try {
                documents.put(document, fetch(document));
            } catch (SecretUnavailable unavailable) {
                LOG.warnf("%s; what was read before is used", unavailable.getMessage());
                away++;
            }
        }
        return away;
    }
}
