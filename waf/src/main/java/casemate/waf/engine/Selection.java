package casemate.waf.engine;

import casemate.base.Refusal;
import casemate.waf.pattern.BytePattern;
import casemate.waf.pattern.PatternRefused;
import casemate.waf.seclang.Target;
import casemate.waf.seclang.Variable;
import casemate.waf.text.Ascii;
import casemate.waf.text.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Which values of a variable are meant: all, those of one name, or those whose name matches a pattern.
sealed interface Selection {
    Variable variable();

    /// Whether a member of that name is meant; the variable is not compared.
    boolean means(Bytes key);

    static Selection of(Target target) {
        return of(target.variable(), target.selector());
    }

    static Selection of(Variable variable, Target.Selector selector) {
        return switch (selector) {
            case Target.Selector.All _ -> new Whole(variable);
            case Target.Selector.Key(String name) -> Named.of(variable, name);
            case Target.Selector.Matching(String pattern) -> Matching.of(variable, pattern);
        };
    }

    record Whole(Variable variable) implements Selection {
        @Override
        public boolean means(Bytes key) {
            return true;
        }
    }

    /// @param lower the name in lower case, one character per byte
    /// @param bytes the same
    record Named(Variable variable, String lower, Bytes bytes) implements Selection {
        static Named of(Variable variable, String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            return new Named(variable, lower, Bytes.of(lower.getBytes(StandardCharsets.ISO_8859_1)));
        }

        @Override
        public boolean means(Bytes key) {
            int length = bytes.length();
            if (key.length() != length) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                int b = key.at(i);
                if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != bytes.at(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// @param word part of every name that matches, which is quicker to look for; perhaps empty
    record Matching(Variable variable, BytePattern pattern, String word) implements Selection {
        static Matching of(Variable variable, String pattern) {
            try {
                return new Matching(variable, BytePattern.compile("(?i)" + pattern), word(pattern));
            } catch (PatternRefused e) {
                throw Refusal.invalid(
                        "selector-malformed",
                        variable + ":/" + pattern + "/ is no pattern that can be used: " + e.getMessage());
            }
        }

        @Override
        public boolean means(Bytes key) {
            return pattern.matches(key.array(), key.from(), key.to());
        }

        /// Whether it may mean a member of that name; false is certain.
        boolean mayMean(String name) {
            for (int i = 0; i + word.length() <= name.length(); i++) {
                if (name.regionMatches(true, i, word, 0, word.length())) {
                    return true;
                }
            }
            return false;
        }

        /// The letters and digits with which the pattern begins, after `^` or not, when they cannot be left out.
        private static String word(String pattern) {
            int begin = pattern.startsWith("^") ? 1 : 0;
            int end = begin;
            while (end < pattern.length()
                    && (Ascii.isLetter(pattern.charAt(end))
                            || Ascii.isDigit(pattern.charAt(end))
                            || pattern.charAt(end) == '_')) {
                end++;
            }
            boolean other = pattern.indexOf('|') >= 0;
            boolean repeated = end < pattern.length() && "*?{+".indexOf(pattern.charAt(end)) >= 0;
            return other ? "" : pattern.substring(begin, Math.max(begin, repeated ? end - 1 : end));
        }
    }
}
