package dev.parley.redis.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.embedded.RedisExecProvider;
import redis.embedded.exceptions.EmbeddedRedisException;

/**
 * A program that is a Redis server: an installed one, which someone keeps up to date, goes before the one in our jar, which
 * nobody does (Redis 7.0.15 of January 2024 is older than the cure of CVE-2025-49844).
 *
 * @param extracted whether it was unpacked for us, and is to be deleted in the end
 */
record RedisProgram(Path path, boolean extracted) {
    private static final List<String> NAMES = List.of("redis-server", "valkey-server");
    private static final int OLDEST_MAJOR = 7;
    private static final Pattern VERSION = Pattern.compile(" v=(\\d+)\\.");

    /** @throws IOException when there is none for this machine */
    static RedisProgram choose() throws IOException {
        Optional<Path> installed = installed();
        return installed.isPresent() ? new RedisProgram(installed.get(), false) : bundled();
    }

    static RedisProgram bundled() throws IOException {
        try {
            return new RedisProgram(RedisExecProvider.defaultProvider().get().toPath(), true);
        } catch (EmbeddedRedisException e) {
            throw new IOException("no Redis for this machine is bundled; install one, or set --redis-url", e);
        }
    }

    /** The first on the path that is new enough. */
    static Optional<Path> installed() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return NAMES.stream()
                .flatMap(name -> Stream.of(path.split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .filter(RedisProgram::isNewEnough)
                .findFirst();
    }

    void delete() throws IOException {
        if (extracted) {
            Files.deleteIfExists(path);
            Files.deleteIfExists(path.getParent()); // made for it alone
        }
    }

    private static boolean isNewEnough(Path program) {
        try {
            Process asked = new ProcessBuilder(program.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            Matcher version =
                    VERSION.matcher(new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            return version.find() && Integer.parseInt(version.group(1)) >= OLDEST_MAJOR;
        } catch (IOException e) {
            return false;
        }
    }
}
