package casemate.control.testpayment;

import casemate.base.Json;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Where the test provider's objects outlive it.
public interface Shelf {
    /// Keeps nothing beyond this process, for tests and drills.
    Shelf NONE = new Shelf() {
        @Override
        public List<Json.Obj> all() {
            return List.of();
        }

        @Override
        public void put(String id, Json.Obj object) {
            // Forgotten.
        }
    };

    /// In the platform's database.
    static Shelf in(JdbcClient jdbc) {
        return new ShelfTable(jdbc);
    }

    List<Json.Obj> all();

    /// @param id the object's; it takes the place of the one before
    void put(String id, Json.Obj object);
}
