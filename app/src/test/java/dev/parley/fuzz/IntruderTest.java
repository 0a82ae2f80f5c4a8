package dev.parley.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ClosedChat;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.Signer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever tokens, cookies, tickets, names and addresses strangers try, on two instances: no request makes a fault, and no answer has a
 * word, a name or an id of what is private.
 *
 * <p>With {@code -Dparley.long=true} there are 100,000 requests, and another seed each time; {@code -Dparley.seed=…} repeats a run.
 */
@Timeout(900)
class IntruderTest {
    private static final boolean LONG = Boolean.getBoolean("parley.long");
    private static final long SEED = Long.getLong("parley.seed", LONG ? System.currentTimeMillis() : 7070);
    private static final int REQUESTS = LONG ? 50_000 : 3_000; // in each of the two modes
    private static final int ATTACKERS = 4;
    private static final String WORD = "zq-told-in-private";
    private static final String MEMBER = "Zq-Berta";

    /** That not even its name is known of. */
    private static final String VAULT = "private-zqvault";

    private static final Pattern ESCAPE = Pattern.compile("%(\\p{XDigit}{2})");

    private final List<String> secrets = new ArrayList<>(List.of(WORD, MEMBER, VAULT));
    private final Map<Integer, Integer> statuses = new ConcurrentSkipListMap<>();
    private ClosedChat chat;
    private Recorder member;
    private Intrusions.Loot loot;

    @AfterEach
    void stop() {
        if (chat != null) {
            member.close();
            chat.close();
        }
    }

    @BeforeEach
    void forget() {
        statuses.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "listen:* publish:*"})
    void whatIsPrivateStaysSo(String anyoneMay) throws Exception {
        open(anyoneMay);
        long start = System.nanoTime();
        attack();
        System.out.printf(
                "seed %d, anyone may %s: %d requests in %d ms, answered %s%n",
                SEED, anyoneMay, REQUESTS, (System.nanoTime() - start) / 1_000_000, statuses);
        chat.one().say("private-board", MEMBER, "marker", Signer.bearer(Signer.KEY));
        member.awaitText("marker");
        assertEquals(List.of(WORD, "marker"), member.texts()); // nobody else spoke there
        assertTrue(statuses.keySet().containsAll(List.of(200, 201, 400, 401, 403, 404)), statuses.toString());
    }

    /** Otherwise all this would show nothing. */
    @Test
    void whatWouldBeTakenIsNoticed() throws Exception {
        open("none");
        String token = loot.members().get(0);
        for (String request : List.of(
                "GET /private-board HTTP/1.1\r\n",
                "GET /subscribe/private-board?last=9 HTTP/1.1\r\n",
                "GET /private-board/members HTTP/1.1\r\n",
                "GET /channels HTTP/1.1\r\n")) {
            Attack attack = new Attack(
                    (request + "Host: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1),
                    List.of("GET"));
            assertThrows(
                    AssertionError.class,
                    () -> {
                        try (Attacker attacker = attacker(0, attack)) {
                            attacker.send(attack);
                        }
                    },
                    request);
        }
    }

    /** With something private in it, and those who may hear that. */
    private void open(String anyoneMay) {
        chat = new ClosedChat("--anyone-may=" + anyoneMay, "--origins=https://app.example");
        Http http = chat.one();
        String[] key = Signer.bearer(Signer.KEY);
        for (String channel : Intrusions.PRIVATE) {
            secrets.add(http.say(channel, MEMBER, WORD, key).id());
        }
        secrets.add(http.say(VAULT, MEMBER, WORD, key).id());
        http.say("plaza", "Ana", "hi", key);
        String all = "{\"listen\":[\"private-*\",\"user-*\"],\"operate\":true}";
        List<String> members = IntStream.range(0, 8)
                .mapToObj(i -> Signer.of("m" + i).name(MEMBER).may(all).token())
                .toList();
        member = Recorder.open(
                chat.instances.one.port(), "/subscribe/private-board?last=9", Signer.bearer(members.get(0)));
        loot = new Intrusions.Loot(members, stale(all), harmless(), tickets(members.get(1)));
        chat.moderate("{\"do\":\"revoke\",\"user\":\"revoked\"}");
    }

    private static List<String> stale(String grants) {
        return List.of(
                Signer.of("7").from(-600, -60).token(),
                Signer.of("old").may(grants).from(-600, -31).token(),
                Signer.of("revoked").may(grants).from(-60, 600).token(),
                Signer.of("early").may(grants).from(120, 600).token(),
                Signer.of("typo").may("{\"lisen\":[\"*\"]}").token());
    }

    private static List<String> harmless() {
        return List.of(
                Signer.of("42").name("Ana").token(),
                Signer.of("70")
                        .may("{\"listen\":[\"*\"],\"publish\":[\"*\"],\"emit\":[\"*\"]}")
                        .token(),
                Signer.of("4:2")
                        .may("{\"listen\":[\"u*\",\"*-7\",\"*:mail\",\"p*board\"]}")
                        .token(),
                Signer.of("{sub}")
                        .may("{\"listen\":[\"user-{sub}\",\"{sub}\"]}")
                        .token());
    }

    /** Used up by the one whose they were. */
    private List<String> tickets(String token) {
        return IntStream.range(0, 3)
                .mapToObj(i -> {
                    String ticket = chat.one()
                            .postJson("tickets", "{}", Signer.bearer(token))
                            .json()
                            .path("ticket")
                            .textValue();
                    Recorder.open(chat.instances.other.port(), "/subscribe/private-board?ticket=" + ticket)
                            .close();
                    return ticket;
                })
                .toList();
    }

    private void attack() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(ATTACKERS);
        List<Future<?>> attacks = IntStream.range(0, ATTACKERS)
                .<Future<?>>mapToObj(i -> threads.submit(() -> attack(i)))
                .toList();
        threads.shutdown();
        for (Future<?> attack : attacks) {
            try {
                attack.get();
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw new AssertionError("seed " + SEED + ": " + e.getCause().getMessage(), e.getCause());
            }
        }
    }

    private Void attack(int number) throws Exception {
        Random random = new Random(SEED * ATTACKERS + number);
        Intrusions source = new Intrusions(random, loot);
        Attack[] present = new Attack[1];
        try (Attacker attacker = new Attacker(port(number), random, said -> assertTellsNothing(said, present[0]))) {
            for (int i = 0; i < REQUESTS / ATTACKERS; i++) {
                present[0] = source.next();
                attacker.send(present[0]);
                attacker.answers().forEach(status -> statuses.merge(status, 1, Integer::sum));
            }
        }
        return null;
    }

    private Attacker attacker(int number, Attack attack) {
        return new Attacker(port(number), new Random(SEED), said -> assertTellsNothing(said, attack));
    }

    private int port(int number) {
        return (number % 2 == 0 ? chat.instances.one : chat.instances.other).port();
    }

    private void assertTellsNothing(String said, Attack attack) {
        for (String secret : secrets) {
            assertFalse(said.contains(secret), () -> "told " + secret + ": " + said);
        }
        String asked = decoded(new String(attack.bytes(), StandardCharsets.ISO_8859_1));
        for (String name : Intrusions.PRIVATE) {
            assertTrue(!said.contains(name) || asked.contains(name), () -> "told of " + name + ": " + said);
        }
    }

    /** With what its escapes mean, as far as they are some. */
    private static String decoded(String request) {
        return request
                + ESCAPE.matcher(request)
                        .replaceAll(escape ->
                                Matcher.quoteReplacement(Character.toString(Integer.parseInt(escape.group(1), 16))));
    }
}
