package casemate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What golang.org/x/mod/sumdb (packages tlog and note, version 0.7.0) computes for the same 70,000 entries and
/// the key of its own tests: roots, proofs (as the SHA-256 of their hashes in order) and a signed checkpoint.
class GoVectorsTest {
    private static final long SIZE = 70_000;
    private static final String SIGNER =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private static final String VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final Map<Long, String> ROOTS = Map.of(
            0L, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            1L, "vkSTN4SJwlOvPyoyCIRNepBiIhjiJ6R0Uur9QmW5CC4=",
            255L, "EW2+dJCuODPBNQlQ1Cfpd0Uh2onnOqssJieE5zL5AWw=",
            256L, "05mDJ+u1FtrZ5jMErPg3qwkWS6kFLfoFN2WenHz38e4=",
            257L, "/S3/9gG/Q08qvmxVjh/oHHKuG/7Gv71AfdyX5PSyz3U=",
            65_535L, "yX/GNX6TN6tgvvDh5RlzBPaVeNVh/hK48561A/vf3wg=",
            65_536L, "ExUBST4xmH26GLj0+99favtpaafHLtMb1YWk4HfPqwU=",
            65_537L, "7O839IBGIKOPis1RsRqBQwpaEMf+7irL3o4UOcCqZWE=",
            70_000L, "GMGsju8MRscSa1wwnhpMX/ve0gh8ll5jbAk/YmcIlio=");

    private static final Map<Long, String> INCLUSION = Map.of(
            0L, "n4gsm5dHMxleQmn2DEja53BBqJkLJdCWpx4njTh4+yc=",
            255L, "7dvhErM/bOsC85PEtRfbqU0OgQBqs5mFBGpRJPCEAt4=",
            256L, "2JD369gCB6OjwH0T4uMEcjKcVmLjXxpn9rqXKhZNlME=",
            65_536L, "Y5AvXKr6vnoq0em7Nuv6lfej2702hII2sz5D4AWmPX8=",
            69_999L, "cp1qO29mNXGmf1LR5b6Z6IwrJ7jW6uaUICvkjmwkwp0=");

    private static final Map<Long, String> CONSISTENCY = Map.of(
            1L, "n4gsm5dHMxleQmn2DEja53BBqJkLJdCWpx4njTh4+yc=",
            255L, "ftK6MQzssqsu1aN5yeMRwb3sy+oMni/rnG1ebWxXzWE=",
            256L, "WzIVPaaU6ZWTy8l5l+1qUoJidBu8Goj0kUPhSWTN+Yw=",
            257L, "Ue/bpoej/p17xuGJOCgDq8ATt/l/aSxxRNdtTb2Y5a8=",
            65_536L, "jTZXx7buDy8XHmtDTDkMekeTH0Eu4YH/HXaQdzBWtyA=",
            69_999L, "w5lwqfECwoME5QMN1HPnGh+njB2J34k22iBzy23NBF0=");

    private static final String NOTE = """
            PeterNeumann
            70000
            GMGsju8MRscSa1wwnhpMX/ve0gh8ll5jbAk/YmcIlio=

            — PeterNeumann x08gozn48jGG1BgZTlxDvryY6HX3a0graIV9fm5L+2o9JnvtDJhv1ELInCJObkWHL1lTva2o0kc8VC1ndQ7UBuNI8gA=
            """;

    @TempDir
    Path home;

    @Test
    void a_ledger_has_the_roots_proofs_and_checkpoint_that_go_computes() throws Exception {
        Path key = home.resolve("key");
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, SIGNER + "\n");
        LogSigner signer = LogSigner.open(key);
        assertThat(signer.verifierKey()).hasToString(VERIFIER);
        Path directory = home.resolve("ledger");
        try (Ledger ledger = Ledger.open(directory, signer)) {
            Ledgers.fill(ledger, 0, SIZE);
        }
        assertThat(Files.readString(directory.resolve("checkpoint"))).isEqualTo(NOTE);
        LedgerReader reader = LedgerReader.open(directory);
        ROOTS.forEach((size, root) -> assertThat(reader.root(size)).hasToString(root));
        INCLUSION.forEach((index, sum) ->
                assertThat(sum(reader.inclusion(index, SIZE).path())).isEqualTo(sum));
        CONSISTENCY.forEach((from, sum) ->
                assertThat(sum(reader.consistency(from, SIZE).path())).isEqualTo(sum));
        assertThat(Verifier.of(VerifierKey.parse(VERIFIER)).directory(directory))
                .isInstanceOf(Verdict.Holds.class);
    }

    private static String sum(List<Hash> path) {
        var sha256 = Hasher.sha256();
        path.forEach(hash -> sha256.update(hash.bytes()));
        return Text.base64(sha256.digest());
    }
}
