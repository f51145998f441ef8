package casemate.control.provision;

import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.UserId;
import casemate.control.Customers;
import casemate.control.SharedHouses;
import casemate.control.TestControl;
import casemate.control.token.TokenKind;
import casemate.control.token.TokenWish;
import casemate.control.token.Tokens;
import casemate.control.web.Language;
import casemate.control.web.Permission;
import casemate.control.web.Rights;
import casemate.control.web.Viewer;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// A control with a customer whose directory provisions people, and another customer's.
final class ScimHouse implements SharedHouses.House {
    private final AtomicInteger people = new AtomicInteger();
    private final TestControl control;
    private final CustomerId customer;
    private final ScimWire scim;
    private final ScimWire stranger;

    ScimHouse(TestDatabase database, Path directory) {
        control = TestControl.start(database, directory);
        customer = customer("owner@example.org");
        scim = wire(token(customer, TokenKind.PROVISIONING));
        stranger = wire(token(customer("other@example.net"), TokenKind.PROVISIONING));
    }

    @Override
    public void close() {
        System.out.println("SCIM requests sent: " + (scim.sent() + stranger.sent()));
        control.close();
    }

    TestControl control() {
        return control;
    }

    CustomerId customer() {
        return customer;
    }

    ScimWire scim() {
        return scim;
    }

    /// Another customer's.
    ScimWire stranger() {
        return stranger;
    }

    CustomerId customer(String mail) {
        Customers.join(control, control.browser("portal"), mail);
        return new CustomerId(Customers.column(
                        control,
                        "SELECT m.customer_id FROM account.member m JOIN account.person p ON p.id = m.person_id"
                                + " WHERE p.email = '" + mail + "'")
                .getFirst());
    }

    Viewer viewer(CustomerId of) {
        UserId owner = new UserId(Customers.column(
                        control,
                        "SELECT person_id FROM account.member WHERE role = 'owner' AND customer_id = '" + of + "'")
                .getFirst());
        return new Viewer(
                owner,
                Optional.of(of),
                Optional.empty(),
                "owner@example.org",
                Language.EN,
                ZoneId.of("UTC"),
                "ses",
                Instant.EPOCH,
                Rights.owner());
    }

    String token(CustomerId of, TokenKind kind) {
        Set<Permission> scopes = kind == TokenKind.PROVISIONING ? Set.of() : Set.of(Permission.SIGN_ON_MANAGE);
        return control.door(Tokens.class)
                .issue(new TokenWish(kind, "directory", scopes, 30), viewer(of))
                .secret()
                .revealText();
    }

    ScimWire wire(String token) {
        return new ScimWire(control.control().port(), token);
    }

    String mail() {
        return "person-" + people.incrementAndGet() + "@example.org";
    }

    String person() {
        return person(mail());
    }

    String person(String mail) {
        return scim.post("/Users", "{\"userName\":\"" + mail + "\"}").is(201).id();
    }

    List<String> members(String group) {
        return scim.get(group).is(200).json().list("members", m -> ((Json.Obj) m).text("value"));
    }

    boolean belongs(String mail) {
        return !Customers.column(
                        control,
                        "SELECT 1 FROM account.member m JOIN account.person p ON p.id = m.person_id WHERE p.email = '"
                                + mail + "' AND m.customer_id = '" + customer + "'")
                .isEmpty();
    }

    String role(String mail) {
        return Customers.column(
                        control,
                        "SELECT coalesce(m.role, 'null') FROM account.member m JOIN account.person p ON p.id = m.person_id"
                                + " WHERE p.email = '" + mail + "'")
                .getFirst();
    }

    String language(String mail) {
        return Customers.column(control, "SELECT language FROM account.person WHERE email = '" + mail + "'")
                .getFirst();
    }
}
