package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.Signer;
import dev.parley.support.TestRedis;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisMonitor;
import redis.clients.jedis.exceptions.JedisException;

/**
 * No second door: every route that there is, each way to ask for it, and everybody who may come. A route without a row here fails, and so
 * does an answer that says anything of a channel to who may not hear it.
 */
class GateTest {
    /** What must not be in any answer to a stranger: the channel's name apart, which they have said themselves. */
    private static final String SAID = "the-secret-word";

    private static final String MEMBER = "Berta";

    @AutoClose
    private static ClosedChat chat;

    /** Who comes, as headers. */
    @SuppressWarnings("ImmutableEnumChecker") // nobody writes into the array
    private enum Who {
        NOBODY(),
        BAD("Authorization", "Bearer nonsense"),
        FORGED(Signer.bearer(user("42").signed(Signer.OTHER_SECRET.getBytes(StandardCharsets.UTF_8)))),
        EXPIRED(user("42").from(-600, -60).bearer()),
        BAD_COOKIE("Cookie", "parley=nonsense"),
        EXPIRED_COOKIE("Cookie", "parley=" + user("42").from(-600, -60).token()),
        BAD_KEY("Authorization", "Bearer rails." + "x".repeat(43)),
        KEY_AS_COOKIE("Cookie", "parley=" + Signer.KEY),
        PROXYS_BASIC("Authorization", "Basic YTpi"),
        /** A good token that grants something else. */
        OTHERS(user("43").may("{\"listen\":[\"*\"],\"publish\":[\"*\"]}").bearer()),
        LISTENER(user("44")
                .may("{\"listen\":[\"private-team\",\"private-team:*\"]}")
                .bearer()),
        SPEAKER(user("45").may("{\"publish\":[\"private-team\"]}").bearer()),
        OWN(user("46")
                .may(
                        "{\"listen\":[\"private-team\",\"private-team:*\"],\"publish\":[\"private-team\"],\"emit\":[\"private-team\"]}")
                .bearer()),
        OPERATOR(user("47").may("{\"operate\":true}").bearer()),
        KEY(Signer.bearer(Signer.KEY));

        final String[] headers;

        Who(String... headers) {
            this.headers = headers;
        }
    }

    private static final Set<Who> UNKNOWN = Set.of(Who.NOBODY, Who.PROXYS_BASIC);
    private static final Set<Who> REFUSED = Set.of(
            Who.BAD, Who.FORGED, Who.EXPIRED, Who.BAD_COOKIE, Who.EXPIRED_COOKIE, Who.BAD_KEY, Who.KEY_AS_COOKIE);

    private static final Set<String> FOR_PEOPLE =
            Set.of("POST /tickets", "POST /session", "DELETE /session", "GET /session/read", "POST /session/read");

    /**
     * One way to ask for a route.
     *
     * @param route as it is registered
     * @param ok what who may is answered with
     * @param may who may, beside {@code KEY}, which may everything; null for everybody
     */
    private record Row(String route, String path, String accept, String body, int ok, Set<Who> may) {
        boolean isStream() {
            return "text/event-stream".equals(accept);
        }

        int expected(Who who) {
            if (who == Who.KEY && FOR_PEOPLE.contains(route)) {
                return 403; // a program has no person to hand on, nor one to sign in or out
            }
            if (may == null || may.contains(who) || who == Who.KEY) {
                return ok;
            }
            return UNKNOWN.contains(who) || REFUSED.contains(who) ? 401 : 403;
        }

        @Override
        public String toString() {
            return route + " as " + accept + (body == null ? "" : " with " + body);
        }
    }

    private static final Set<Who> LISTENERS = Set.of(Who.LISTENER, Who.OWN);
    private static final Set<Who> SPEAKERS = Set.of(Who.SPEAKER, Who.OWN);
    private static final Set<Who> USERS = Set.of(Who.OTHERS, Who.LISTENER, Who.SPEAKER, Who.OWN, Who.OPERATOR);
    private static final String HTML = "text/html";
    private static final String SSE = "text/event-stream";
    private static final String JSON = "application/json";
    private static final String MESSAGE = "{\"message\":\"hi\"}";

