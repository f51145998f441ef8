package casemate.vault;

import casemate.base.CustomerId;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;

/// A process that rotates keys until it is killed, and says what it has sealed with each.
final class RotatingVault {
    static final KeyOwner OWNER = KeyOwner.of(new CustomerId("cus_01kahzzzzzzzzzzzzzzzzzzzzz"));
    static final Place PLACE = new Place("account.customer.address", "1");

    /// A root key costs a wrapping of every ring: not each time.
    private static final int ROOT_EVERY = 4;

    private RotatingVault() {}

    static LocalKeyService service(Path directory) {
        return LocalKeyService.open(
                directory.resolve("roots.json"), Unlocks.file('a'), new SecureRandom(), Clock.systemUTC());
    }

    static Vault vault(Path directory, KeyService service) {
        return new Vault(service, new FileKeyring(directory.resolve("ring")), new SecureRandom(), Clock.systemUTC());
    }

    /// @param arguments a directory
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        LocalKeyService service = service(directory);
        Vault vault = vault(directory, service);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        for (int turn = 0; ; turn++) {
            KeyId key = vault.rotate(OWNER);
            byte[] sealed = vault.seal(OWNER, PLACE, key.toString().getBytes(StandardCharsets.UTF_8));
            out.println(key + " " + HexFormat.of().formatHex(sealed));
            if (turn % ROOT_EVERY == 0) {
                service.rotate();
                vault.wrapAgain();
            }
        }
    }
}
