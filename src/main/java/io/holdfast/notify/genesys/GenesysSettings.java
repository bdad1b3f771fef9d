package io.holdfast.notify.genesys;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The organisation in Genesys Cloud that is told of disputes. On when the region is set. */
@ConfigMapping(prefix = "holdfast.genesys")
public interface GenesysSettings {

    /** The host of the organisation's region, for example {@code mypurecloud.de}, or the region's name at AWS, for example {@code eu-central-1}. */
    Optional<String> region();

    /** Of an OAuth client that is granted client credentials. */
    Optional<String> clientId();

    Optional<String> clientSecret();

    /** The workflow that is started at each change; none if not set. */
    Optional<String> workflowId();

    /** Which of the dispute's fields, and {@code event}, the workflow is given. */
    @WithDefault("dispute_id,event,status,route,conversation_id")
    List<String> workflowInputs();

    /** Before the names of the workflow's inputs. */
    @WithDefault("Flow.")
    String workflowInputPrefix();

    /** Before the names of the attributes; with this one they show in the agent's interaction panel. */
    @WithDefault("conversationDetails.participantData.")
    String attributePrefix();

    /** What one token may ask of the platform in a minute. */
    @WithDefault("300")
    int requestsPerMinute();

    /** Of one request. */
    @WithDefault("10s")
    Duration timeout();

    /** In place of the region's, for a proxy or a test. */
    Optional<String> apiUrl();

    /** In place of the region's, for a proxy or a test. */
    Optional<String> loginUrl();
}