    private static List<Row> rows() {
        return List.of(
                new Row("GET /", "/", HTML, null, 200, null),
                new Row("GET /assets/<file>", "/assets/js/parley.js", JSON, null, 200, null),
                new Row("GET /healthz", "/healthz", JSON, null, 200, null),
                new Row("GET /readyz", "/readyz", JSON, null, 200, null),
                new Row("GET /metrics", "/metrics", JSON, null, 200, Set.of(Who.OPERATOR)),
                new Row("GET /channels", "/channels", JSON, null, 200, USERS),
                new Row("GET /subscribe/{channel}", "/subscribe/private-team", SSE, null, 200, LISTENERS),
                new Row("GET /subscribe/{channel}", "/subscribe/private-team?last=50", SSE, null, 200, LISTENERS),
                new Row("GET /subscribe/{channel}", "/subscribe/private-team:*?last=9", SSE, null, 200, LISTENERS),
                new Row("GET /{channel}", "/private-team", SSE, null, 200, LISTENERS),
                new Row("GET /{channel}", "/private-team", HTML, null, 200, null),
                new Row("GET /{channel}", "/private-team", JSON, null, 200, LISTENERS),
                new Row("GET /{channel}", "/private-team?after=0-0&limit=200", "*/*", null, 200, LISTENERS),
                new Row("GET /{channel}/members", "/private-team/members", JSON, null, 200, LISTENERS),
                new Row("POST /{channel}", "/private-team", JSON, MESSAGE, 201, SPEAKERS),
                new Row(
                        "POST /{channel}",
                        "/private-team",
                        JSON,
                        "{\"event\":\"x\",\"data\":{}}",
                        201,
                        Set.of(Who.OWN)),
                new Row("POST /{channel}/typing", "/private-team/typing", JSON, "{}", 204, SPEAKERS),
                new Row("GET /{channel}/push", "/private-team/push", JSON, null, 200, LISTENERS),
                new Row(
                        "POST /{channel}/push",
                        "/private-team/push",
                        JSON,
                        "{\"endpoint\":\"https://web.push.apple.com/x\",\"level\":\"none\"}",
                        204,
                        LISTENERS),
                new Row("POST /tickets", "/tickets", JSON, "{}", 201, USERS),
                new Row("POST /session", "/session", JSON, "", 204, USERS),
                new Row("DELETE /session", "/session", JSON, null, 204, null),
                new Row("GET /session/read", "/session/read", JSON, null, 200, USERS),
                new Row("POST /session/read", "/session/read", JSON, "{\"read\":{}}", 200, USERS),
                new Row(
                        "POST /operator/moderation",
                        "/operator/moderation",
                        JSON,
                        "{\"do\":\"revoke\",\"user\":\"nobody\"}",
                        204,
                        Set.of(Who.OPERATOR)));
    }

    @BeforeAll
    static void start() {
        chat = new ClosedChat();
        Http http = chat.one();
        String[] key = Signer.bearer(Signer.KEY);
        assertEquals(201, http.say("private-team", "Ana", SAID, key).status());
        String[] berta = Signer.of("9")
                .name(MEMBER)
                .may("{\"listen\":[\"private-team\"]}")
                .bearer();
        Recorder.open(chat.instances.one.port(), "/subscribe/private-team", berta)
                .awaitEvent("presence");
    }

    @Test
    void everyRouteHasARow() {
        Set<String> rows = rows().stream()
                .flatMap(row -> Stream.of(row.route(), row.route().replace("GET ", "HEAD ")))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(rows, new TreeSet<>(chat.instances.one.routes()));
    }

    /** Which says whether one may, and nothing that a GET would not. */
    @Test
    void aHeadIsAnsweredAsAGetWouldBe() {
        Map<String, String> wrong = new TreeMap<>();
        rows().stream().filter(row -> row.route().startsWith("GET ")).forEach(row -> {
            for (Who who : Who.values()) {
                Http.Answer head = chat.one().head(row.path(), with(who, "Accept", row.accept()));
                if (head.status() != row.expected(who)) {
                    wrong.put(row + " by " + who, "expected " + row.expected(who) + ", got " + head.status());
                }
                assertEquals("", head.text());
            }
        });
        assertEquals(Map.of(), wrong);
    }

    @Test
    void whoeverComesIsAnsweredAsTheyMay() {
        Map<String, String> wrong = new TreeMap<>();
        for (Row row : rows()) {
            for (Who who : Who.values()) {
                int expected = row.expected(who);
                String got = answer(row, who, "private-team");
                if (!got.startsWith(expected + " ")) {
                    wrong.put(row + " by " + who, "expected " + expected + ", got " + got);
                }
                if (expected >= 400 && (got.contains(SAID) || got.contains(MEMBER))) {
                    wrong.put(row + " by " + who, "told: " + got);
                }
            }
        }
        assertEquals(Map.of(), wrong);
    }

