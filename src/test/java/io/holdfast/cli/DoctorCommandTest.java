package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.settings.BadSetting;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DoctorCommandTest {

    private final DoctorCommand doctor = new DoctorCommand();
    private final StringWriter out = new StringWriter();

    @BeforeEach
    void parse() {
        CommandLine line = new CommandLine(doctor);
        line.setOut(new PrintWriter(out));
        line.parseArgs("--output", "csv");
    }

    @Test
    void aSettingThatOnlyItsPartCanJudgeIsAFindingLikeAnyOther() {
        // given
        Throwable failure =
                new IllegalStateException("Failed to start", new BadSetting("holdfast.api.heartbeat", "must be less"));

        // when
        int code = doctor.refused(ServeCommand.refusal(failure));

        // then
        assertThat(code).isEqualTo(1);
        assertThat(out.toString())
                .contains("settings,wrong,holdfast.api.heartbeat: must be less,\"Set it, as docs/operating.md says.\"");
    }

    @Test
    void whatElseStopsTheStartIsNoSetting() {
        // when
        int code = doctor.refused(ServeCommand.refusal(new IllegalStateException("no bean")));

        // then
        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).contains("start,wrong,").contains("no bean");
    }
}
