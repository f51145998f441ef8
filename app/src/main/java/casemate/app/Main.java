package casemate.app;

/// The way in.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Surroundings surroundings = Surroundings.ofProcess();
        int code = CommandLines.of(surroundings).execute(arguments);
        surroundings.out().flush();
        surroundings.err().flush();
        System.exit(code);
    }
}
