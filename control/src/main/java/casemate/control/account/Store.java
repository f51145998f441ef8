package casemate.control.account;

import org.springframework.jdbc.core.simple.JdbcClient;

/// The tables of this room, in its own schema or in the temporary one of a drill's twin.
record Store(PersonTable persons, MemberTable members, SignupTable signups) {
    static Store in(JdbcClient jdbc, String schema) {
        return new Store(new PersonTable(jdbc, schema), new MemberTable(jdbc, schema), new SignupTable(jdbc, schema));
    }

    /// Temporary tables of one connection, made like the real ones; they vanish with it.
    static Store fleeting(JdbcClient connection) {
        for (String table : new String[] {"customer", "person", "member", "signup"}) {
            connection
                    .sql("CREATE TEMPORARY TABLE %s (LIKE account.%s INCLUDING ALL)".formatted(table, table))
                    .update();
        }
        return in(connection, "pg_temp");
    }
}
