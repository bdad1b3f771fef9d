package io.holdfast.dispute;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.TokenNews;
import java.time.Instant;
import java.util.Optional;

/** What a gateway's word about a payment token means for a dispute that has it, whether it came as an answer or as news. */
final class TokenReading {

    private final HoldPolicy policy;
    private final boolean canRefresh;

    TokenReading(HoldPolicy policy, Capabilities gateway) {
        this.policy = policy;
        this.canRefresh = gateway.canRefresh();
    }

    /** It was traded for another dispute that has the same one. */
    void replaced(Draft draft, FreshToken fresh) {
        takeOver(draft, fresh);
        draft.tell(StoryType.TOKEN_REPLACED);
    }

    /** It was traded for this dispute, by its refresh number {@code n}. */
    void refreshed(Draft draft, FreshToken fresh, String n) {
        draft.clear(Attention.GATEWAY_UNREACHABLE);
        takeOver(draft, fresh);
        draft.tell(StoryType.TOKEN_REFRESHED, "n", n);
    }

    /** It is gone for good; the hold is left in peace. */
    void gone(Draft draft, String why) {
        draft.change(d -> d.withUpkeep(d.upkeep().withoutRefresh()));
        draft.tell(StoryType.TOKEN_REFRESH_FAILED, "failure_code", why);
        draft.raise(Attention.TOKEN_REFRESH_FAILED);
    }

    /** What keeps a refresh back lasts: it would be begun and given up at each round. */
    void leftForLater(Draft draft) {
        draft.change(d -> d.withUpkeep(d.upkeep().withRefreshAt(nextRefresh(draft.now()))));
    }

    /** The gateway's own news, taken as the answer to a refresh would be. What is not held needs no token, and what is known is not told again. */
    void heard(Draft draft, TokenNews news) {
        if (draft.dispute().status() != Status.HELD
                || !draft.dispute().tokenFingerprint().equals(Optional.of(news.token()))) {
            return;
        }
        switch (news.change()) {
            case UPDATED -> {
                draft.clear(Attention.TOKEN_REFRESH_FAILED);
                draft.change(d -> d.withUpkeep(d.upkeep().withRefreshAt(nextRefresh(draft.now()))));
                draft.tell(StoryType.TOKEN_REFRESHED, "by", "news");
            }
            case DISABLED -> {
                if (!draft.dispute().attentions().contains(Attention.TOKEN_REFRESH_FAILED)) {
                    gone(draft, "payment_method_gone");
                }
            }
        }
    }

    private void takeOver(Draft draft, FreshToken fresh) {
        draft.clear(Attention.TOKEN_REFRESH_FAILED);
        draft.change(d -> d.withPaymentToken(fresh.sealed(), fresh.fingerprint()));
        if (draft.dispute().status() == Status.HELD) {
            draft.change(d -> d.withUpkeep(d.upkeep().withRefreshAt(nextRefresh(draft.now()))));
        }
    }

    private Optional<Instant> nextRefresh(Instant now) {
        return Optional.of(now.plus(policy.refreshAfter())).filter(at -> canRefresh);
    }
}
