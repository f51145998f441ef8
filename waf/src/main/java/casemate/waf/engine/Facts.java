package casemate.waf.engine;

import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/// What is known of one transaction: the values of its variables, except those that rules themselves set. A variable
/// with a single value always has one, empty or `0` until it is known, as in libmodsecurity.
final class Facts {
    private static final Bytes ZERO = Bytes.latin1("0");
    private static final Bytes ONE = Bytes.latin1("1");

    private final Map<Variable, Values> lists = new EnumMap<>(Variable.class);
    private long argumentBytes;
    private long fileBytes;
    private int arguments;

    /// The values of a variable, in the order in which they came.
    Values of(Variable variable) {
        Values known = lists.get(variable);
        if (known != null) {
            return known;
        }
        if (variable.isCollection()) {
            return Values.NONE;
        }
        Bytes bytes = isFlag(variable) ? ZERO : Bytes.EMPTY;
        Values absent = Values.of(new Value(variable, Bytes.EMPTY, bytes));
        lists.put(variable, absent);
        return absent;
    }

    /// The only value of a variable that has one.
    Bytes single(Variable variable) {
        Values known = lists.get(variable);
        return known == null
                ? isFlag(variable) ? ZERO : Bytes.EMPTY
                : known.at(0).bytes();
    }

    /// The first value that is meant, empty when there is none.
    Bytes first(Selection selection) {
        Values values = of(selection.variable());
        for (int i = 0; i < values.size(); i++) {
            if (selection.means(values.at(i).key())) {
                return values.at(i).bytes();
            }
        }
        return Bytes.EMPTY;
    }

    void set(Variable variable, Bytes bytes) {
        lists.put(variable, Values.of(new Value(variable, Bytes.EMPTY, bytes)));
    }

    void set(Variable variable, long number) {
        set(variable, digits(number));
    }

    void add(Variable variable, Bytes key, Bytes bytes) {
        Values list = lists.get(variable);
        if (list == null) {
            list = new Values();
            lists.put(variable, list);
        }
        list.add(new Value(variable, key, bytes));
    }

    /// An argument of the query (`get`) or of the body.
    void argument(boolean get, Bytes name, Bytes value) {
        arguments++;
        argumentBytes += name.length() + value.length();
        add(Variable.ARGS, name, value);
        add(Variable.ARGS_NAMES, name, name);
        add(get ? Variable.ARGS_GET : Variable.ARGS_POST, name, value);
        add(get ? Variable.ARGS_GET_NAMES : Variable.ARGS_POST_NAMES, name, name);
    }

    void file(Bytes field, Bytes fileName, Bytes content, long size) {
        fileBytes += size;
        add(Variable.FILES, field, fileName);
        add(Variable.FILES_NAMES, field, field);
        add(Variable.FILES_SIZES, field, digits(size));
        add(Variable.FILES_TMP_CONTENT, field, content);
    }

    /// Sets the sums; to be called before rules run.
    void sum() {
        set(Variable.ARGS_COMBINED_SIZE, argumentBytes);
        set(Variable.FILES_COMBINED_SIZE, fileBytes);
    }

    int arguments() {
        return arguments;
    }

    static Bytes digits(long number) {
        if (number == 0 || number == 1) {
            return number == 0 ? ZERO : ONE;
        }
        return Bytes.of(Long.toString(number).getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Variables that are numbers, which are 0 until something is known.
    private static boolean isFlag(Variable variable) {
        return switch (variable) {
            case ARGS_COMBINED_SIZE,
                    FILES_COMBINED_SIZE,
                    FULL_REQUEST_LENGTH,
                    INBOUND_DATA_ERROR,
                    MULTIPART_BOUNDARY_QUOTED,
                    MULTIPART_BOUNDARY_WHITESPACE,
                    MULTIPART_CRLF_LF_LINES,
                    MULTIPART_DATA_AFTER,
                    MULTIPART_DATA_BEFORE,
                    MULTIPART_FILE_LIMIT_EXCEEDED,
                    MULTIPART_HEADER_FOLDING,
                    MULTIPART_INVALID_HEADER_FOLDING,
                    MULTIPART_INVALID_PART,
                    MULTIPART_INVALID_QUOTING,
                    MULTIPART_LF_LINE,
                    MULTIPART_MISSING_SEMICOLON,
                    MULTIPART_STRICT_ERROR,
                    MULTIPART_UNMATCHED_BOUNDARY,
                    OUTBOUND_DATA_ERROR,
                    REQBODY_ERROR,
                    REQBODY_PROCESSOR_ERROR,
                    REQUEST_BODY_LENGTH,
                    RESPONSE_CONTENT_LENGTH,
                    URLENCODED_ERROR -> true;
            default -> false;
        };
    }
}