    /** Not even whether there is such a channel. */
    @Test
    void aChannelThatIsThereLooksLikeOneThatIsNot() {
        for (Row row : rows()) {
            for (Who who : Who.values()) {
                boolean isStranger = UNKNOWN.contains(who) || REFUSED.contains(who) || who == Who.OTHERS;
                if (row.expected(who) >= 400 && isStranger) {
                    String there = answer(row, who, "private-team");
                    String not = answer(row, who, "private-none").replace("private-none", "private-team");
                    assertEquals(there, not, row + " by " + who);
                }
            }
        }
    }

    @Test
    void theDirectoryNamesWhatOneMayHearOnly() {
        chat.one().say("plaza", "Ana", "hi", Signer.bearer(Signer.KEY));
        await().until(() ->
                chat.one().get("/channels", Who.OTHERS.headers).text().contains("plaza"));
        assertTrue(chat.one().get("/channels", Who.LISTENER.headers).text().contains("private-team"));
        String others = chat.one().get("/channels", Who.OTHERS.headers).text();
        assertTrue(others.contains("plaza") && !others.contains("private-team"), others);
        String speakers = chat.one().get("/channels", Who.SPEAKER.headers).text();
        assertFalse(speakers.contains("plaza") || speakers.contains("private-team"), speakers);
    }

    @Test
    void aCursorLeadsToNoOtherChannel() {
        String[] own = Who.OTHERS.headers;
        String cursor = "plaza=0-0,private-team=0-0";
        List<String> headers = new ArrayList<>(List.of(own));
        Collections.addAll(headers, "Last-Event-ID", cursor);
        Recorder stream = Recorder.open(chat.instances.one.port(), "/subscribe/plaza", headers.toArray(String[]::new));
        String welcome = stream.awaitEvent("welcome").toString();
        assertFalse(welcome.contains("private-team"), welcome);
        stream.close();
    }

    /** All of a family must be granted, whatever of it there is; one's own always is. */
    @Test
    void aFamilyIsHeardByWhoMayHearAllOfIt() {
        assertEquals(
                403, chat.one().get("/subscribe/user-42:*", Who.OTHERS.headers).status());
        assertEquals(
                403,
                chat.one().get("/subscribe/plaza,user-42:*", Who.OTHERS.headers).status());
        assertEquals(
                403,
                chat.one()
                        .get("/subscribe/user-43:*,user-42:mail", Who.OTHERS.headers)
                        .status());
        assertEquals(401, chat.one().get("/subscribe/user-43:*").status());
        Recorder own = Recorder.open(chat.instances.one.port(), "/subscribe/user-43:*,plaza", Who.OTHERS.headers);
        chat.instances.inject("user-42:mail", "not yours");
        chat.instances.inject("user-43:mail", "yours");
        own.awaitText("yours");
        assertFalse(own.texts().contains("not yours"));
        own.close();
    }

    /** Also where only some of a family is private: what nobody granted would join the stream with its first message. */
    @Test
    void aFamilyWithSomethingPrivateInItIsHeardOnlyByWhoMayHearThatToo() {
        try (ClosedChat secretive = new ClosedChat("--private=team:secret-*,user-*")) {
            String[] team = Signer.of("50").may("{\"listen\":[\"team:*\"]}").bearer();
            String[] all = Signer.of("51")
                    .may("{\"listen\":[\"team:*\",\"team:secret-*\"]}")
                    .bearer();
            String[] secrets =
                    Signer.of("52").may("{\"listen\":[\"team:secret-*\"]}").bearer();
            Http http = secretive.one();
            assertEquals(403, http.get("/subscribe/team:*", team).status());
            assertEquals(403, http.get("/subscribe/team:secret-a:*", team).status());
            assertEquals(403, http.get("/team:secret-a", team).status());
            assertEquals(200, http.get("/team:plans", team).status());
            assertEquals(403, http.get("/subscribe/team:*", all).status()); // no one pattern covers it
            assertEquals(200, http.get("/team:secret-a", all).status());
            assertEquals(403, http.get("/subscribe/team:*", secrets).status());
            Recorder.open(secretive.instances.one.port(), "/subscribe/team:secret-a:*", secrets)
                    .close();
            Recorder.open(secretive.instances.one.port(), "/subscribe/team:plans:*", team)
                    .close();
        }
    }

