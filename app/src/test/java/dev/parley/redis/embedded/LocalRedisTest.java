package dev.parley.redis.embedded;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.ClassPath;
import dev.parley.support.TestRedis;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisException;

/** The Redis that Parley brings: for everybody to publish to, for its owner's instances to use, and never left behind. */
class LocalRedisTest {
    private static final Optional<Path> IN_MEMORY = Optional.empty();

    @TempDir
    private Path home;

    private final int port = TestRedis.freePort();

    @Test
    void anyoneOnThisMachineMayPublish() throws IOException {
        try (LocalRedis local = find();
                Jedis stranger = new Jedis("localhost", port)) {
            assertEquals(0, stranger.publish("chat:everyone", "deploying"));
            assertEquals(" (embedded, in memory only)", local.remark());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET chat:secret",
                "SET a b",
                "KEYS *",
                "CONFIG GET dir",
                "CONFIG SET maxmemory 1mb",
                "EVAL return 0",
                "REPLICAOF localhost 1",
                "ACL LIST",
                "SUBSCRIBE chat:everyone",
                "SHUTDOWN"
            })
    void nobodyElseMayDoAnythingButPublish(String line) throws IOException {
        String[] words = line.split(" ", -1);
        try (LocalRedis local = find();
                Jedis stranger = new Jedis("localhost", port)) {
            assertThrows(
                    JedisAccessControlException.class,
                    () -> stranger.sendCommand(
                            Protocol.Command.valueOf(words[0]), Arrays.copyOfRange(words, 1, words.length)));
            assertEquals("PONG", asParley(local, Jedis::ping));
        }
    }

    @Test
    void itIsBoundedInMemory() throws IOException {
        try (LocalRedis local = find()) {
            long bytes = Long.parseLong(
                    asParley(local, jedis -> jedis.configGet("maxmemory").get("maxmemory")));
            assertEquals(
                    "noeviction",
                    asParley(local, jedis -> jedis.configGet("maxmemory-policy").get("maxmemory-policy")));
            assertTrue(bytes >= 64L << 20 && bytes <= 1L << 30, bytes + " bytes");
        }
    }

    @Test
    void onlyItsOwnerReadsThePassword() throws IOException {
        try (LocalRedis local = find()) {
            Path file = home.resolve(".parley").resolve("redis-" + port);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
            assertTrue(local.url().toString().contains(Files.readString(file).strip()));
        }
    }

    @Test
    void thePasswordIsOnNoCommandLine() throws IOException {
        try (LocalRedis local = find()) {
            String password = Files.readString(home.resolve(".parley").resolve("redis-" + port))
                    .strip();
            assertEquals("PONG", asParley(local, Jedis::ping));
            assertTrue(ProcessHandle.current()
                    .descendants()
                    .noneMatch(each -> each.info().commandLine().orElse("").contains(password)));
        }
    }

    @Test
    void theSecondInstanceUsesTheRedisOfTheFirst() throws IOException {
        try (LocalRedis first = find();
                LocalRedis second = find()) {
            asParley(first, jedis -> jedis.set("said", "hi"));
            assertEquals("hi", asParley(second, jedis -> jedis.get("said")));
        }
    }

    @Test
    void anotherPersonsInstanceIsToldThatItMayNot(@TempDir Path elsewhere) throws IOException {
        try (LocalRedis first = find()) {
            IOException refused = assertThrows(IOException.class, () -> LocalRedis.find(port, IN_MEMORY, elsewhere));
            assertTrue(refused.getMessage().contains("set --redis-url"), refused.getMessage());
            assertEquals("PONG", asParley(first, Jedis::ping));
        }
    }

    @Test
    void aRedisThatNoParleyBroughtIsUsedAsItIs() throws IOException {
        try (TestRedis other = TestRedis.own();
                LocalRedis local = LocalRedis.find(other.uri().getPort(), IN_MEMORY, home)) {
            assertEquals(
                    "redis://localhost:" + other.uri().getPort(), local.url().toString());
            assertEquals("", local.remark());
        }
    }

    @Test
    void whenTheInstanceThatBroughtItGoesAnotherBringsItUpAgain() throws IOException {
        LocalRedis first = find();
        try (LocalRedis second = find()) {
            second.keepUp(() -> answers(second));
            first.close();
            await().until(() -> answers(second));
        }
        await().until(() -> !listens());
    }

