package casemate.agent.site;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// What tools say of a site, in words that an operator can act on.
public final class Complaint {
    private static final String REFUSED = "it does not allow that";
    private static final String BROKE_OFF = "the connection broke off";
    private static final Map<String, String> WORDS = words();
    private static final Pattern STAMP = Pattern.compile("^[0-9/]{10} [0-9:]{8} (?:ERROR|NOTICE|Fatal)? *:? *");

    private Complaint() {}

    private static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("knownhosts: key", "the server shows another host key than was declared");
        words.put("unable to authenticate", "the server does not accept the key");
        words.put("InvalidAccessKeyId|SignatureDoesNotMatch", "the site does not accept the credentials");
        words.put("NoSuchBucket", "there is no such bucket");
        words.put("connection refused", "nobody answers there");
        words.put("no such host|Name or service not known", "there is no host of that name");
        words.put("i/o timeout|deadline exceeded|no route to host|unreachable", "it does not answer in time");
        words.put("connection reset|connection lost|broken pipe", BROKE_OFF);
        words.put(
                "[Nn]o space left|Wrote only [0-9]+ of|quota|InsufficientStorage|StorageFull|SSH_FX_FAILURE|sftp: \"Failure\"",
                "it is full, or fails to write");
        words.put("status code: 5[0-9]{2}", "it is full, or fails for another reason of its own");
        words.put("[Rr]ead-only file system", "it is read-only");
        words.put("[Pp]ermission denied|AccessDenied|SSH_FX_PERMISSION_DENIED|Forbidden", REFUSED);
        return words;
    }

    /// @param said all that a tool printed as errors
    public static String of(String said) {
        for (Map.Entry<String, String> each : WORDS.entrySet()) {
            if (Pattern.compile(each.getKey()).matcher(said).find()) {
                return each.getValue();
            }
        }
        return last(said);
    }

    /// Whether it was the site that said no.
    public static boolean isRefusal(String said) {
        return said.contains(REFUSED) || of(said).equals(REFUSED);
    }

    /// Whether it may have said why, and was not heard.
    static boolean brokeOff(String said) {
        return said.contains(BROKE_OFF) || of(said).equals(BROKE_OFF);
    }

    private static String last(String said) {
        return said.lines()
                .filter(l -> !l.isBlank())
                .reduce((_, b) -> b)
                .map(l -> STAMP.matcher(l).replaceFirst(""))
                .orElse("no word of why")
                .strip();
    }
}
