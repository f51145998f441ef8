package casemate.control.testpayment;

import casemate.base.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The test provider's objects, in the platform's database. There is no card number in them: see [TestMeans].
final class ShelfTable implements Shelf {
    private static final int MAX_OBJECT = 64 << 10;

    private final JdbcClient jdbc;

    ShelfTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Json.Obj> all() {
        return jdbc.sql("SELECT body FROM testpayment.object ORDER BY number")
                .query((row, _) -> Json.parseObject(row.getString("body").getBytes(StandardCharsets.UTF_8), MAX_OBJECT))
                .list();
    }

    @Override
    public void put(String id, Json.Obj object) {
        jdbc.sql("""
                INSERT INTO testpayment.object (id, body) VALUES (:id, :body)
                ON CONFLICT (id) DO UPDATE SET body = :body
                """).param("id", id).param("body", object.text()).update();
    }
}
