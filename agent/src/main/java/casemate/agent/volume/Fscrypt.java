package casemate.agent.volume;

import casemate.base.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// The kernel's own encryption of directories (`linux/fscrypt.h`, policies of version 2): contents by
/// AES-256-XTS, names by AES-256-CTS, each file under a key that the kernel derives from the
/// directory's. Numbers are those of the header.
final class Fscrypt {
    static final int AES_256_XTS = 1;
    static final int AES_256_CTS = 4;
    /// A name's length is told to 32 bytes only.
    private static final int PAD_32 = 3;

    private static final int POLICY_V2 = 2;
    private static final int SPECIFIER_IDENTIFIER = 2;
    private static final int RAW_BYTES = 64;
    private static final String PURPOSE = "casemate volume fscrypt v1";

    private static final long SET_POLICY = 0x800c6613L;
    private static final long GET_POLICY_EX = 0xc0096616L;
    private static final long ADD_KEY = 0xc0506617L;
    private static final long REMOVE_KEY_ALL_USERS = 0xc0406619L;
    private static final long KEY_STATUS = 0xc080661aL;

    private static final int POLICY_BYTES = 24;
    private static final int ADD_BYTES = 80;
    private static final int REMOVE_BYTES = 64;
    private static final int STATUS_BYTES = 128;
    private static final int FILES_BUSY = 1;
    /// KEY_STATUS's words: in memory, for anybody; the key is gone and some of its files are still
    /// open.
    private static final int PRESENT = 2;

    private static final int ENOKEY = 126;
    private static final int ENODATA = 61;

    private final Kernel kernel = new Kernel();

    /// How a directory is encrypted.
    record Policy(int contents, int names, KeyName key) {}

    /// Gives the kernel a key for a file system.
    ///
    /// @param key 32 bytes
    /// @return how policies name it: made by the kernel, from the key
    KeyName add(Path fileSystem, Secret key) throws IOException {
        byte[] raw = raw(key);
        byte[] argument = new byte[ADD_BYTES + RAW_BYTES];
        try {
            ByteBuffer words = words(argument);
            words.putInt(0, SPECIFIER_IDENTIFIER);
            words.putInt(40, RAW_BYTES);
            System.arraycopy(raw, 0, argument, ADD_BYTES, RAW_BYTES);
            kernel.ioctl(fileSystem, ADD_KEY, argument);
            return KeyName.of(Arrays.copyOfRange(argument, 8, 8 + KeyName.BYTES));
        } finally {
            Arrays.fill(raw, (byte) 0);
            Arrays.fill(argument, (byte) 0);
        }
    }

    /// Takes a key from the kernel, with all that it knows of files under it.
    ///
    /// @return whether nothing is left; files that are still open keep theirs until this is called
    ///     again
    boolean remove(Path fileSystem, KeyName key) throws IOException {
        byte[] argument = new byte[REMOVE_BYTES];
        specify(argument, key);
        try {
            kernel.ioctl(fileSystem, REMOVE_KEY_ALL_USERS, argument);
        } catch (Kernel.Failed e) {
            if (e.errno() == ENOKEY) {
                return true;
            }
            throw e;
        }
        return (words(argument).getInt(40) & FILES_BUSY) == 0;
    }

    /// Whether the kernel holds this key.
    boolean holds(Path fileSystem, KeyName key) throws IOException {
        byte[] argument = new byte[STATUS_BYTES];
        specify(argument, key);
        kernel.ioctl(fileSystem, KEY_STATUS, argument);
        return words(argument).getInt(64) == PRESENT;
    }

    /// Encrypts an empty directory and all that will lie below it.
    void encrypt(Path empty, KeyName key) throws IOException {
        byte[] policy = new byte[POLICY_BYTES];
        policy[0] = POLICY_V2;
        policy[1] = AES_256_XTS;
        policy[2] = AES_256_CTS;
        policy[3] = PAD_32;
        System.arraycopy(key.bytes(), 0, policy, 8, KeyName.BYTES);
        kernel.ioctl(empty, SET_POLICY, policy);
    }

    /// Empty for a directory that is not encrypted.
    Optional<Policy> policy(Path directory) throws IOException {
        byte[] argument = new byte[Long.BYTES + POLICY_BYTES];
        words(argument).putLong(0, POLICY_BYTES);
        try {
            kernel.ioctl(directory, GET_POLICY_EX, argument);
        } catch (Kernel.Failed e) {
            if (e.errno() == ENODATA) {
                return Optional.empty();
            }
            throw e;
        }
        return Optional.of(new Policy(
                argument[9], argument[10], KeyName.of(Arrays.copyOfRange(argument, 16, 16 + KeyName.BYTES))));
    }

    private static void specify(byte[] argument, KeyName key) {
        words(argument).putInt(0, SPECIFIER_IDENTIFIER);
        System.arraycopy(key.bytes(), 0, argument, 8, KeyName.BYTES);
    }

    private static ByteBuffer words(byte[] argument) {
        return ByteBuffer.wrap(argument).order(ByteOrder.nativeOrder());
    }

    /// Kernels before 5.16 ask for 64 bytes where AES-256 is used in its XTS mode.
    private static byte[] raw(Secret key) {
        byte[] given = key.reveal();
        try {
            return KDF.getInstance("HKDF-SHA512")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(given)
                            .thenExpand(PURPOSE.getBytes(java.nio.charset.StandardCharsets.US_ASCII), RAW_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HKDF", e);
        } finally {
            Arrays.fill(given, (byte) 0);
        }
    }
}
