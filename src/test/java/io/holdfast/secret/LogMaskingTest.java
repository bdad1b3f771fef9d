package io.holdfast.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.List;
import java.util.Properties;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.WriterHandler;
import org.junit.jupiter.api.Test;

class LogMaskingTest {

    @Test
    void theVeryFirstLineOfAHandlerIsMaskedInMessageAndStackTrace() {
        // given: a handler as the framework makes it, before anything of ours runs
        StringWriter written = new StringWriter();
        WriterHandler handler = new WriterHandler();
        handler.setFormatter(new PatternFormatter("%s%e"));
        handler.setFilter(new MaskAtOnce());
        handler.setLevel(Level.INFO);
        handler.setWriter(written);
        Logger root = LogContext.getLogContext().getLogger("");
        root.addHandler(handler);

        // when
        try {
            LogContext.getLogContext()
                    .getLogger("io.holdfast.early")
                    .log(
                            Level.ERROR,
                            "key hf_MARKED",
                            new IllegalStateException("password=MARKED, card 4111 1111 1111 1111"));
            handler.flush();
        } finally {
            root.removeHandler(handler);
        }

        // then
        assertThat(written.toString())
                .contains("key hf_***", "IllegalStateException")
                .doesNotContain("MARKED")
                .doesNotContain("1111");
    }

    @Test
    void theHandlersThatThereAreByDefaultHaveIt() throws IOException {
        // given
        Properties settings = new Properties();

        // when
        try (InputStream file = getClass().getResourceAsStream("/application.properties")) {
            settings.load(file);
        }

        // then
        for (String handler : List.of("console", "file", "syslog")) {
            assertThat(settings.getProperty("quarkus.log." + handler + ".filter"))
                    .isEqualTo("mask");
        }
    }
}
