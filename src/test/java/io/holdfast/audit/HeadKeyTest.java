package io.holdfast.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeadKeyTest {

    private static final byte[] HEAD = "a head's hash".getBytes(StandardCharsets.US_ASCII);

    private final HeadKey former = HeadKey.signing(HeadKey.newKeyset());
    private final HeadKey present = HeadKey.signing(HeadKey.newKeyset());

    @Test
    void whatAnotherKeySignedIsNotVerified() {
        assertThat(present.verifier().verifies(former.sign(HEAD), HEAD)).isFalse();
    }

    /** How docs/audit.md says that the key is changed. */
    @Test
    void theEntriesOfTwoPublicKeysetsInOneVerifyWhatEitherSigned() throws Exception {
        // given
        ObjectMapper json = new ObjectMapper();
        ObjectNode both = (ObjectNode) json.readTree(present.publicKeyset());
        ((ArrayNode) both.get("key"))
                .addAll((ArrayNode) json.readTree(former.publicKeyset()).get("key"));

        // when
        HeadKey verifier = HeadKey.verifying(both.toString());

        // then
        assertThat(verifier.verifies(former.sign(HEAD), HEAD)).isTrue();
        assertThat(verifier.verifies(present.sign(HEAD), HEAD)).isTrue();
    }
}
