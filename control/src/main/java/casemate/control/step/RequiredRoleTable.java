package casemate.control.step;

import casemate.base.CustomerId;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of which roles need a second factor.
final class RequiredRoleTable {
    private final JdbcClient jdbc;

    RequiredRoleTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Set<String> of(CustomerId customer) {
        return jdbc
                .sql("SELECT role FROM step.required_role WHERE customer_id = :customer")
                .param("customer", customer.value())
                .query(String.class)
                .list()
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    void replace(CustomerId customer, Set<String> roles) {
        jdbc.sql("DELETE FROM step.required_role WHERE customer_id = :customer")
                .param("customer", customer.value())
                .update();
        roles.forEach(role -> jdbc.sql("INSERT INTO step.required_role (customer_id, role) VALUES (:customer, :role)")
                .param("customer", customer.value())
                .param("role", role)
                .update());
    }
}
