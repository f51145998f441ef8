package casemate.waf.pattern;

/// The options in force at one point of a pattern.
///
/// @param anyCase `i`
/// @param dotAll `s`: `.` is every byte
/// @param multiline `m`: `^` and `$` know lines
/// @param extended `x`: white space and `#` comments are ignored
record PatternFlags(boolean anyCase, boolean dotAll, boolean multiline, boolean extended) {
    /// What libmodsecurity compiles every pattern with.
    static final PatternFlags MODSECURITY = new PatternFlags(false, true, true, false);

    /// Reads `i-sm` up to the `)` or `:` behind it. `^` puts `imsx` off first.
    PatternFlags read(PatternText text) throws PatternRefused {
        PatternFlags result = text.take('^') ? new PatternFlags(false, false, false, false) : this;
        boolean on = true;
        while (!text.sees(')') && !text.sees(':')) {
            if (on && text.take('-')) {
                on = false;
            } else {
                result = result.with(text, on);
            }
        }
        return result;
    }

    private PatternFlags with(PatternText text, boolean on) throws PatternRefused {
        if (text.take('i')) {
            return new PatternFlags(on, dotAll, multiline, extended);
        } else if (text.take('s')) {
            return new PatternFlags(anyCase, on, multiline, extended);
        } else if (text.take('m')) {
            return new PatternFlags(anyCase, dotAll, on, extended);
        } else if (text.take('x') && !text.sees('x')) {
            return new PatternFlags(anyCase, dotAll, multiline, on);
        }
        throw text.refused("this kind of group or flag is not supported");
    }
}
