package casemate.edge.entry;

/// A way in that a browser shows by a cookie of ours. All cookies are `__Host-`: bound to one host, its root and HTTPS.
public enum Way {
    /// An enrolled display device.
    DEVICE("device"),
    /// Somebody here knew the instance's password.
    PASSWORD("password"),
    /// A member of the customer signed in at the portal.
    SIGN_ON("sign-on");

    private final String word;

    Way(String word) {
        this.word = word;
    }

    public String cookie() {
        return Cookies.PREFIX + word;
    }
}
