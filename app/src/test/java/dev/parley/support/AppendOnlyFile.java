package dev.parley.support;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a Redis keeps on disk of its newest commands. */
public final class AppendOnlyFile {
    private AppendOnlyFile() {}

    /**
     * Takes away its end, as a crash of the machine may.
     *
     * @param folder of a Redis that does not run
     */
    public static void cutOff(Path folder, int bytes) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Path log = files.filter(file -> file.toString().endsWith(".incr.aof"))
                    .findFirst()
                    .orElseThrow();
            try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
                file.setLength(file.length() - bytes);
            }
        }
    }
}
