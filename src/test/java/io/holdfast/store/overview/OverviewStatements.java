package io.holdfast.store.overview;

/** For tests of other packages. */
public final class OverviewStatements {

    public static final String ADVANCE = OverviewSql.ADVANCE;

    private OverviewStatements() {}
}
