package casemate.database;

import casemate.base.Secret;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

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
            execute(connection, quoted(connection, name, password));
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

    /// ALTER ROLE takes no parameters; the server quotes the password itself.
    private static String quoted(Connection connection, String name, Secret password) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select format('alter role %I password %L', ?::text, ?::text)")) {
            statement.setString(1, name);
            statement.setString(2, password.revealText());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
