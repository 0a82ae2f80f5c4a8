package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.support.Heard;
import dev.parley.support.InstanceProcess;
import dev.parley.support.Recorder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import redis.clients.jedis.Jedis;

/**
 * Everyone sees who is here, whichever instance they are on, and nobody flickers.
 *
 * <p>An instance is killed first, so that the other tests use the time that its lease takes to run out.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PresenceTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static TwoInstances chat;
    private static Recorder survivor;
    private static long killed;

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis();
        survivor = on(chat.one, "killed?name=ana");
        try (InstanceProcess doomed = InstanceProcess.start(chat.redis, chat.prefix);
                Recorder bob = Recorder.open(doomed.port(), "/subscribe/killed?name=bob")) {
            survivor.awaitPresent("ana", "bob");
            bob.awaitPresent("ana", "bob");
            doomed.kill();
            killed = System.nanoTime();
        }
    }

    @AfterAll
    static void stop() {
        survivor.close();
        chat.close();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void peopleOfAnInstanceThatIsKilledAreGoneWithinItsLeaseAndOthersStay() {
        Duration left = LEASE.minusNanos(System.nanoTime() - killed);
        await().atMost(left.isNegative() ? Duration.ofSeconds(1) : left)
                .until(() -> survivor.events("presence")
                        .get(survivor.events("presence").size() - 1)
                        .names()
                        .equals(List.of("ana")));
        assertTrue(survivor.events("presence").stream()
                .allMatch(event -> event.names().contains("ana")));
        assertEquals(
                1, chat.other.http().get("/killed/members").json().path("count").asInt());
        try (Jedis jedis = chat.redis.connectFor(chat.prefix + "killed")) {
            assertEquals(1, jedis.zcard("{" + chat.prefix + "killed}:people"), "nothing is left of it");
        }
    }

    @Test
    void peopleOnBothInstancesAreSeenOnBothAndListedByBoth() {
        try (Recorder ana = on(chat.one, "both?name=ana");
                Recorder bob = on(chat.other, "both?name=bob")) {
            ana.awaitPresent("ana", "bob");
            bob.awaitPresent("ana", "bob");
            Heard told = ana.events("presence").get(ana.events("presence").size() - 1);
            assertEquals("{\"count\":2,\"members\":[\"ana\",\"bob\"]}", told.data());
            for (TestInstance instance : chat.both()) {
                assertEquals(
                        "{\"channel\":\"both\",\"count\":2,\"members\":[{\"name\":\"ana\"},{\"name\":\"bob\"}]}",
                        instance.http().get("/both/members").text());
            }
        }
    }

    @Test
    void nobodyIsHereWhereNobodyIsWhateverIsLeftThere() {
        try (Jedis jedis = chat.redis.connectFor(chat.prefix + "nobody")) {
            String people = "{" + chat.prefix + "nobody}:people";
            Stream.of("junk", " ", "bob\0endedlease").forEach(entry -> jedis.zadd(people, 0, entry));
        }
        for (TestInstance instance : chat.both()) {
            assertEquals(
                    "{\"channel\":\"nobody\",\"count\":0,\"members\":[]}",
                    instance.http().get("/nobody/members").text());
        }
    }

    @Test
    void whoGaveNoNameIsToldAndNotCounted() {
        try (Recorder anonymous = on(chat.one, "anonymous");
                Recorder nameless = on(chat.one, "anonymous?name=")) {
            anonymous.awaitPresent();
            nameless.awaitPresent();
            try (Recorder ana = on(chat.other, "anonymous?name=ana")) {
                Stream.of(anonymous, nameless, ana).forEach(listener -> listener.awaitPresent("ana"));
            }
        }
    }

    @Test
    void whoGaveANameIsInTheFirstListThatTheyGet() {
        try (Recorder ana = on(chat.one, "first?name=ana")) {
            ana.awaitPresent("ana");
            try (Recorder bob = on(chat.one, "first?name=bob");
                    Recorder cleo = on(chat.other, "first?name=cleo")) {
                Stream.of(ana, bob, cleo).forEach(listener -> listener.awaitPresent("ana", "bob", "cleo"));
                for (Recorder listener : List.of(ana, bob, cleo)) {
                    String name = listener == ana ? "ana" : listener == bob ? "bob" : "cleo";
                    assertTrue(listener.events("presence").get(0).names().contains(name));
                }
            }
        }
    }

    @Test
    void namesAreSafeToShow() {
        String name = "%3Cb%3E%26%20%22x%22%20'%F0%9F%98%80";
        String shown = "&lt;b&gt;&amp; &#34;x&#34; &#39;\uD83D\uDE00";
        try (Recorder listener = on(chat.one, "markup?name=" + name)) {
            listener.awaitPresent(shown);
            JsonNode members = chat.other.http().get("/markup/members").json().path("members");
            assertEquals(shown, members.path(0).path("name").textValue());
        }
    }

    @Test
    void aReloadAHopAndASecondTabAreNoNewsAndWhoIsGoneForLongLeaves() {
        on(chat.one, "left?name=ana").close();
        try (Recorder observer = on(chat.other, "linger");
                Recorder tab = on(chat.one, "linger?name=ana")) {
            Recorder secondTab = on(chat.other, "linger?name=ana");
            Recorder reloading = on(chat.one, "linger?name=bob");
            Recorder hopping = on(chat.one, "linger?name=cleo");
            Recorder leaving = on(chat.one, "linger?name=zoe");
            observer.awaitPresent("ana", "bob", "cleo", "zoe");
            int settled = observer.events("presence").size();

            secondTab.close();
            reloading.close();
            hopping.close();
            try (Recorder reloaded = on(chat.one, "linger?name=bob");
                    Recorder hopped = on(chat.other, "linger?name=cleo")) {
                reloaded.awaitPresent("ana", "bob", "cleo", "zoe");
                hopped.awaitPresent("ana", "bob", "cleo", "zoe");
                leaving.close();
                List<Recorder> all = List.of(observer, tab, reloaded, hopped);
                all.forEach(listener -> listener.awaitPresent("ana", "bob", "cleo"));
                // she closed hers last, so whatever the others' absence would have changed was due before
                assertEquals(settled + 1, observer.events("presence").size());
            }
        }
        try (Jedis jedis = chat.redis.connectFor(chat.prefix + "left")) {
            for (String kept : List.of("people", "tally")) {
                String key = "{" + chat.prefix + "left}:" + kept;
                await().untilAsserted(() -> assertFalse(jedis.exists(key), "nothing is kept of an empty channel"));
            }
        }
    }

    @Test
    void aFloodOfMessagesDoesNotHideWhoIsHere() {
        AtomicBoolean enough = new AtomicBoolean();
        try (Recorder observer = on(chat.other, "flood")) {
            observer.awaitPresent();
            CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
                while (!enough.get()) {
                    chat.http().say("flood", "mason", "more");
                }
            });
            observer.awaitMessages(50);
            try (Recorder ana = on(chat.one, "flood?name=ana")) {
                ana.awaitPresent("ana");
                observer.awaitPresent("ana");
            } finally {
                enough.set(true);
                flood.join();
            }
            chat.http().say("flood", "mason", "the end");
            observer.awaitText("the end");
            observer.assertDense();
            assertTrue(observer.events("presence").stream()
                    .map(Heard::names)
                    .allMatch(names -> names.isEmpty() || names.equals(List.of("ana"))));
        }
    }

    private static Recorder on(TestInstance instance, String channelAndName) {
        return Recorder.open(instance.port(), "/subscribe/" + channelAndName);
    }
}
