package casemate.waf.engine;

import casemate.waf.seclang.Target;
import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

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
            case Target.Selector.Matching(String pattern) ->
                new Matching(
                        variable,
                        pattern,
                        Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL | Pattern.UNIX_LINES));
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

    record Matching(Variable variable, String text, Pattern pattern) implements Selection {
        @Override
        public boolean means(Bytes key) {
            return pattern.matcher(key.toLatin1()).find();
        }
    }
}