    /** What it names is not even looked for. */
    @Test
    void aCursorMakesNothingOfAnotherChannelBeLoaded() {
        try (TestRedis redis = TestRedis.own();
                TestInstance alone = TestInstance.start(
                        redis,
                        "chat:",
                        "--token-key=" + Signer.keyFile(Signer.SECRET),
                        "--api-keys=" + Signer.keyFile(Signer.KEY_SETTING))) {
            alone.http().say("private-team", "Ana", SAID, Signer.bearer(Signer.KEY));
            List<String> asked = asked(redis);
            String[] own = Who.OTHERS.headers;
            String cursors = "plaza=0-0,private-team=0-0";
            for (String path :
                    List.of("/subscribe/plaza", "/subscribe/plaza?lastEventId=plaza%3D0-0%2Cprivate-team%3D0-0")) {
                String[] headers = path.contains("?") ? own : new String[] {own[0], own[1], "Last-Event-ID", cursors};
                Recorder stream = Recorder.open(alone.port(), path, headers);
                assertFalse(stream.cursor().contains("private-team"), stream.cursor());
                stream.close();
            }
            try (Jedis jedis = redis.connect()) {
                jedis.get("marker");
            }
            await().until(() -> asked.stream().anyMatch(command -> command.contains("marker")));
            assertTrue(asked.stream().anyMatch(command -> command.contains("plaza")), asked.toString());
            assertEquals(
                    List.of(),
                    asked.stream()
                            .filter(command -> command.contains("private-team"))
                            .toList());
        }
    }

    /** From now on all that anybody asks of it. */
    private static List<String> asked(TestRedis redis) {
        List<String> commands = new CopyOnWriteArrayList<>();
        Thread monitor = new Thread(() -> {
            try (Jedis jedis = redis.connect()) {
                jedis.monitor(new JedisMonitor() {
                    @Override
                    public void onCommand(String command) {
                        commands.add(command);
                    }
                });
            } catch (JedisException ended) {
                // with its Redis
            }
        });
        monitor.setDaemon(true);
        monitor.start();
        try (Jedis jedis = redis.connect()) {
            await().until(() -> {
                jedis.get("begin");
                return !commands.isEmpty();
            });
        }
        return commands;
    }

    @Test
    void refusedTokensAreCounted() {
        String series = "parley_refusals_total{reason=\"token\"}";
        double before = figure(series);
        chat.one().get("/private-team", Who.FORGED.headers);
        chat.one().get("/private-team", Who.EXPIRED_COOKIE.headers);
        assertEquals(before + 2, figure(series));
    }

    private static double figure(String series) {
        return chat.one()
                .get("/metrics", Who.KEY.headers)
                .text()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** Of several channels all must be granted; which are not is told. */
    @Test
    void theRefusedChannelsAreNamed() {
        Http.Answer answer = chat.one().get("/subscribe/plaza,private-team,private-none", Who.OTHERS.headers);
        assertEquals(403, answer.status());
        assertEquals(
                "[\"private-team\",\"private-none\"]",
                answer.json().path("channels").toString());
        assertEquals("not_granted", answer.json().path("reason").textValue());
    }

    @Test
    void namesCantBeWrittenRoundTheGate() {
        for (String path : List.of(
                "/subscribe/private%2Dteam",
                "/subscribe/plaza%2Cprivate-team",
                "/%70rivate-team",
                "//private-team",
                "/private-team/",
                "/./private-team",
                "/x/../private-team",
                "/private-team;x=1",
                "/private-team?",
                "/subscribe/private-team,")) {
            Http.Answer answer = chat.one().get(path, "Authorization", Who.OTHERS.headers[1], "Accept", JSON);
            assertTrue(answer.status() >= 400 || !answer.text().contains(SAID), path + ": " + answer.text());
            assertTrue(answer.status() != 200, path + ": " + answer.status());
        }
    }

    /** Status, the challenge and what was told. */
    private static String answer(Row row, Who who, String channel) {
        String path = row.path().replace("private-team", channel);
        if (row.isStream() && row.expected(who) == 200) {
            Recorder stream = Recorder.open(chat.instances.one.port(), path, with(who, "Accept", SSE));
            stream.awaitEvent("welcome");
            stream.close();
            return "200 ";
        }
        Http.Answer answer = ask(row, path, who);
        return answer.status() + " " + answer.header("WWW-Authenticate").orElse("-") + " " + answer.text();
    }

    private static Http.Answer ask(Row row, String path, Who who) {
        if (row.route().startsWith("DELETE")) {
            return chat.one().delete(path, with(who));
        }
        return row.body() == null
                ? chat.one().get(path, with(who, "Accept", row.accept()))
                : chat.one().post(path, JSON, row.body().getBytes(StandardCharsets.UTF_8), with(who));
    }

    /** Of whom nothing can be revoked alone, so that signing out ends nothing that others of these rows need. */
    private static Signer user(String sub) {
        return Signer.of(sub).with("jti", null);
    }

    private static String[] with(Who who, String... more) {
        // a browser says that for its own page
        String[] own = who.headers.length > 0 && who.headers[0].equals("Cookie")
                ? new String[] {"Sec-Fetch-Site", "same-origin"}
                : new String[0];
        return Stream.of(who.headers, own, more).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
