package casemate.control.account;

import casemate.base.CustomerId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads a customer's sealed columns as the database holds them, past the code that wrote them.
final class FieldsAtRest {
    /// By the ends of their names.
    static final List<String> COLUMNS = List.of("contact_name", "address", "postcode", "vat_number");

    private final JdbcClient jdbc;
    private final String schema;

    FieldsAtRest(JdbcClient jdbc, String schema) {
        this.jdbc = jdbc;
        this.schema = schema;
    }

    /// What lies there, without columns that are empty.
    Map<String, byte[]> of(CustomerId id) {
        return jdbc.sql("""
                SELECT contact_name_sealed, address_sealed, postcode_sealed, vat_number_sealed
                FROM %s.customer WHERE id = :id
                """.formatted(schema))
                .param("id", id.value())
                .query((row, _) -> {
                    Map<String, byte[]> kept = new LinkedHashMap<>();
                    for (String column : COLUMNS) {
                        byte[] value = row.getBytes(column + "_sealed");
                        if (value != null) {
                            kept.put(column, value);
                        }
                    }
                    return kept;
                })
                .single();
    }

    /// Rows of customers and sign-ups that still hold something where older releases kept it in clear.
    long inClear() {
        return jdbc.sql("""
                SELECT (SELECT count(*) FROM %1$s.customer WHERE %2$s) + (SELECT count(*) FROM %1$s.signup WHERE %2$s)
                """.formatted(schema, String.join(" IS NOT NULL OR ", COLUMNS) + " IS NOT NULL"))
                .query(Long.class)
                .single();
    }
}
