package dev.parley.reliability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the project; tests run in the directory {@code app}. */
public final class Checkout {
    private Checkout() {}

    public static Path path(String name) {
        return Path.of("").toAbsolutePath().resolveSibling(name);
    }

    public static String text(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
