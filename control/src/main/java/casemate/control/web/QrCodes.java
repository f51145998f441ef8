package casemate.control.web;

import io.nayuki.qrcodegen.QrCode;

/// Draws a link as a QR code (ISO/IEC 18004): an image of one path, dark on white in any colour scheme, for cameras
/// want it so.
public final class QrCodes {
    /// Modules of white around, which readers need.
    private static final int QUIET = 4;

    private QrCodes() {}

    /// @param label what a person hears who does not see it
    public static String svg(String link, String label) {
        QrCode code = QrCode.encodeText(link, QrCode.Ecc.MEDIUM);
        int side = code.size + 2 * QUIET;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + QUIET)
                            .append(' ')
                            .append(y + QUIET)
                            .append("h1v1h-1z");
                }
            }
        }
        return "<svg class=\"qr\" viewBox=\"0 0 " + side + " " + side + "\" role=\"img\" aria-label=\""
                + label.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;")
                + "\" shape-rendering=\"crispEdges\"><rect width=\"" + side + "\" height=\"" + side
                + "\" fill=\"#fff\"/><path fill=\"#000\" d=\"" + path + "\"/></svg>";
    }
}
