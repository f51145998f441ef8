package casemate.waf.audit;

import casemate.base.Refusal;
import casemate.waf.seclang.Directive;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// What the `SecAudit…` directives of a configuration ask for.
///
/// @param relevantStatus which statuses are worth a record; it is the operator's own pattern and sees three digits
/// @param log the file of [Type#SERIAL], the index of [Type#CONCURRENT]
/// @param fileMode permissions of the files it makes
public record AuditSettings(
        AuditEngine engine,
        Set<AuditPart> parts,
        Optional<Pattern> relevantStatus,
        Type type,
        Format format,
        Optional<Path> log,
        Optional<Path> storage,
        int fileMode,
        int directoryMode) {
    private static final int OWNER_WRITES_GROUP_READS = 0640;
    private static final int OWNER_WRITES_GROUP_ENTERS = 0750;
    private static final int OCTAL = 8;

    /// What a configuration without any of the directives means.
    public static final AuditSettings USUAL = new AuditSettings(
            AuditEngine.OFF,
            AuditPart.USUAL,
            Optional.empty(),
            Type.SERIAL,
            Format.NATIVE,
            Optional.empty(),
            Optional.empty(),
            OWNER_WRITES_GROUP_READS,
            OWNER_WRITES_GROUP_ENTERS);

    public enum Type {
        /// All records in one file.
        SERIAL,
        /// Each record in its own file; `Parallel` and `Concurrent` both mean it.
        CONCURRENT
    }

    public enum Format {
        JSON,
        /// Parts between boundary lines.
        NATIVE
    }

    public AuditSettings {
        parts = Set.copyOf(parts);
    }

    /// Reads the directives in their order, the last of a kind counts; others are passed over.
    ///
    /// @throws Refusal with the place of what is not understood
    public static AuditSettings of(List<Directive.Setting> settings) {
        Reader reader = new Reader();
        settings.forEach(reader::read);
        return reader.settings();
    }

    /// Whether a transaction is worth a record.
    ///
    /// @param effective as `ctl:auditEngine` left it
    /// @param status of the response
    /// @param noted whether a rule matched that does not say `noauditlog`
    public boolean wants(AuditEngine effective, int status, boolean noted) {
        return switch (effective) {
            case ON -> true;
            case OFF -> false;
            case RELEVANT_ONLY ->
                noted
                        || relevantStatus
                                .map(p -> p.matcher(String.valueOf(status)).find())
                                .orElse(false);
        };
    }

    private static final class Reader {
        private AuditEngine engine = USUAL.engine;
        private Set<AuditPart> parts = USUAL.parts;
        private Optional<Pattern> relevantStatus = USUAL.relevantStatus;
        private Type type = USUAL.type;
        private Format format = USUAL.format;
        private Optional<Path> log = USUAL.log;
        private Optional<Path> storage = USUAL.storage;
        private int fileMode = USUAL.fileMode;
        private int directoryMode = USUAL.directoryMode;

        void read(Directive.Setting setting) {
            String argument =
                    setting.arguments().isEmpty() ? "" : setting.arguments().getFirst();
            switch (setting.name()) {
                case SEC_AUDIT_ENGINE ->
                    engine = known(AuditEngine.named(argument), setting, "On, Off or RelevantOnly");
                case SEC_AUDIT_LOG_PARTS ->
                    parts = known(AuditPart.parse(argument), setting, "letters from A to K and Z, such as ABCFHZ");
                case SEC_AUDIT_LOG_RELEVANT_STATUS ->
                    relevantStatus = Optional.of(known(
                            Optional.ofNullable(pattern(argument)), setting, "a pattern such as \"^(?:5|4(?!04))\""));
                case SEC_AUDIT_LOG_TYPE -> type = known(type(argument), setting, "Serial or Concurrent");
                case SEC_AUDIT_LOG_FORMAT -> format = known(format(argument), setting, "JSON or Native");
                case SEC_AUDIT_LOG -> log = Optional.of(file(setting, argument));
                case SEC_AUDIT_LOG_STORAGE_DIR -> storage = Optional.of(file(setting, argument));
                case SEC_AUDIT_LOG_FILE_MODE -> fileMode = mode(argument, fileMode, setting);
                case SEC_AUDIT_LOG_DIR_MODE -> directoryMode = mode(argument, directoryMode, setting);
                default -> {}
            }
        }

        AuditSettings settings() {
            return new AuditSettings(
                    engine, parts, relevantStatus, type, format, log, storage, fileMode, directoryMode);
        }

        /// Not a program that is to be started, which ModSecurity means by a bar.
        private static Path file(Directive.Setting setting, String text) {
            boolean path = !text.isBlank() && !text.startsWith("|") && text.indexOf('\0') < 0;
            return known(path ? Optional.of(Path.of(text)) : Optional.empty(), setting, "a path");
        }

        private static @Nullable Pattern pattern(String text) {
            try {
                return Pattern.compile(text);
            } catch (PatternSyntaxException e) {
                return null;
            }
        }

        private static Optional<Type> type(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "serial" -> Optional.of(Type.SERIAL);
                case "concurrent", "parallel" -> Optional.of(Type.CONCURRENT);
                default -> Optional.empty();
            };
        }

        private static Optional<Format> format(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "json" -> Optional.of(Format.JSON);
                case "native" -> Optional.of(Format.NATIVE);
                default -> Optional.empty();
            };
        }

        private static int mode(String word, int usual, Directive.Setting setting) {
            if (word.equalsIgnoreCase("default")) {
                return usual;
            }
            Optional<Integer> octal =
                    word.matches("0?[0-7]{3}") ? Optional.of(Integer.parseInt(word, OCTAL)) : Optional.empty();
            return known(octal, setting, "an octal mode such as 0640");
        }

        private static <T> T known(Optional<T> value, Directive.Setting setting, String expected) {
            return value.orElseThrow(() -> Refusal.invalid(
                    "audit-setting", setting.place() + ": " + setting.name().word() + " takes " + expected + "."));
        }
    }
}
