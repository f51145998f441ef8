package casemate.database;

import casemate.base.Secret;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PasswordUtil;

/// Who may sign in to the server, and whose databases are whose.
final class Roles {
    private final DataSource owner;

    Roles(DataSource owner) {
        this.owner = owner;
    }

    static DataSource source(String url, String user, Secret password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password.revealText());
        return source;
    }

    void ensureRole(String name, Secret password) {
        SqlName.check(name);
        try (Connection connection = owner.getConnection()) {
            if (missing(connection, "select 1 from pg_roles where rolname = ?", name)) {
                execute(connection, "create role " + name + " login nosuperuser nocreatedb nocreaterole noreplication");
            }
            execute(connection, password(name, password));
        } catch (SQLException e) {
            throw new IllegalStateException("role " + name + " could not be made", e);
        }
    }

    void ensureDatabase(String name, String ownerRole) {
        SqlName.check(name);
        SqlName.check(ownerRole);
        try (Connection connection = owner.getConnection()) {
            if (missing(connection, "select 1 from pg_database where datname = ?", name)) {
                execute(connection, "create database " + name + " owner " + ownerRole);
            }
            execute(connection, "revoke all on database " + name + " from public");
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + " could not be made", e);
        }
    }

    private static boolean missing(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return !rows.next();
            }
        }
    }

    /// All of them or none.
    void setPasswords(Map<String, Secret> passwords) {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            for (var each : new TreeMap<>(passwords).entrySet()) {
                execute(connection, password(each.getKey(), each.getValue()));
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("passwords could not be changed", e);
        }
    }

    /// The server is told what it keeps, a SCRAM verifier, so that the password is in no statement, log or page of it.
    static String password(String name, Secret password) {
        char[] text = password.revealText().toCharArray();
        try {
            // Base64, $ and : only, so that no quoting can go wrong.
            return "alter role " + SqlName.check(name) + " password '" + PasswordUtil.encodeScramSha256(text) + "'";
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
