package io.holdfast.notify;

import java.util.List;

/** Makes the channels that the settings turn on. */
public interface ChannelProvider {

    /** @throws io.holdfast.settings.BadSetting if a setting is wrong */
    List<Channel> channels();
}
