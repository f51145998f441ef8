package casemate.promise;

import casemate.base.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.util.Optional;

/// A type of figure: how a policy writes it, how it is measured against its bounds, how JSON holds it, how people read
/// it.
sealed interface FigureKind permits ScalarKind, ListKind, ProcessorKind {
    /// A month counts as a twelfth of a year of 365.25 days, for bounds only.
    BigDecimal DAYS_PER_MONTH = new BigDecimal("30.4375");

    /// What to write, such as `a period such as P30D`.
    String expected();

    Json json(Object value);

    /// What stands in a sentence.
    String say(Object value, Language language);

    /// What is wrong beyond the bounds, in words that follow the figure's name.
    default Optional<String> problem(Object value) {
        return Optional.empty();
    }

    /// What bounds are compared with.
    default BigDecimal measure(Object value) {
        throw new IllegalStateException("this kind has no bounds");
    }

    /// A bound as the annotation writes it.
    default BigDecimal bound(String written) {
        return new BigDecimal(written);
    }

    /// Joins the figure and its bounds: `must lie from 1 to 4`.
    default String lies() {
        return "lie";
    }

    default boolean needsBounds() {
        return false;
    }

    @SuppressWarnings("JavaPeriodGetDays") // the months are added beside it
    static BigDecimal days(Period period) {
        return BigDecimal.valueOf(period.toTotalMonths())
                .multiply(DAYS_PER_MONTH)
                .add(BigDecimal.valueOf(period.getDays()));
    }

    static FigureKind of(Type type) {
        if (type instanceof ParameterizedType list) {
            return new ListKind(of(list.getActualTypeArguments()[0]));
        }
        Class<?> c = (Class<?>) type;
        if (Word.class.isAssignableFrom(c)) {
            return new ScalarKind.OfWord(c.asSubclass(Word.class));
        }
        if (c == Period.class) {
            return new ScalarKind.OfPeriod();
        } else if (c == Duration.class) {
            return new ScalarKind.OfDuration();
        } else if (c == int.class) {
            return new ScalarKind.OfCount();
        } else if (c == String.class) {
            return new ScalarKind.OfText();
        } else if (c == Percent.class) {
            return new ScalarKind.OfPercent();
        } else if (c == Region.class) {
            return new ScalarKind.OfRegion();
        } else if (c == Processor.class) {
            return new ProcessorKind();
        }
        throw new IllegalStateException(type + " is no kind of figure");
    }
}
