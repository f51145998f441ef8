package casemate.edge;

import java.math.BigDecimal;

/// Writes Prometheus's text format, version 0.0.4.
final class MetricText {
    private static final String PREFIX = "casemate_edge_";
    private static final double MICROS = 1e6;

    private final StringBuilder out = new StringBuilder();

    /// Begins a family; its samples follow.
    void family(String name, String type, String help) {
        out.append("# HELP ")
                .append(PREFIX)
                .append(name)
                .append(' ')
                .append(help)
                .append('\n');
        out.append("# TYPE ")
                .append(PREFIX)
                .append(name)
                .append(' ')
                .append(type)
                .append('\n');
    }

    void sample(String name, String labels, long count) {
        out.append(PREFIX).append(name).append(labels).append(' ').append(count).append('\n');
    }

    /// @param labels with their braces, or empty
    void sample(String name, String labels, double value) {
        out.append(PREFIX)
                .append(name)
                .append(labels)
                .append(' ')
                .append(number(value))
                .append('\n');
    }

    void single(String name, String type, String help, long value) {
        family(name, type, help);
        sample(name, "", value);
    }

    void histogram(String name, String help, MetricHistogram histogram) {
        family(name, "histogram", help);
        long[] counts = histogram.cumulative();
        for (int i = 0; i < MetricHistogram.BOUNDS.length; i++) {
            sample(name + "_bucket", "{le=\"" + number(MetricHistogram.BOUNDS[i] / MICROS) + "\"}", counts[i]);
        }
        sample(name + "_bucket", "{le=\"+Inf\"}", counts[counts.length - 1]);
        sample(name + "_sum", "", histogram.sumMicros() / MICROS);
        sample(name + "_count", "", counts[counts.length - 1]);
    }

    static String label(String name, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return "{" + name + "=\"" + escaped + "\"}";
    }

    private static String number(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
