package dev.parley.redis.embedded;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The password with which the instances of one person use the Redis that one of them brought. It is kept in a file that only
 * its owner reads, {@code ~/.parley/redis-<port>}, and stays the same, so that instances that start at once agree on it.
 */
record Password(String text) {
    private static final Logger LOG = LoggerFactory.getLogger(Password.class);
    private static final FileAttribute<?> OWN_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> OWN_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final int BITS = 160;

    /** The one that is kept, if any was. */
    static Optional<Password> kept(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.US_ASCII).strip())
                    .filter(text -> !text.isEmpty())
                    .map(Password::new);
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** The one that is kept, or else a new one; that can't be kept where there is no home, as in a container. */
    static Password keptOrNew(Path file) {
        return kept(file).orElseGet(() -> keep(file, random()));
    }

    /** In hexadecimal: what Redis may be given on a command line that others see. */
    String sha256() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** Not the password: this may end up in a log. */
    @Override
    public String toString() {
        return "Password";
    }

    private static Password keep(Path file, Password made) {
        try {
            Files.createDirectories(file.getParent(), OWN_FOLDER);
            Path whole = Files.createTempFile(file.getParent(), "new", null, OWN_FILE);
            Files.writeString(whole, made.text() + "\n");
            try {
                Files.createLink(file, whole); // whole or not at all, and only if there is none
            } catch (FileAlreadyExistsException another) {
                return kept(file).orElse(made);
            } finally {
                Files.delete(whole);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn(
                    "{} can't be written ({}): other instances on this machine can't use its Redis",
                    file,
                    e.toString());
        }
        return made;
    }

    private static Password random() {
        return new Password(new BigInteger(BITS, new SecureRandom()).toString(36));
    }
}
