package casemate.control.role;

import casemate.base.CustomerId;
import casemate.base.InstanceId;
import casemate.base.UserId;
import casemate.control.web.Permission;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of customers' own roles, and of roles for single instances.
final class RoleTable {
    private final JdbcClient jdbc;

    RoleTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(CustomerId customer, Role role, Instant now) {
        jdbc.sql("""
                INSERT INTO role.role (id, customer_id, name, permissions, created_at)
                VALUES (:id, :customer, :name, :permissions, :now)
                """)
                .param("id", role.code())
                .param("customer", customer.value())
                .param("name", role.name())
                .param("permissions", codes(role.permissions()))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void change(Role role) {
        jdbc.sql("UPDATE role.role SET name = :name, permissions = :permissions WHERE id = :id")
                .param("name", role.name())
                .param("permissions", codes(role.permissions()))
                .param("id", role.code())
                .update();
    }

    void remove(String role) {
        jdbc.sql("DELETE FROM role.role WHERE id = :id").param("id", role).update();
    }

    Optional<Role> find(CustomerId customer, String role) {
        return jdbc.sql("SELECT id, name, permissions FROM role.role WHERE id = :id AND customer_id = :customer")
                .param("id", role)
                .param("customer", customer.value())
                .query((row, _) -> role(row))
                .optional();
    }

    List<Role> of(CustomerId customer) {
        return jdbc.sql(
                        "SELECT id, name, permissions FROM role.role WHERE customer_id = :customer ORDER BY lower(name)")
                .param("customer", customer.value())
                .query((row, _) -> role(row))
                .list();
    }

    /// Parameters by place: each signed-in request asks, and names cost more than the rest of the question.
    Map<InstanceId, String> given(UserId person, CustomerId customer) {
        Map<InstanceId, String> given = new HashMap<>();
        jdbc.sql("SELECT instance_id, role FROM role.given WHERE person_id = ? AND customer_id = ?")
                .param(person.value())
                .param(customer.value())
                .query(row -> {
                    given.put(new InstanceId(row.getString("instance_id")), row.getString("role"));
                });
        return given;
    }

    void give(UserId person, CustomerId customer, Map<InstanceId, String> roles) {
        jdbc.sql("DELETE FROM role.given WHERE person_id = :person AND customer_id = :customer")
                .param("person", person.value())
                .param("customer", customer.value())
                .update();
        roles.forEach((instance, role) -> jdbc.sql("""
                        INSERT INTO role.given (person_id, customer_id, instance_id, role)
                        VALUES (:person, :customer, :instance, :role)
                        """)
                .param("person", person.value())
                .param("customer", customer.value())
                .param("instance", instance.value())
                .param("role", role)
                .update());
    }

    /// Whether anybody has this role for a single instance.
    boolean inUse(CustomerId customer, String role) {
        return jdbc.sql("""
                SELECT EXISTS (SELECT 1 FROM role.given WHERE customer_id = :customer AND role = :role)
                """)
                .param("customer", customer.value())
                .param("role", role)
                .query(Boolean.class)
                .single();
    }

    private static String[] codes(Set<Permission> permissions) {
        return permissions.stream().map(Permission::code).sorted().toArray(String[]::new);
    }

    /// A permission that this program no longer knows allows nothing.
    private static Role role(ResultSet row) throws SQLException {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        Arrays.stream((String[]) row.getArray("permissions").getArray())
                .flatMap(code -> Permission.find(code).stream())
                .filter(p -> !p.staff())
                .forEach(permissions::add);
        return new Role(row.getString("id"), row.getString("name"), permissions);
    }
}
