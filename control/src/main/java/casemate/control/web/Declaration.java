package casemate.control.web;

import java.util.Optional;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;

/// What a handler method says of who may reach it.
sealed interface Declaration {
    /// Who has this permission.
    record Needed(Permission permission) implements Declaration {}

    /// Whoever is signed in.
    record ForEachTheirOwn() implements Declaration {}

    /// Strangers, too.
    record ForAll() implements Declaration {}

    /// The method's own word; its class's where it has none.
    static Optional<Declaration> of(HandlerMethod handler) {
        Needs needs = handler.getMethodAnnotation(Needs.class);
        if (needs != null) {
            return Optional.of(new Needed(needs.value()));
        }
        if (handler.hasMethodAnnotation(SignedIn.class)) {
            return Optional.of(new ForEachTheirOwn());
        }
        return handler.hasMethodAnnotation(Open.class)
                        || AnnotatedElementUtils.hasAnnotation(handler.getBeanType(), Open.class)
                ? Optional.of(new ForAll())
                : Optional.empty();
    }
}
