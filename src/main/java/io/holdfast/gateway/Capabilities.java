package io.holdfast.gateway;

/**
 * What a gateway can do.
 *
 * @param canBeAsked whether an authorization can be read; if not, only a replay of the same request or a webhook tells
 * @param canBeListed whether all live authorizations can be paged through
 * @param canRefresh whether it trades payment tokens
 */
public record Capabilities(boolean canBeAsked, boolean canBeListed, boolean canRefresh) {}
