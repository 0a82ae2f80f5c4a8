package dev.parley.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The kernel's table of TCP sockets; Linux only. */
public final class Sockets {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String ESTABLISHED = "01";
    private static final String CLOSE_WAIT = "08";
    private static final String LISTEN = "0A";

    private Sockets() {}

    public static boolean areVisible() {
        return TABLES.stream().anyMatch(Files::isReadable);
    }

    /** How many sockets with this local port someone in this machine still has open. */
    public static long open(int localPort) {
        String port = String.format(Locale.ROOT, ":%04X", localPort);
        return TABLES.stream()
                .filter(Files::isReadable)
                .flatMap(Sockets::rows)
                .map(row -> row.strip().split("\\s+"))
                .filter(row -> row[1].endsWith(port))
                .filter(row -> List.of(ESTABLISHED, CLOSE_WAIT, LISTEN).contains(row[3]))
                .count();
    }

    private static Stream<String> rows(Path table) {
        try {
            return Files.readAllLines(table).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
