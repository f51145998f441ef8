package casemate.promise;

import casemate.base.Json;
import casemate.base.Refusal;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// One row: its id, its record and the record's figures.
///
/// @param shown what can show it
record CatalogueRow(PromiseId id, Class<? extends Promise> type, Row.Way shown, List<Figure> figures) {
    static CatalogueRow of(Class<? extends Promise> type) {
        Row row = Objects.requireNonNull(type.getAnnotation(Row.class), () -> type + " has no @Row");
        List<Figure> figures =
                Arrays.stream(type.getRecordComponents()).map(Figure::of).toList();
        return new CatalogueRow(new PromiseId(row.value()), type, row.shown(), figures);
    }

    Optional<Figure> figure(String name) {
        return figures.stream().filter(f -> f.name().equals(name)).findFirst();
    }

    /// Makes the promise.
    ///
    /// @param values in the order of the figures, each of its kind
    /// @throws Refusal when they do not go together
    Promise make(List<Object> values) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<? extends Promise> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Refusal refusal ? refusal : new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    Json.Obj json(Promise promise) {
        Json.Builder o = Json.object();
        for (Figure figure : figures) {
            o.put(figure.name(), figure.kind().json(figure.of(promise)));
        }
        return o.build();
    }
}
