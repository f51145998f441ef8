package casemate.control.account;

import casemate.control.field.Fields;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The tables of this room and what seals their sensitive columns, in its own schema or in the temporary
/// one of a drill's twin.
record Store(PersonTable persons, MemberTable members, SignupTable signups, Fields fields) {
    static Store in(JdbcClient jdbc, String schema, Fields fields) {
        return new Store(
                new PersonTable(jdbc, schema, fields),
                new MemberTable(jdbc, schema),
                new SignupTable(jdbc, schema, fields),
                fields);
    }

    /// Temporary tables of one connection, made like the real ones; they vanish with it.
    static Store fleeting(JdbcClient connection, Fields fields) {
        for (String table : new String[] {"customer", "person", "member", "signup"}) {
            connection
                    .sql("CREATE TEMPORARY TABLE %s (LIKE account.%s INCLUDING ALL)".formatted(table, table))
                    .update();
        }
        return in(connection, "pg_temp", fields);
    }
}
