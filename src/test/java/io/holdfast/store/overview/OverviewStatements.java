package io.holdfast.store.overview;

/** For tests of other packages. */
public final class OverviewStatements {

    public static final String ADVANCE = OverviewSql.ADVANCE;
    public static final String CENTERS_ADVANCE = OverviewSql.CENTERS_ADVANCE;
    public static final String CENTERS_FORGET = OverviewSql.CENTERS_FORGET;
    public static final String CENTERS = OverviewSql.CENTERS;
    public static final String FLOWS_OF_CENTERS = OverviewSql.FLOWS_OF_CENTERS;
    public static final String HELD_NOW_OF_CENTERS = OverviewSql.HELD_NOW_OF_CENTERS;
    public static final String ATTENTION_OF_CENTERS = OverviewSql.ATTENTION_OF_CENTERS;

    private OverviewStatements() {}
}
