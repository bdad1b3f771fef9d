package io.holdfast.gateway.adyen;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.DisputeId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AdyenReferenceTest {

    private static final String ID = "018f3c2e-7a5b-7c1d-9e2f-1a2b3c4d5e6f";

    @Test
    void everyReferenceLeadsBackToItsDispute() {
        for (String reference :
                List.of(ID, ID + ":renew:12", ID + ":capture:1", ID.toUpperCase(java.util.Locale.ROOT))) {
            assertThat(AdyenReference.dispute(reference)).as(reference).contains(new DisputeId(UUID.fromString(ID)));
        }
    }

    @Test
    void otherReferencesLeadNowhere() {
        for (String reference : List.of("", "order-1", ID + "x", ID.substring(1), "1-1-1-1-1", ID.replace('-', '0'))) {
            assertThat(AdyenReference.dispute(reference)).as(reference).isEmpty();
        }
    }

    @Test
    void aKeyThatFitsIsSentAsItIs() {
        assertThat(AdyenReference.sentKey(ID + ":capture:123456789")).isEqualTo(ID + ":capture:123456789");
    }

    @Test
    void aLongKeyIsSentAsAHashThatIsAlwaysTheSame() {
        // given
        String key = ID + ":capture:1234567890123456789012345";
        // when
        String sent = AdyenReference.sentKey(key);
        // then
        assertThat(sent)
                .hasSize(64)
                .isEqualTo(AdyenReference.sentKey(key))
                .isNotEqualTo(AdyenReference.sentKey(key + "6"));
    }
}
