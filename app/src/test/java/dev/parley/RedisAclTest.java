package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.support.ClusterNode;
import dev.parley.support.Http;
import dev.parley.support.InstanceProcess;
import dev.parley.support.Recorder;
import dev.parley.support.Signer;
import dev.parley.support.TestCluster;
import dev.parley.support.TestRedis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.params.XAddParams;

/** A Redis user with the rights that the README names, and with fewer. */
class RedisAclTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Path SCALING = Path.of("..", "docs", "scaling.md");
    private static final Pattern CLUSTER_RULES = Pattern.compile("For a Redis Cluster these, and `([^`]+)`");
    private static final Pattern RULES = Pattern.compile("ACL SETUSER parley on >secret ([^`]+)```");
    private static final Pattern MORE_RULES = Pattern.compile("`--hear=both` add `([^`]+)`");
    private static final String PREFIX = "chat:"; // that of the rules
    private static final boolean LONG = Boolean.getBoolean("parley.long");

    @AutoClose
    private TestRedis redis = TestRedis.own();

    @ParameterizedTest
    @ValueSource(strings = {"all", "interest", "both"})
    void theRightsInTheReadmeAreEnoughAndNoneIsTooMuch(String hear) throws IOException {
        assumeTrue(!hear.equals("both") || LONG, "only in a full run (bin/test --long)");
        assertEnoughAndNoneTooMuch(rules(hear), () -> {}, "--hear=" + hear);
    }

    @Test
    void theRightsForAClusterAreEnoughAndNoneIsTooMuch() throws IOException {
        assumeTrue(LONG, "only in a full run (bin/test --long)");
        redis.close();
        TestCluster cluster = TestCluster.start();
        redis = TestRedis.of(cluster);
        int slot = TestCluster.slot("chat:travels");
        ClusterNode target = cluster.anotherMaster(slot);
        List<String> rules = rules("interest");
        rules.addAll(rules(CLUSTER_RULES, SCALING));
        assertEnoughAndNoneTooMuch(rules, () -> {
            cluster.openSlot(slot, target);
            while (cluster.moveKeys(slot, target) > 0) {
                // all that there are: what is said meanwhile is stored where they go to
            }
        });
        cluster.closeSlot(slot, target);
    }

    /** @param travels moves what the chat keeps of a channel of that name, half way */
    private void assertEnoughAndNoneTooMuch(List<String> rules, Runnable travels, String... flags) {
        letIn(rules);
        onAll(Jedis::configResetStat);
        try (InstanceProcess instance = launch("secret", flags).awaitReady();
                Jedis jedis = redis.connect()) {
            leadABusyLife(instance);
            jedis.publish("chat:room", "raw again");
            await().until(() -> instance.http().get("/room").text().contains("raw again"));
            try (Recorder listener = Recorder.open(instance.port(), "/subscribe/travels")) {
                travels.run();
                assertEquals(201, instance.http().say("travels", "mason", "hi").status());
                listener.awaitText("hi");
            }
            assertEquals(0, instance.terminate()); // while it holds a lease, which it gives back
            assertEquals(List.of(), refusals(instance));
        }
        onAll(jedis -> assertEquals(List.of(), jedis.aclLog()));
        Set<String> allowed = rules.stream()
                .filter(rule -> rule.startsWith("+"))
                .map(rule -> rule.substring(1))
                .collect(Collectors.toCollection(TreeSet::new));
        allowed.removeAll(called());
        assertEquals(Set.of(), allowed, "never called");
    }

    @Test
    void aWrongPasswordIsToldInTheLogAndKeptToItself() throws IOException {
        letIn(rules());
        try (InstanceProcess instance = launch("mistaken")) {
            await().until(() -> !refusals(instance).isEmpty());
            assertTrue(
                    refusals(instance).get(0).contains("Redis does not let us in (WRONGPASS"),
                    refusals(instance)::toString);
            Http.Answer ready = instance.http().get("/readyz");
            assertEquals(503, ready.status());
            assertTrue(!ready.text().contains("mistaken"));
            assertTrue(instance.log().stream().noneMatch(line -> line.contains("mistaken")));
            letIn(List.of(">mistaken")); // as good a password from now on
            instance.awaitReady();
        }
    }

    @Test
    void withoutTheNoticesOfPresenceItDoesNotStart() throws IOException {
        letIn(without("&{chat:*}:members", rules()));
        try (InstanceProcess instance = launch("secret")) {
            await().until(() -> !refusals(instance).isEmpty());
            assertTrue(
                    refusals(instance).get(0).contains("Redis does not let us in (NOPERM"),
                    refusals(instance)::toString);
            assertEquals(503, instance.http().get("/readyz").status());
        }
    }

    @Test
    void withoutTheRightsOfInterestAnInstanceThatHearsSoDoesNotStart() throws IOException {
        letIn(rules());
        try (InstanceProcess instance = launch("secret", "--hear=interest")) {
            await().until(() -> !refusals(instance).isEmpty());
            assertTrue(
                    refusals(instance).get(0).contains("Redis does not let us in (NOPERM"),
                    refusals(instance)::toString);
            letIn(moreRules());
            instance.awaitReady();
        }
    }

    @Test
    void whoMayNotPublishIsNotReadyUntilTheyMay() throws IOException {
        letIn(without("+xadd", rules()));
        try (InstanceProcess instance = launch("secret").awaitReady()) {
            Http.Answer refused = instance.http().say("room", "mason", "refused");
            assertEquals(503, refused.status());
            assertTrue(refused.text().contains("Redis takes no messages now"), refused::text);
            await().until(() -> instance.http().get("/readyz").status() == 503);
            assertEquals(1, refusals(instance).size(), refusals(instance)::toString);
            letIn(rules());
            instance.awaitReady();
            assertEquals(201, instance.http().say("room", "mason", "taken").status());
        }
    }

    @Test
    void whatPresenceMayNotDoIsToldOnceAndTheChatGoesOn() throws IOException {
        List<String> rules = without("~{chat:*}:*", rules());
        rules.addAll(List.of("~{chat:*}:log", "~{chat:*}:sent:*", "~{chat:*}:adopter"));
        letIn(rules);
        try (InstanceProcess instance = launch("secret").awaitReady();
                Recorder listener = Recorder.open(instance.port(), "/subscribe/room?name=mason")) {
            await().until(() -> !refusals(instance).isEmpty());
            for (int i = 0; i < 3; i++) {
                assertEquals(503, instance.http().get("/room/members").status());
                assertEquals(
                        201, instance.http().say("room", "mason", "hi " + i).status());
            }
            listener.awaitText("hi 2");
            assertEquals(1, refusals(instance).size(), refusals(instance)::toString);
            assertTrue(refusals(instance).get(0).contains("Redis refuses what Parley needs: NOPERM"));
        }
    }

    /** It could be another's tag, so nobody gets one. */
    @Test
    void whoMayNotReadTheSecretTellsNobodyATag() throws IOException {
        List<String> rules = without("~chat:*", rules());
        rules.addAll(List.of("~chat:leases", "~chat:channels", "~chat:denied"));
        letIn(rules);
        try (InstanceProcess instance = launch("secret").awaitReady()) {
            String json = "{\"sender\":\"mason\",\"message\":\"hi\",\"browser\":\"0123456789abcdef\"}";
            Http.Answer refused = instance.http().postJson("room", json);
            assertEquals(503, refused.status(), refused.text());
            assertTrue(refused.header("Retry-After").isPresent());
            assertEquals(503, instance.http().postJson("room/typing", json).status());
            assertEquals(201, instance.http().say("room", "mason", "hi").status());
            Recorder.open(instance.port(), "/subscribe/room?name=mason").close();
            try (Recorder sentAway = Recorder.request(instance.port(), "/subscribe/room?browser=0123456789abcdef")) {
                assertEquals(
                        "redis",
                        sentAway.awaitEvent("bye").json().path("reason").textValue());
            }
            letIn(rules());
            await().until(() -> instance.http().postJson("room", json).status() == 201);
        }
    }

    private void leadABusyLife(InstanceProcess instance) {
        Http http = instance.http();
        try (Recorder listener = Recorder.open(instance.port(), "/subscribe/room,other?name=mason")) {
            http.say("room", "mason", "hi", "Idempotency-Key", "k");
            assertEquals(
                    200, http.say("room", "mason", "hi", "Idempotency-Key", "k").status());
            listener.awaitText("hi");
            for (int i = 0; i < 20; i++) { // more than a history of 100 may take
                String large = "{\"event\":\"large\",\"data\":{\"x\":\"" + "'".repeat(3_200) + "\"}}";
                assertEquals(201, http.postJson("large", large).status());
            }
            http.say("gone", "mason", "hi");
            at("{chat:gone}:log", (jedis, key) -> jedis.del(key));
            http.postJson("other/typing", "{\"sender\":\"ana\"}");
            listener.awaitEvent("typing");
            listener.awaitEvent("presence");
            at(
                    "{chat:room}:adopter",
                    (jedis, key) ->
                            jedis.set(key, "someone else", SetParams.setParams().px(300)));
            at("chat:room", (jedis, topic) -> jedis.publish(topic, "raw"));
            listener.awaitText("raw");
            assertEquals(200, http.get("/room?after=0-0").status());
            await().until(() -> http.get("/room/members").text().contains("mason"));
            await().until(() -> at("chat:channels", Jedis::zcard) == 3);
            assertEquals(
                    1,
                    http.get("/channels")
                            .json()
                            .path("channels")
                            .path(0)
                            .path("members")
                            .asInt());
            withTickets(instance);
            loseTheNewest(listener);
            assertEquals(201, http.say("room", "mason", "a new epoch").status());
            listener.awaitText("a new epoch");
            at("{chat:closed}:log", RedisAclTest::closeAnEpoch);
            assertEquals(201, http.say("closed", "mason", "hi").status());
        }
        await().until(() -> http.get("/room/members").json().path("count").asInt() == 0);
        await().until(() -> called().contains("hdel")); // what histories take is written down
    }

    private static void withTickets(InstanceProcess instance) {
        Http.Answer made =
                instance.http().postJson("tickets", "{}", Signer.of("42").bearer());
        String ticket = made.json().path("ticket").textValue();
        try (Recorder stream = Recorder.open(instance.port(), "/subscribe/room?ticket=" + ticket)) {
            stream.awaitEvent("welcome");
            assertEquals(
                    204,
                    instance.http()
                            .postJson("operator/moderation", "{\"do\":\"revoke\",\"user\":\"42\"}")
                            .status());
            stream.awaitEnd();
        }
    }

    /** As a failover does, so that the epoch is closed when the link stands again. */
    private void loseTheNewest(Recorder listener) {
        at(
                "{chat:room}:log",
                (jedis, log) ->
                        jedis.xdel(log, jedis.xrevrange(log, "+", "-", 1).get(0).getID()));
        onAll(jedis -> jedis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB)));
        await().until(() -> listener.events("status").size() >= 2
                || !listener.events("reset").isEmpty());
        await().until(() -> called().contains("xsetid"));
    }

    /** As an instance does that has seen more than Redis has. */
    private static Object closeAnEpoch(Jedis jedis, String log) {
        jedis.xadd(log, XAddParams.xAddParams().id("5-0"), Map.of("event", "{}"));
        return jedis.eval(
                "return redis.call('XSETID', KEYS[1], ARGV[1])", List.of(log), List.of("5-18446744073709551615"));
    }

    private InstanceProcess launch(String password, String... more) {
        List<String> flags = new ArrayList<>(List.of(
                "--drain=0s",
                "--history=100",
                "--token-key=" + Signer.keyFile(Signer.SECRET),
                "--anyone-may=listen:* publish:* emit:* operate"));
        flags.addAll(List.of(more));
        return InstanceProcess.launch(
                List.of(),
                redis.uri().toString().replace("://", "://parley:" + password + "@"),
                PREFIX,
                flags.toArray(String[]::new));
    }

    private void letIn(List<String> rules) {
        List<String> all = new ArrayList<>(List.of("on", ">secret"));
        all.addAll(rules);
        onAll(jedis -> jedis.aclSetUser("parley", all.toArray(String[]::new)));
    }

    private void onAll(Consumer<Jedis> what) {
        for (Jedis each : redis.connectToAll()) {
            try (each) {
                what.accept(each);
            }
        }
    }

    /** Where that key is. */
    private <T> T at(String key, BiFunction<Jedis, String, T> what) {
        try (Jedis jedis = redis.connectFor(key)) {
            return what.apply(jedis, key);
        }
    }

    private static List<String> refusals(InstanceProcess instance) {
        return instance.log().stream()
                .filter(line -> line.contains("WARN") || line.contains("ERROR"))
                .filter(line -> !line.contains("is away") && !line.contains("has lost messages"))
                .toList();
    }

    private Set<String> called() {
        Set<String> called = new HashSet<>();
        onAll(jedis -> jedis.info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_"))
                .map(line -> line.substring("cmdstat_".length(), line.indexOf(':')))
                .forEach(called::add));
        return called;
    }

    private static List<String> rules() throws IOException {
        return rules(RULES);
    }

    private static List<String> rules(String hear) throws IOException {
        return switch (hear) {
            case "all" -> rules();
            case "interest" -> // as docs/scaling.md says
                Stream.concat(without("+ping", without("&{chat:*}:typing", rules())).stream(), moreRules().stream())
                        .collect(Collectors.toCollection(ArrayList::new));
            default ->
                Stream.concat(without("+ping", rules()).stream(), moreRules().stream())
                        .toList();
        };
    }

    private static List<String> moreRules() throws IOException {
        return rules(MORE_RULES);
    }

    private static List<String> rules(Pattern place) throws IOException {
        return rules(place, README);
    }

    private static List<String> rules(Pattern place, Path page) throws IOException {
        Matcher found = place.matcher(Files.readString(page, StandardCharsets.UTF_8));
        assertTrue(found.find());
        return List.of(found.group(1).strip().split("\\s+"));
    }

    private static List<String> without(String rule, List<String> rules) {
        assertTrue(rules.contains(rule));
        return rules.stream().filter(other -> !other.equals(rule)).collect(Collectors.toCollection(ArrayList::new));
    }
}
