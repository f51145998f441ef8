package casemate.base;

/// Who does a thing. Passed by argument from the way in to the audit row; never ambient.
public sealed interface Actor {
    /// A customer's user, signed in.
    record Customer(UserId user, CustomerId customer) implements Actor {}

    /// A member of the vendor's staff, signed in.
    record Operator(UserId user) implements Actor {}

    /// A program of the platform acting on its own, such as `reconciler` or `drills`.
    record Program(String name) implements Actor {}

    /// Nobody is signed in: a sign-up, a password reset.
    record Anonymous() implements Actor {}

    /// The form in which the audit keeps it: `customer:usr_…`, `operator:usr_…`, `program:name`, `anonymous`.
    default String label() {
        return switch (this) {
            case Customer c -> "customer:" + c.user();
            case Operator o -> "operator:" + o.user();
            case Program p -> "program:" + p.name();
            case Anonymous _ -> "anonymous";
        };
    }
}
