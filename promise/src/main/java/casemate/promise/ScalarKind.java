package casemate.promise;

import casemate.base.Json;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A figure that a policy writes as one scalar.
sealed interface ScalarKind extends FigureKind {
    /// @throws Refusal when the text is not of this kind
    Object parse(String text);

    /// What somebody who wrote this may have meant.
    default Optional<String> nearest(String written) {
        return Optional.empty();
    }

    /// A stretch of time, written in ISO 8601.
    sealed interface OfTime extends ScalarKind {
        /// In the form that a sentence needs.
        String say(Object value, Language language, TimeForm form);

        @Override
        default String say(Object value, Language language) {
            return say(value, language, TimeForm.PLAIN);
        }

        @Override
        default Optional<String> nearest(String written) {
            return IsoTime.suggestion(written);
        }

        @Override
        default Json json(Object value) {
            return Json.of(value.toString());
        }

        @Override
        default BigDecimal bound(String written) {
            return measure(parse(written));
        }

        @Override
        default boolean needsBounds() {
            return true;
        }
    }

    /// A period of days, months or years.
    record OfPeriod() implements OfTime {
        @Override
        public String expected() {
            return "a period such as P30D, P6M or P1Y";
        }

        @Override
        public Object parse(String text) {
            return IsoTime.period(text);
        }

        @Override
        public String say(Object value, Language language, TimeForm form) {
            return SpokenTime.say((Period) value, language, form);
        }

        @Override
        public BigDecimal measure(Object value) {
            return FigureKind.days((Period) value);
        }
    }

    /// A duration of seconds, minutes, hours or days of 24 hours.
    record OfDuration() implements OfTime {
        @Override
        public String expected() {
            return "a duration such as PT30S, PT5M, PT8H or P1D";
        }

        @Override
        public Object parse(String text) {
            return IsoTime.duration(text);
        }

        @Override
        public String say(Object value, Language language, TimeForm form) {
            return SpokenTime.say((Duration) value, language, form);
        }

        @Override
        public BigDecimal measure(Object value) {
            return BigDecimal.valueOf(((Duration) value).toSeconds());
        }
    }

    /// A whole number.
    record OfCount() implements ScalarKind {
        @Override
        public String expected() {
            return "a whole number";
        }

        @Override
        public Object parse(String text) {
            if (!text.matches("0|-?[1-9][0-9]{0,8}")) {
                throw Catalogue.wrong("not a whole number");
            }
            return Integer.valueOf(text);
        }

        @Override
        public Json json(Object value) {
            return Json.of(((Integer) value).longValue());
        }

        @Override
        public String say(Object value, Language language) {
            return NumberFormat.getIntegerInstance(language.locale()).format(value);
        }

        @Override
        public BigDecimal measure(Object value) {
            return BigDecimal.valueOf((Integer) value);
        }

        @Override
        public boolean needsBounds() {
            return true;
        }
    }

    /// A share of a hundred.
    record OfPercent() implements ScalarKind {
        @Override
        public String expected() {
            return "a percentage such as 99.9";
        }

        @Override
        public Object parse(String text) {
            if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,4})?")) {
                throw Catalogue.wrong("not a percentage");
            }
            return Percent.parse(text);
        }

        @Override
        public Json json(Object value) {
            return new Json.Num(((Percent) value).value().doubleValue());
        }

        @Override
        public String say(Object value, Language language) {
            NumberFormat format = NumberFormat.getNumberInstance(language.locale());
            format.setMaximumFractionDigits(Percent.MAX_DECIMALS);
            return format.format(((Percent) value).value()) + (language == Language.FR ? " %" : "%");
        }

        @Override
        public BigDecimal measure(Object value) {
            return ((Percent) value).value();
        }

        @Override
        public boolean needsBounds() {
            return true;
        }
    }

    /// A name, such as that of a product.
    record OfText() implements ScalarKind {
        @Override
        public String expected() {
            return "a text";
        }

        @Override
        public Object parse(String text) {
            return text;
        }

        @Override
        public Json json(Object value) {
            return Json.of((String) value);
        }

        @Override
        public String say(Object value, Language language) {
            return (String) value;
        }

        @Override
        public Optional<String> problem(Object value) {
            String text = (String) value;
            boolean bad = text.isBlank() || text.chars().anyMatch(Character::isISOControl);
            return bad ? Optional.of("must be one line of text") : Optional.empty();
        }

        @Override
        public BigDecimal measure(Object value) {
            return BigDecimal.valueOf(((String) value).length());
        }

        @Override
        public String lies() {
            return "have a number of characters";
        }
    }

    /// One word of a list.
    record OfWord(Class<? extends Word> type) implements ScalarKind {
        @Override
        public String expected() {
            return "one of " + String.join(", ", choices());
        }

        private List<String> choices() {
            return Arrays.stream(type.getEnumConstants()).map(Word::key).toList();
        }

        @Override
        public Optional<String> nearest(String written) {
            return Nearest.find(written, choices());
        }

        @Override
        public Object parse(String text) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(word -> word.key().equals(text))
                    .findFirst()
                    .orElseThrow(() -> Catalogue.wrong("not " + expected()));
        }

        @Override
        public Json json(Object value) {
            return Json.of(((Word) value).key());
        }

        @Override
        public String say(Object value, Language language) {
            return ((Word) value).in(language);
        }
    }

    /// A country.
    record OfRegion() implements ScalarKind {
        @Override
        public String expected() {
            return "a two-letter country code such as FR";
        }

        @Override
        public Object parse(String text) {
            return new Region(text);
        }

        @Override
        public Json json(Object value) {
            return Json.of(((Region) value).code());
        }

        @Override
        public String say(Object value, Language language) {
            return ((Region) value).name(language);
        }
    }
}