    @Test
    void withDataItSurvivesARestart() throws IOException {
        Optional<Path> data = Optional.of(home.resolve("data"));
        try (LocalRedis local = LocalRedis.find(port, data, home)) {
            asParley(local, jedis -> jedis.set("said", "hi"));
            assertEquals(" (embedded, kept in " + data.get() + ")", local.remark());
        }
        try (LocalRedis again = LocalRedis.find(port, data, home)) {
            assertEquals("hi", asParley(again, jedis -> jedis.get("said")));
        }
    }

    @Test
    void whoBringsItUpAgainGoesOnWithTheSameData() throws IOException {
        LocalRedis first = LocalRedis.find(port, Optional.of(home.resolve("data")), home);
        asParley(first, jedis -> jedis.set("said", "hi"));
        try (LocalRedis second = find()) {
            second.keepUp(() -> answers(second));
            first.close();
            await().until(() -> answers(second));
            assertEquals("hi", asParley(second, jedis -> jedis.get("said")));
        }
    }

    @Test
    void dataThatWouldNotBeKeptIsRefused() throws IOException {
        try (LocalRedis first = find()) {
            IOException refused = assertThrows(
                    IOException.class, () -> LocalRedis.find(port, Optional.of(home.resolve("data")), home));
            assertTrue(refused.getMessage().contains("leave --data out"), refused.getMessage());
            assertEquals("PONG", asParley(first, Jedis::ping));
        }
    }

    /** A terminal sends Ctrl-C to what is in its session. */
    @Test
    void ctrlCReachesParleyAlone() throws IOException {
        Password password = Password.keptOrNew(home.resolve("password"));
        try (EmbeddedRedis redis = EmbeddedRedis.start(RedisProgram.choose(), port, password, IN_MEMORY)) {
            assertNotEquals(session("self"), session(Long.toString(redis.pid())));
        }
    }

    @Test
    void theBundledOneServesWhereNoneIsInstalled() throws IOException {
        Password password = Password.keptOrNew(home.resolve("password"));
        RedisProgram bundled = RedisProgram.bundled();
        try (EmbeddedRedis redis = EmbeddedRedis.start(bundled, port, password, IN_MEMORY)) {
            assertTrue(redis.isAlive());
            assertTrue(listens());
        }
        assertTrue(Files.notExists(bundled.path()), "it is left behind");
    }

    @Test
    void aTakenPortIsTold() {
        try (TestRedis other = TestRedis.own()) {
            Password password = Password.keptOrNew(home.resolve("password"));
            IOException refused = assertThrows(
                    IOException.class,
                    () -> EmbeddedRedis.start(RedisProgram.choose(), other.uri().getPort(), password, IN_MEMORY));
            assertTrue(refused.getMessage().contains("did not start on port"), refused.getMessage());
        }
    }

    @Test
    void itIsNotLeftBehindWhenItsInstanceIsKilled() throws IOException {
        Process instance = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        ClassPath.own(),
                        Bringer.class.getName(),
                        Integer.toString(port),
                        home.toString())
                .start();
        await().until(this::listens);
        assertEquals('x', instance.getInputStream().read());
        instance.destroyForcibly();
        await().until(() -> !listens());
    }

    /** A process that brings a Redis, and waits to be killed. */
    static final class Bringer {
        private Bringer() {}

        public static void main(String[] args) throws IOException {
            LocalRedis local = LocalRedis.find(Integer.parseInt(args[0]), IN_MEMORY, Path.of(args[1]));
            System.out.print("x");
            System.out.flush();
            System.in.read();
            local.close();
        }
    }

    private LocalRedis find() throws IOException {
        return LocalRedis.find(port, IN_MEMORY, home);
    }

    private static <T> T asParley(LocalRedis local, Function<Jedis, T> question) {
        try (Jedis jedis = new Jedis(URI.create(local.url().toString()))) {
            return question.apply(jedis);
        }
    }

    private static boolean answers(LocalRedis local) {
        try {
            return asParley(local, Jedis::ping) != null;
        } catch (JedisException away) {
            return false;
        }
    }

    private boolean listens() {
        try (Jedis jedis = new Jedis("localhost", port)) {
            return jedis.ping() != null;
        } catch (JedisException away) {
            return false;
        }
    }

    private static String session(String pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", pid, "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
    }
}
