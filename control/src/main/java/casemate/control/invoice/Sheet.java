package casemate.control.invoice;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.jspecify.annotations.Nullable;

/// Pages of A4 with an invoice on them, drawn from the top to the foot and on to the next page. Everything is wrapped
/// at
/// its width; nothing is cut off.
final class Sheet implements AutoCloseable {
    private static final float LEFT = 56;
    private static final float RIGHT = PDRectangle.A4.getWidth() - 56;
    private static final float TOP = PDRectangle.A4.getHeight() - 60;
    private static final float FOOT = 70;
    /// Where the window of an envelope is.
    private static final float WINDOW = 320;

    private static final float TEXT = 10;
    private static final float SMALL = 8.5f;
    private static final float TITLE = 18;
    private static final float LEADING = 1.4f;
    private static final Color INK = new Color(0x1d, 0x25, 0x2d);
    private static final Color RULE = new Color(0xc3, 0xca, 0xd2);
    /// Right ends of the columns; the first begins at the left.
    private static final float[] ENDS = {300, 360, 450, RIGHT};

    private static final float GAP = 8;
    private static final float FACT = 130;

    private final PDDocument pdf = new PDDocument();
    private final Typeface typeface;
    private @Nullable PDPageContentStream ink;
    private List<String> heads = List.of();
    private float y = TOP;

    Sheet(String title, String language) {
        typeface = new Typeface(pdf);
        pdf.getDocumentInformation().setTitle(title);
        pdf.getDocumentCatalog().setLanguage(language);
        turn();
    }

    void seller(List<String> lines) {
        float size = SMALL;
        for (String line : lines) {
            block(line, WINDOW, RIGHT, size, line.equals(lines.getFirst()));
        }
    }

    /// Beside the seller's, in the window.
    void buyer(List<String> lines) {
        float beside = y;
        y = TOP - 70;
        for (String line : lines) {
            block(line, LEFT, WINDOW - GAP, TEXT, line.equals(lines.getFirst()));
        }
        y = Math.min(y, beside) - TITLE;
    }

    void title(String title) {
        block(title, LEFT, RIGHT, TITLE, true);
        y -= GAP;
    }

    void fact(String[] fact) {
        float line = y;
        block(fact[0], LEFT, LEFT + FACT, TEXT, false);
        float after = y;
        y = line;
        block(fact[1], LEFT + FACT + GAP, RIGHT, TEXT, false);
        y = Math.min(y, after);
    }

    void head(List<String> heads) {
        this.heads = heads;
        y -= TEXT;
        columns(heads, true);
        rule();
    }

    void row(List<String> cells) {
        if (y - height(cells) < FOOT) {
            turn();
            columns(heads, true);
            rule();
        }
        columns(cells, false);
        rule();
    }

    void sum(String name, String amount, boolean bold) {
        List<String> lines = typeface.wrap(name, TEXT, bold, ENDS[2] - LEFT);
        room(lines.size() * TEXT * LEADING);
        float line = y;
        for (String each : lines) {
            write(each, ENDS[2] - typeface.width(each, TEXT, bold), y, TEXT, bold);
            y -= TEXT * LEADING;
        }
        write(amount, RIGHT - typeface.width(amount, TEXT, bold), line, TEXT, bold);
    }

    void text(String text) {
        y -= GAP;
        block(text, LEFT, RIGHT, TEXT, false);
    }

    byte[] finish() {
        try {
            close(ink);
            ink = null;
            int pages = pdf.getNumberOfPages();
            for (int i = 0; i < pages; i++) {
                String number = (i + 1) + " / " + pages;
                try (PDPageContentStream foot =
                        new PDPageContentStream(pdf, pdf.getPage(i), AppendMode.APPEND, true, true)) {
                    foot.setNonStrokingColor(INK);
                    typeface.write(foot, number, RIGHT - typeface.width(number, SMALL, false), FOOT / 2, SMALL, false);
                }
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            pdf.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void block(String text, float from, float to, float size, boolean bold) {
        for (String line : typeface.wrap(text, size, bold, to - from)) {
            room(size * LEADING);
            write(line, from, y, size, bold);
            y -= size * LEADING;
        }
    }

    private void columns(List<String> cells, boolean bold) {
        float lowest = y;
        float top = y;
        for (int i = 0; i < cells.size(); i++) {
            y = top;
            for (String line : wrapped(cells, i, bold)) {
                float x = i == 0 ? LEFT : ENDS[i] - typeface.width(line, TEXT, bold);
                write(line, x, y, TEXT, bold);
                y -= TEXT * LEADING;
            }
            lowest = Math.min(lowest, y);
        }
        y = lowest;
    }

    private List<String> wrapped(List<String> cells, int column, boolean bold) {
        float from = column == 0 ? LEFT : ENDS[column - 1];
        return typeface.wrap(cells.get(column), TEXT, bold, ENDS[column] - from - GAP);
    }

    private float height(List<String> cells) {
        int most = 1;
        for (int i = 0; i < cells.size(); i++) {
            most = Math.max(most, wrapped(cells, i, false).size());
        }
        return most * TEXT * LEADING + GAP;
    }

    private void rule() {
        PDPageContentStream pen = pen();
        try {
            float at = y + TEXT * LEADING - GAP / 2 - TEXT / 2;
            pen.setStrokingColor(RULE);
            pen.setLineWidth(0.5f);
            pen.moveTo(LEFT, at);
            pen.lineTo(RIGHT, at);
            pen.stroke();
            y -= GAP / 2;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void room(float height) {
        if (y - height < FOOT) {
            turn();
        }
    }

    private void turn() {
        try {
            close(ink);
            PDPage page = new PDPage(PDRectangle.A4);
            pdf.addPage(page);
            PDPageContentStream fresh = new PDPageContentStream(pdf, page);
            fresh.setNonStrokingColor(INK);
            ink = fresh;
            y = TOP;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text, float x, float at, float size, boolean bold) {
        try {
            typeface.write(pen(), text, x, at, size, bold);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PDPageContentStream pen() {
        PDPageContentStream pen = ink;
        if (pen == null) {
            throw new IllegalStateException("the sheet is finished");
        }
        return pen;
    }

    private static void close(@Nullable PDPageContentStream pen) throws IOException {
        if (pen != null) {
            pen.close();
        }
    }

    @Override
    public void close() {
        try {
            close(ink);
            pdf.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
