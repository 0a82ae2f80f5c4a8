package dev.parley.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A library's program, listening.
 *
 * <p>Threading: a thread of its own reads what the program prints; what was heard is guarded by this.
 */
final class Listener implements AutoCloseable {
    /** @param at when it was printed, as System.nanoTime */
    record Heard(int number, JsonNode message, long at) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Library library;
    private final String url;
    private final List<Heard> heard = new ArrayList<>();
    private Process program;

    Listener(Library library, String url) {
        this.library = library;
        this.url = url;
    }

    Library library() {
        return library;
    }

    /** Starts it; also again, when it has given up. */
    void start() {
        try {
            Path log = Files.createTempFile(Files.createDirectories(Path.of("target", "clients")), "client", ".log");
            Process started = new ProcessBuilder(library.command(url))
                    .directory(Library.FOLDER.toFile())
                    .redirectError(log.toFile())
                    .start();
            program = started;
            Thread reader = new Thread(() -> read(started), library.toString());
            reader.setDaemon(true);
            reader.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean hasGivenUp() {
        return !program.isAlive();
    }

    /** That message, or a later one. */
    synchronized boolean hasHeardSince(int number) {
        return heard.stream().anyMatch(each -> each.number() >= number);
    }

    /** What was said from one number to another, the latter excluded, in the order of hearing. */
    synchronized List<Heard> heard(int from, int to) {
        return heard.stream()
                .filter(each -> each.number() >= from && each.number() < to)
                .toList();
    }

    @Override
    public void close() {
        if (program == null) {
            return;
        }
        program.descendants().forEach(ProcessHandle::destroyForcibly);
        program.destroyForcibly();
    }

    private void read(Process started) {
        try (BufferedReader lines = started.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                long now = System.nanoTime();
                JsonNode message = JSON.readTree(line).path("message");
                add(new Heard(Post.number(message), message, now));
            }
        } catch (IOException ended) {
            // it was closed, or printed something else, which is in nobody's favour
        }
    }

    private synchronized void add(Heard message) {
        heard.add(message);
    }
}
