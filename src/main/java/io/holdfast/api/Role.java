package io.holdfast.api;

/** What a credential may do. */
public final class Role {

    /** A call flow: opens disputes and reads them. */
    public static final String ARCHITECT = "architect";

    /** A person in the contact centre: reads, lists, releases and charges. */
    public static final String AGENT = "agent";

    /** Whoever runs the system: looks after gateway operations. */
    public static final String ADMIN = "admin";

    private Role() {}
}
