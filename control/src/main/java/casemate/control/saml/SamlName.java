package casemate.control.saml;

/// A provider's name for somebody, whole: two names are the same when every part is.
///
/// @param format empty when untold
/// @param qualifier empty when untold
/// @param spQualifier empty when untold
public record SamlName(String value, String format, String qualifier, String spQualifier) {
    /// Written so that no two names look alike.
    public String text() {
        return String.join("\n", value, format, qualifier, spQualifier);
    }

    public static SamlName parse(String text) {
        String[] parts = text.split("\n", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("a name has four parts");
        }
        return new SamlName(parts[0], parts[1], parts[2], parts[3]);
    }
}
