package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * When all tests have ended: nothing that they have let people in with is in anything that they, or the instances beside them, have
 * logged. Run by Maven after them (see app/pom.xml); what they print goes to files, unless they are told otherwise.
 */
class SecretsAfterwards {
    @Test
    void noTokenKeyCookieOrTicketIsInAnyLog() throws IOException {
        Set<String> secrets = Secrets.noted();
        List<Path> logs = Stream.of("target/surefire-reports", "target/instance-logs")
                .flatMap(SecretsAfterwards::logs)
                .toList();
        assertTrue(secrets.isEmpty() || !logs.isEmpty(), "nothing was looked at");
        assertEquals(List.of(), Secrets.found(logs, secrets));
        System.out.printf("looked for %,d words in %,d files%n", secrets.size(), logs.size());
    }

    private static Stream<Path> logs(String directory) {
        try (Stream<Path> files = Files.exists(Path.of(directory)) ? Files.list(Path.of(directory)) : Stream.empty()) {
            return files.filter(file -> file.toString().matches(".*(-output\\.txt|\\.log)")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
