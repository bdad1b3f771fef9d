package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.audit.verify.Verification;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditVerifyTest {

    @Test
    void whatThereIsOneOfIsToldAsOne() {
        assertThat(AuditVerify.looked(new Verification.Result(1, 1, 1, 1, 1, 0, 0, List.of(), List.of())))
                .isEqualTo("1 dispute with 1 event, 1 stream with 1 entry, 1 daily head");
    }

    @Test
    void whatThereIsNoneOrManyOfIsToldAsMany() {
        assertThat(AuditVerify.looked(new Verification.Result(4, 12_345, 2, 3, 0, 0, 0, List.of(), List.of())))
                .isEqualTo("4 disputes with 12345 events, 2 streams with 3 entries, 0 daily heads");
    }
}
