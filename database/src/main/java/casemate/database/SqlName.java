package casemate.database;

import casemate.base.Refusal;
import java.util.regex.Pattern;

/// Names of roles and databases: so plain that no quoting can go wrong.
final class SqlName {
    private static final Pattern FORM = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private SqlName() {}

    static String check(String name) {
        if (!FORM.matcher(name).matches()) {
            throw Refusal.invalid(
                    "sql-name-malformed", "A role or database has a name of up to 63 of a-z, 0-9 and underscores.");
        }
        return name;
    }
}
