package casemate.control.account;

import casemate.base.Refusal;
import casemate.control.field.Fields;
import casemate.control.field.SealedColumn;
import casemate.control.field.SealedTable;
import casemate.vault.KeyOwner;
import casemate.vault.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How details lie in a table: what names a person or says where they are under its owner's key, company
/// and country, by which operators look for customers, in clear.
final class SealedDetails {
    /// In SQL, with what releases before the sealing have kept.
    static final String COLUMNS = "company, country, contact_name_sealed, address_sealed, postcode_sealed,"
            + " vat_number_sealed, contact_name, address, postcode, vat_number";

    /// To be filled by [#bind]; what stood there in clear goes.
    static final String CHANGES = "company = :company, country = :country, contact_name_sealed = :contactName,"
            + " address_sealed = :address, postcode_sealed = :postcode, vat_number_sealed = :vatNumber,"
            + " contact_name = NULL, address = NULL, postcode = NULL, vat_number = NULL";

    static final String NEW =
            "company, country, contact_name_sealed, address_sealed, postcode_sealed, vat_number_sealed";
    static final String VALUES = ":company, :country, :contactName, :address, :postcode, :vatNumber";

    private static final String CONTACT = "contact_name";
    private static final String ADDRESS = "address";
    private static final String POSTCODE = "postcode";
    private static final String VAT = "vat_number";
    private static final String SEALED = "_sealed";

    /// What could be read.
    ///
    /// @param readable whether the key of what is sealed is there
    record Reading(Details details, boolean readable) {}

    private final Fields fields;
    private final String table;

    /// @param table by its name at home, also for a temporary one
    SealedDetails(Fields fields, String table) {
        this.fields = fields;
        this.table = table;
    }

    static SealedTable customers() {
        return table("account.customer", "id");
    }

    /// Who signs up is nobody's customer yet.
    static SealedTable signUps() {
        return table("account.signup", SealedTable.PLATFORM);
    }

    private static SealedTable table(String name, String owner) {
        return new SealedTable(
                name,
                "id",
                "id",
                owner,
                List.of(CONTACT, ADDRESS, POSTCODE, VAT).stream()
                        .map(c -> SealedColumn.inPlaceOf(c, c + SEALED, name + "." + c))
                        .toList());
    }

    JdbcClient.StatementSpec bind(JdbcClient.StatementSpec sql, KeyOwner owner, String id, Details details) {
        return sql.param("company", details.company().orElse(null))
                .param("country", details.country().orElse(null))
                .param("contactName", fields.seal(owner, place(CONTACT, id), details.contactName()))
                .param("address", fields.seal(owner, place(ADDRESS, id), details.address()))
                .param("postcode", fields.seal(owner, place(POSTCODE, id), details.postcode()))
                .param("vatNumber", fields.seal(owner, place(VAT, id), details.vatNumber()));
    }

    /// @throws casemate.base.Unavailable when the key service is needed and does not answer
    Reading read(ResultSet row, KeyOwner owner, String id) throws SQLException {
        Optional<String> company = Optional.ofNullable(row.getString("company"));
        Optional<String> country = Optional.ofNullable(row.getString("country"));
        try {
            Details details = new Details(
                    company,
                    open(row, owner, id, CONTACT),
                    open(row, owner, id, ADDRESS),
                    open(row, owner, id, POSTCODE),
                    country,
                    open(row, owner, id, VAT));
            return new Reading(details, true);
        } catch (Refusal _) {
            // Destroyed with the customer's key, or lost with the keyring: the page says so.
            Optional<String> none = Optional.empty();
            return new Reading(new Details(company, none, none, none, country, none), false);
        }
    }

    private Optional<String> open(ResultSet row, KeyOwner owner, String id, String column) throws SQLException {
        byte @Nullable [] sealed = row.getBytes(column + SEALED);
        return sealed == null
                ? Optional.ofNullable(row.getString(column))
                : fields.open(owner, place(column, id), sealed);
    }

    private Place place(String column, String id) {
        return new Place(table + "." + column, id);
    }
}
