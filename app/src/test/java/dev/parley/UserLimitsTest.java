package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.Signer;
import dev.parley.support.TestRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is verified is limited by themselves, and not by what others do at their address; nor does their address give them more. */
@Timeout(60)
class UserLimitsTest {
    private static final String[] KEY = Signer.bearer(Signer.KEY);

    private final List<Recorder> streams = new ArrayList<>();
    private TestInstance chat;

    @AfterEach
    void stop() {
        streams.forEach(Recorder::close);
        chat.close();
    }

    @Test
    void aCompanyBehindOneAddressHasAStreamForEachOfItsPeople() {
        start("--streams-per-address=2");
        for (int i = 0; i < 6; i++) {
            open("plaza", Signer.of("employee-" + i).bearer());
        }
        for (int i = 0; i < 2; i++) {
            open("plaza"); // guests of the same address
        }
        assertRefused("streams_per_address", chat.http().get("/subscribe/plaza"));
        open("plaza", Signer.of("another").bearer());
    }

    @Test
    void aUserHasSoManyStreamsWithWhateverTokenAndWhereverTheyAre() {
        start("--streams-per-user=2", "--trusted-proxies=127.0.0.1");
        Recorder first = open("plaza", at("9.9.9.1"));
        open("plaza,square", at("9.9.9.2"));
        assertRefused("streams_per_user", chat.http().get("/subscribe/plaza", at("9.9.9.3")));
        open("plaza", Signer.of("another").bearer());
        first.close();
        await().until(() -> streamsOpen() == 2);
        open("plaza", at("9.9.9.3"));
    }

    @Test
    void theChannelsOfAUsersStreamsAreBoundedToo() {
        start("--streams-per-user=9"); // so 36 channels
        String[] ana = Signer.of("42").bearer();
        open(String.join(",", IntStream.range(0, 32).mapToObj(i -> "c" + i).toList()), ana);
        open("c1,c2,c3,c4", ana);
        assertRefused("channels_per_user", chat.http().get("/subscribe/c1", ana));
        open("c1");
    }

    @Test
    void aProgramIsNotCounted() {
        start("--streams-per-address=1", "--streams-per-user=1");
        for (int i = 0; i < 3; i++) {
            open("plaza", KEY);
        }
        open("plaza");
        assertRefused("streams_per_address", chat.http().get("/subscribe/plaza"));
    }

    @Test
    void whatAUserSaysIsCountedByUserAndWhatGuestsSayByAddress() {
        start("--post-rate=1/h");
        for (String[] who : List.of(
                Signer.of("42").name("Ana").bearer(),
                Signer.of("43").name("Ana").bearer(),
                new String[0])) {
            assertEquals(201, say(who).status());
            assertEquals(201, say(who).status());
            assertRefused("post_rate", say(who));
        }
        assertEquals(201, say(KEY).status());
        assertRefused("post_rate", say(Signer.of("42").name("Ana").bearer()));
    }

    @Test
    void whereAddressesHaveNoLimitUsersHaveNone() {
        start("--streams-per-address=off", "--streams-per-user=1");
        for (int i = 0; i < 3; i++) {
            open("plaza", Signer.of("42").bearer());
        }
    }

    private void start(String... flags) {
        List<String> all = new ArrayList<>(List.of(flags));
        all.add("--token-key=" + Signer.keyFile(Signer.SECRET));
        all.add("--api-keys=" + Signer.keyFile(Signer.KEY_SETTING));
        all.add("--anyone-may=listen:* publish:* operate");
        chat = TestInstance.start(TestRedis.shared(), "test:" + UUID.randomUUID() + ":", all.toArray(String[]::new));
    }

    private Recorder open(String channels, String... headers) {
        Recorder stream = Recorder.open(chat.port(), "/subscribe/" + channels, headers);
        stream.awaitEvent("welcome");
        streams.add(stream);
        return stream;
    }

    /** The same person, with a token of its own, at another address. */
    private static String[] at(String address) {
        return new String[] {"Authorization", "Bearer " + Signer.of("42").token(), "X-Forwarded-For", address};
    }

    private Http.Answer say(String... headers) {
        return chat.http().say("plaza", "Ana", "hi", headers);
    }

    private int streamsOpen() {
        return chat.http()
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("parley_streams "))
                .mapToInt(line -> (int) Double.parseDouble(line.substring("parley_streams ".length())))
                .sum();
    }

    private void assertRefused(String reason, Http.Answer answer) {
        assertEquals(429, answer.status(), answer.text());
        assertTrue(answer.header("Retry-After").isPresent());
        assertTrue(
                chat.http()
                        .get("/metrics")
                        .text()
                        .lines()
                        .anyMatch(line -> line.matches("parley_refusals_total\\{reason=\"" + reason + "\"} [1-9].*")),
                reason);
    }
}
