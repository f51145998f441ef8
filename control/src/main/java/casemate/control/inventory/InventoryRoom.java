package casemate.control.inventory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class InventoryRoom {
    @Bean
    Inventory inventory(JdbcClient jdbc) {
        return new Inventory(new InventoryTable(jdbc));
    }

    @Bean
    InventoryRoutes inventoryRoutes(Inventory inventory) {
        return new InventoryRoutes(inventory);
    }
}
