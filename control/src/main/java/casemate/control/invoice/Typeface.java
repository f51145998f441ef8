package casemate.control.invoice;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.jspecify.annotations.Nullable;
import org.mustangproject.Invoice;

/// The letters of one document, embedded as PDF/A wants it: Source Sans (Latin, Greek, Cyrillic), and FreeSans for what
/// it
/// does not have. What neither has becomes a question mark on the paper; programs read the true text.
final class Typeface {
    private static final float PER_EM = 1000;

    private final PDType0Font plain;
    private final PDType0Font bold;
    /// Read when it is needed, which is seldom.
    private @Nullable PDType0Font other;

    private final PDDocument pdf;
    private final Map<Integer, Boolean> inPlain = new HashMap<>();
    private final Map<Integer, Boolean> inBold = new HashMap<>();
    private final Map<Integer, Boolean> inOther = new HashMap<>();

    Typeface(PDDocument pdf) {
        this.pdf = pdf;
        plain = load(pdf, "/fonts/SourceSansPro-Regular.ttf");
        bold = load(pdf, "/fonts/SourceSansPro-Bold.ttf");
    }

    /// Without the font's rules for ligatures: matching them against every word took half of the time of a paper.
    private static PDType0Font load(PDDocument pdf, String name) {
        try (InputStream in = Objects.requireNonNull(Invoice.class.getResourceAsStream(name))) {
            // In memory, so that nothing is left open when the document has taken what it needs.
            TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(in));
            font.setEnableGsub(false);
            return PDType0Font.load(pdf, font, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A run of letters of one font.
    private record Run(PDType0Font font, String text) {}

    void write(PDPageContentStream ink, String text, float x, float y, float size, boolean heavy) throws IOException {
        ink.beginText();
        ink.newLineAtOffset(x, y);
        for (Run run : runs(text, heavy)) {
            ink.setFont(run.font(), size);
            ink.showText(run.text());
        }
        ink.endText();
    }

    float width(String text, float size, boolean heavy) {
        float width = 0;
        try {
            for (Run run : runs(text, heavy)) {
                width += run.font().getStringWidth(run.text());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return width / PER_EM * size;
    }

    /// In lines no wider than this, between words where that is possible.
    List<String> wrap(String text, float size, boolean heavy, float most) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            String with = line.isEmpty() ? word : line + " " + word;
            if (width(with, size, heavy) <= most) {
                line.setLength(0);
                line.append(with);
                continue;
            }
            if (!line.isEmpty()) {
                lines.add(line.toString());
                line.setLength(0);
            }
            String rest = word;
            while (width(rest, size, heavy) > most) {
                int cut = fitting(rest, size, heavy, most);
                lines.add(rest.substring(0, cut));
                rest = rest.substring(cut);
            }
            line.append(rest);
        }
        lines.add(line.toString());
        return lines;
    }

    /// At least one letter, or it would never end.
    private int fitting(String word, float size, boolean heavy, float most) {
        int cut = word.offsetByCodePoints(0, 1);
        while (cut < word.length()) {
            int next = word.offsetByCodePoints(cut, 1);
            if (width(word.substring(0, next), size, heavy) > most) {
                break;
            }
            cut = next;
        }
        return cut;
    }

    private List<Run> runs(String text, boolean heavy) {
        List<Run> runs = new ArrayList<>();
        text.codePoints().forEach(c -> {
            PDType0Font font = font(c, heavy);
            String letter = has(font, c) ? Character.toString(c) : "?";
            if (!runs.isEmpty() && runs.getLast().font().equals(font)) {
                runs.set(runs.size() - 1, new Run(font, runs.getLast().text() + letter));
            } else {
                runs.add(new Run(font, letter));
            }
        });
        return runs;
    }

    private PDType0Font font(int c, boolean heavy) {
        PDType0Font first = heavy ? bold : plain;
        if (has(first, c)) {
            return first;
        }
        PDType0Font second = other();
        return has(second, c) ? second : first;
    }

    private PDType0Font other() {
        PDType0Font there = other;
        if (there == null) {
            there = load(pdf, "/FreeSans.ttf");
            other = there;
        }
        return there;
    }

    private boolean has(PDType0Font font, int c) {
        Map<Integer, Boolean> known = font.equals(plain) ? inPlain : font.equals(bold) ? inBold : inOther;
        return known.computeIfAbsent(c, _ -> {
            try {
                font.encode(Character.toString(c));
                return true;
            } catch (IllegalArgumentException _) {
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
