package io.holdfast.cli.remote;

import io.holdfast.cli.console.Colour;
import io.holdfast.cli.console.Column;
import java.util.List;

/** What tables show of disputes, operations and events. */
final class Columns {

    static final List<Column> DISPUTES = List.of(
            Column.of("dispute_id"),
            Column.of("status").coloured(Columns::ofStatus),
            Column.of("hold_amount").atTheRight(),
            Column.of("currency").yielding(3),
            Column.of("charged_amount").atTheRight().yielding(7),
            Column.of("customer_account_id").shrinking().yielding(2),
            Column.of("attention").coloured(value -> Colour.YELLOW).yielding(1),
            Column.of("pending_action").yielding(5),
            Column.of("failure_code").shrinking().yielding(6),
            Column.of("created_at").yielding(4),
            Column.of("gateway").yielding(8),
            Column.of("route").yielding(9),
            Column.of("gateway_transaction_id").shrinking().yielding(10),
            Column.of("hold_expires_at").yielding(11),
            Column.of("conversation_id").shrinking().yielding(12),
            Column.of("call_center_id").shrinking().yielding(13),
            Column.of("reason_code").shrinking().yielding(14),
            Column.of("updated_at").yielding(15));

    static final List<Column> OPERATIONS = List.of(
            Column.of("operation_id"),
            Column.of("kind"),
            Column.of("state").coloured(state -> state.equals("needs_person") ? Colour.YELLOW : Colour.NONE),
            Column.of("dispute_id").yielding(2),
            Column.of("attempts").atTheRight().yielding(4),
            Column.of("last_outcome").shrinking().yielding(3),
            Column.of("attention").coloured(value -> Colour.YELLOW).yielding(1),
            Column.of("gateway").yielding(5),
            Column.of("amount").atTheRight().yielding(6),
            Column.of("currency").yielding(7),
            Column.of("created_at").yielding(8),
            Column.of("next_attempt_at").yielding(9),
            Column.of("target").shrinking().yielding(10));

    static final List<Column> EVENTS = List.of(
            Column.of("sequence").atTheRight(),
            Column.of("at"),
            Column.of("type").coloured(type -> type.startsWith("attention") ? Colour.YELLOW : Colour.NONE),
            Column.of("actor").shrinking().yielding(2),
            Column.of("detail").shrinking().yielding(1),
            Column.of("hash").shrinking().yielding(3));

    private Columns() {}

    static Colour ofStatus(String status) {
        return switch (status) {
            case "HELD" -> Colour.GREEN;
            case "FAILED" -> Colour.RED;
            case "INITIATED" -> Colour.BLUE;
            default -> Colour.NONE;
        };
    }
}
