package dev.parley.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * All that lets people in, in these tests: whoever makes or gets a token, a key, a cookie or a ticket notes it here, and then it is
 * looked for in every answer ({@link Http}), in Redis when a test has ended ({@link TestRedis}), and when all have, in all that was
 * logged ({@code SecretsAfterwards}).
 *
 * <p>What is looked for are its words, the longest runs of letters that they are written in: so each part of a token counts, and
 * looking through a log takes as long as reading it.
 *
 * <p>Threading: may be used by anyone.
 */
public final class Secrets {
    /** Where each process of the tests leaves the words that it noted. */
    public static final Path NOTES = Path.of("target", "secrets");

    private static final int SHORTEST = 20;
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{" + SHORTEST + ",}");
    private static final int MAX_KEYS = 5_000;
    private static final int SOME = 500;

    private static final Set<String> NOTED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Secrets::leave, "secrets"));
    }

    private Secrets() {}

    /** From now on nobody may write it anywhere. */
    public static String note(String secret) {
        words(secret).forEach(NOTED::add);
        return secret;
    }

    /**
     * Looks through a text.
     *
     * @throws AssertionError when something secret is in it
     */
    public static void assertNoneIn(String what, String text) {
        if (NOTED.isEmpty()) {
            return;
        }
        words(text).filter(NOTED::contains).findFirst().ifPresent(word -> {
            throw new AssertionError(what + " has the secret " + word + ": " + text);
        });
    }

    /**
     * Looks through the keys that begin so, some thousands at most, and what they hold.
     *
     * @throws AssertionError when something secret is there
     */
    public static void assertNoneIn(Jedis redis, String prefix) {
        if (NOTED.isEmpty()) {
            return;
        }
        ScanParams ours = new ScanParams()
                .match(prefix.replaceAll("[\\[\\]*?\\\\]", "\\\\$0") + "*")
                .count(SOME);
        Set<String> keys = new TreeSet<>();
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> some = redis.scan(cursor, ours);
            keys.addAll(some.getResult());
            cursor = some.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START) && keys.size() < MAX_KEYS);
        keys.forEach(key -> assertNoneIn("the key " + key + " in Redis", key + " " + value(redis, key)));
    }

    /** The words noted by all processes of the tests, this one's apart. */
    public static Set<String> noted() {
        try (Stream<Path> files = Files.exists(NOTES) ? Files.list(NOTES) : Stream.empty()) {
            return files.flatMap(file -> lines(file).stream()).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where in these files one of the words is: file, number of the line, and the line. */
    public static List<String> found(Collection<Path> files, Set<String> words) {
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            int number = 0;
            for (String line : lines(file)) {
                number++;
                if (words(line).anyMatch(words::contains)) {
                    found.add(file + ":" + number + ": " + line);
                }
            }
        }
        return found;
    }

    static Stream<String> words(String text) {
        return WORD.matcher(text).results().map(MatchResult::group);
    }

    private static List<String> lines(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String value(Jedis redis, String key) {
        return switch (redis.type(key)) {
            case "string" -> redis.get(key);
            case "hash" -> redis.hgetAll(key).toString();
            case "zset" -> redis.zrange(key, 0, SOME).toString();
            case "set" -> redis.smembers(key).toString();
            case "stream" -> text(redis.sendCommand(Command.XREVRANGE, key, "+", "-", "COUNT", Integer.toString(SOME)));
            default -> "";
        };
    }

    /** As it came: ids that others have put there may be larger than Jedis can read. */
    private static String text(Object answer) {
        if (answer instanceof List<?> parts) {
            return parts.stream().map(Secrets::text).collect(Collectors.joining(" "));
        }
        return answer instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(answer);
    }

    private static void leave() {
        if (!NOTED.isEmpty()) {
            try {
                Files.createDirectories(NOTES);
                Files.write(NOTES.resolve(ProcessHandle.current().pid() + ".txt"), new TreeSet<>(NOTED));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
