package casemate.promise;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Optional;

/// One figure of a promise: a component of its record.
///
/// @param bounds absent where the kind itself leaves only sane values
record Figure(String name, FigureKind kind, Optional<Bounds> bounds, Method accessor) {
    static Figure of(RecordComponent component) {
        FigureKind kind = FigureKind.of(component.getGenericType());
        Optional<Bounds> bounds = Optional.ofNullable(component.getAnnotation(Bounds.class));
        if (bounds.isEmpty() && kind.needsBounds()) {
            throw new IllegalStateException(component + " has no @Bounds");
        }
        return new Figure(component.getName(), kind, bounds, component.getAccessor());
    }

    Object of(Promise promise) {
        try {
            return accessor.invoke(promise);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(promise + " does not tell its " + name, e);
        }
    }

    /// What is wrong with a value of this figure's kind, in words that follow its name.
    Optional<String> problem(Object value) {
        Optional<String> own = kind.problem(value);
        if (own.isPresent() || bounds.isEmpty()) {
            return own;
        }
        BigDecimal measure = kind.measure(value);
        boolean within = measure.compareTo(kind.bound(bounds.get().min())) >= 0
                && measure.compareTo(kind.bound(bounds.get().max())) <= 0;
        return within
                ? Optional.empty()
                : Optional.of("must " + kind.lies() + " from " + bounds.get().min() + " to "
                        + bounds.get().max());
    }
}
