package io.holdfast.dispute;

import io.holdfast.dispute.model.Sealed;
import io.holdfast.dispute.model.TokenFingerprint;

/** A payment token that takes another one's place, sealed for the dispute that gets it. */
record FreshToken(Sealed sealed, TokenFingerprint fingerprint) {}
