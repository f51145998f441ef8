package casemate.waf.state;

/// Names of members, which are compared without ASCII case.
final class Names {
    private Names() {}

    /// The name in lower case: the same object when it is already, so that names known at load time cost nothing.
    static String lower(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return lowered(name, i);
            }
        }
        return name;
    }

    private static String lowered(String name, int from) {
        char[] lower = name.toCharArray();
        for (int i = from; i < lower.length; i++) {
            if (lower[i] >= 'A' && lower[i] <= 'Z') {
                lower[i] = (char) (lower[i] + 'a' - 'A');
            }
        }
        return new String(lower);
    }
}
