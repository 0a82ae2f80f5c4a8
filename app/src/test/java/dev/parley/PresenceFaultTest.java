package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Heard;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** Who is here stays here, whatever happens to Redis. */
@Timeout(90)
class PresenceFaultTest {
    private TestRedis redis;
    private TwoInstances chat;
    private Recorder observer;
    private Recorder ana;
    private Recorder bob;

    @BeforeEach
    void start() {
        redis = TestRedis.own();
        chat = new TwoInstances(redis);
        observer = Recorder.open(chat.one.port(), "/subscribe/room");
        ana = Recorder.open(chat.one.port(), "/subscribe/room?name=ana");
        bob = Recorder.open(chat.other.port(), "/subscribe/room?name=bob");
        List.of(observer, ana, bob).forEach(listener -> listener.awaitPresent("ana", "bob"));
    }

    @AfterEach
    void stop() {
        List.of(observer, ana, bob).forEach(Recorder::close);
        chat.close();
        redis.close();
    }

    @Test
    void neitherALinkThatIsCutNorARedisThatIsRestartedEmptyIsALeave() {
        int told = observer.events("presence").size();
        try (Jedis jedis = redis.connect()) {
            jedis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
        }
        await().until(() -> observer.events("status").size() == 2);
        assertNobodyIsMissingUntilSomeoneComes("cut", told);

        told = observer.events("presence").size();
        redis.stop();
        await().until(() -> observer.events("status").size() == 3);
        redis.startAgain();
        await().until(() -> observer.events("status").size() == 4);
        assertNobodyIsMissingUntilSomeoneComes("restarted", told);
    }

    @Test
    void aRedisThatIsWipedWhileEveryoneIsConnectedIsNoLeave() {
        int told = observer.events("presence").size();
        try (Jedis jedis = redis.connect()) {
            jedis.flushAll();
        }
        assertNobodyIsMissingUntilSomeoneComes("wiped", told);
    }

    @Test
    void whoComesWhileRedisTakesNoWritesIsSeenWhenItDoes() {
        try (Jedis jedis = redis.connect()) {
            jedis.configSet("min-replicas-to-write", "1");
            try (Recorder cleo = Recorder.open(chat.other.port(), "/subscribe/room?name=cleo")) {
                await().until(() -> rejected(jedis, "sadd") > 0);
                jedis.configSet("min-replicas-to-write", "0");
                List.of(observer, ana, bob, cleo).forEach(listener -> listener.awaitPresent("ana", "bob", "cleo"));
            }
        }
    }

    @Test
    void whoIsAloneIsToldSoThoughRedisTakesNoWritesWhenTheyComeAndWhenTheyLeave() {
        try (Jedis jedis = redis.connect()) {
            jedis.configSet("min-replicas-to-write", "1");
            try (Recorder dan = Recorder.open(chat.one.port(), "/subscribe/empty?name=dan")) {
                await().until(() -> rejected(jedis, "sadd") > 0);
                jedis.configSet("min-replicas-to-write", "0");
                dan.awaitPresent("dan");
                jedis.configSet("min-replicas-to-write", "1");
            }
            await().until(() -> rejected(jedis, "srem") > 0);
            try (Recorder dan = Recorder.open(chat.one.port(), "/subscribe/empty?name=dan")) {
                dan.awaitPresent("dan"); // there is nothing to be written any more
            }
        }
    }

    private static long rejected(Jedis jedis, String command) {
        return jedis.info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceFirst(".*rejected_calls=(\\d+),.*", "$1")))
                .sum();
    }

    /** Someone who comes afterwards is news; the others must have been in everything that was told meanwhile. */
    private void assertNobodyIsMissingUntilSomeoneComes(String name, int told) {
        try (Recorder newcomer = Recorder.open(chat.other.port(), "/subscribe/room?name=" + name)) {
            for (Recorder listener : List.of(observer, ana, bob, newcomer)) {
                await().until(() -> listener.events("presence").stream()
                        .anyMatch(event -> event.names().contains(name)));
            }
            for (Recorder listener : List.of(observer, ana, bob)) {
                List<Heard> all = listener.events("presence");
                all.subList(Math.min(told, all.size()), all.size())
                        .forEach(event -> assertTrue(event.names().containsAll(List.of("ana", "bob")), event.data()));
            }
            String members = chat.other.http().get("/room/members").text();
            assertTrue(members.contains("ana") && members.contains("bob") && members.contains(name), members);
        }
    }
}
