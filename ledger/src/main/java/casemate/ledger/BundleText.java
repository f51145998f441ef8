package casemate.ledger;

import java.util.ArrayList;
import java.util.List;

/// The JSON of a bundle. It has one spelling only (RFC 8785: no blanks, members in order), and none of its
/// texts holds a character that JSON escapes, so reading it needs no general JSON parser: this reader knows
/// what comes next.
final class BundleText {
    private static final String TYPE = "casemate.bundle.v1";

    private final String text;
    private int position;

    private BundleText(String text) {
        this.text = text;
    }

    static String write(Bundle bundle) {
        StringBuilder out = new StringBuilder("{\"checkpoint\":");
        String note = bundle.checkpoint().note();
        list(out, List.of(note.substring(0, note.length() - 1).split("\n", -1)));
        out.append(",\"leaves\":[");
        String comma = "";
        for (Bundle.Leaf leaf : bundle.leaves()) {
            out.append(comma).append("{\"entry\":\"").append(Text.base64(leaf.entry()));
            out.append("\",\"hash\":\"").append(leaf.hash());
            out.append("\",\"index\":").append(leaf.index()).append(",\"proof\":");
            list(out, leaf.proof().path().stream().map(Hash::toString).toList());
            out.append('}');
            comma = ",";
        }
        return out.append("],\"type\":\"").append(TYPE).append("\"}").toString();
    }

    private static void list(StringBuilder out, List<String> values) {
        out.append('[');
        String comma = "";
        for (String value : values) {
            if (value.indexOf('"') >= 0 || value.indexOf('\\') >= 0) {
                throw LedgerException.malformed("a checkpoint with quotes or backslashes does not fit a bundle");
            }
            out.append(comma).append('"').append(value).append('"');
            comma = ",";
        }
        out.append(']');
    }

    static Bundle parse(byte[] utf8) {
        if (utf8.length > Bundle.MAX_BYTES) {
            throw LedgerException.malformed("a bundle has at most " + Bundle.MAX_BYTES + " bytes");
        }
        BundleText reader = new BundleText(Text.utf8(utf8));
        Bundle bundle = reader.bundle();
        if (reader.position != reader.text.length()) {
            throw reader.unexpected("the end");
        }
        return bundle;
    }

    private Bundle bundle() {
        expect("{\"checkpoint\":");
        // One string more than a checkpoint's lines at most: its parser counts signatures itself.
        List<String> lines = strings(2 * Checkpoint.MAX_SIGNATURES);
        Checkpoint checkpoint = Checkpoint.parse(String.join("\n", lines) + "\n");
        expect(",\"leaves\":[");
        List<Bundle.Leaf> leaves = new ArrayList<>();
        do {
            if (leaves.size() == Bundle.MAX_LEAVES) {
                throw LedgerException.malformed("a bundle holds 1 to " + Bundle.MAX_LEAVES + " leaves");
            }
            leaves.add(leaf(checkpoint.size()));
        } while (accept(","));
        expect("],\"type\":\"" + TYPE + "\"}");
        return new Bundle(leaves, checkpoint);
    }

    private Bundle.Leaf leaf(long size) {
        expect("{\"entry\":");
        byte[] entry = Text.base64(string());
        expect(",\"hash\":");
        Hash hash = Hash.parse(string());
        expect(",\"index\":");
        long index = number();
        expect(",\"proof\":");
        List<Hash> path =
                strings(InclusionProof.MAX_PATH).stream().map(Hash::parse).toList();
        expect("}");
        return new Bundle.Leaf(entry, hash, new InclusionProof(index, size, path));
    }

    private List<String> strings(int max) {
        expect("[");
        List<String> values = new ArrayList<>();
        if (accept("]")) {
            return values;
        }
        do {
            if (values.size() == max) {
                throw LedgerException.malformed("a list of a bundle has more than " + max + " lines");
            }
            values.add(string());
        } while (accept(","));
        expect("]");
        return values;
    }

    private String string() {
        expect("\"");
        int start = position;
        while (position < text.length() && text.charAt(position) != '"') {
            char c = text.charAt(position++);
            if (c < ' ' || c == '\\') {
                throw unexpected("a text without escapes");
            }
        }
        String value = text.substring(start, position);
        expect("\"");
        return value;
    }

    private long number() {
        int start = position;
        while (position < text.length() && Character.digit(text.charAt(position), 10) >= 0) {
            position++;
        }
        return Text.number(text.substring(start, position));
    }

    private boolean accept(String literal) {
        if (!text.startsWith(literal, position)) {
            return false;
        }
        position += literal.length();
        return true;
    }

    private void expect(String literal) {
        if (!accept(literal)) {
            throw unexpected(literal);
        }
    }

    private LedgerException unexpected(String expected) {
        return LedgerException.malformed("the bundle is not in its canonical form at character " + position + ", where "
                + expected + " was expected: use the file as it was downloaded");
    }
}
