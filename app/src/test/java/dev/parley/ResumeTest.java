package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.support.BareClient;
import dev.parley.support.Burst;
import dev.parley.support.Heard;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever comes back with a cursor, to any instance, misses nothing and hears nothing twice, or is told. */
class ResumeTest {
    private static final int HISTORY = 3_000;

    @AutoClose
    private static TwoInstances chat;

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis("--history", Integer.toString(HISTORY));
    }

    @Test
    void aListenerCutAtRandomTwentyTimesInABurstHearsAllOfItOnce() {
        Random random = new Random(42);
        List<Heard> heard = new ArrayList<>();
        String cursor = "0-0";
        Burst burst = Burst.start("cut", 2_000, chat.one.http(), chat.other.http());
        for (int cut = 0; cut < 20; cut++) {
            Recorder leg =
                    Recorder.cutAfter(1 + random.nextInt(90), instance(cut).port(), "cut", cursor);
            heard.addAll(leg.messages());
            cursor = leg.cursor();
            assertTrue(leg.events("reset").isEmpty());
        }
        burst.awaitPosted();
        try (Recorder rest = Recorder.resume(chat.one.port(), "cut", cursor)) {
            heard.addAll(rest.awaitMessages(2_000 - heard.size()));
        }
        Recorder.assertDense(heard);
        assertEquals(
                burst.sortedTexts(), heard.stream().map(Heard::text).sorted().toList());
    }

    @Test
    void theFirstListenerOfAChannelDuringABurstHearsAllThatFollowsItsWelcome() {
        Burst burst = Burst.start("first", 500, chat.one.http());
        try (Recorder ahead = Recorder.open(chat.one.port(), "/subscribe/first")) {
            ahead.awaitMessages(20);
            try (Recorder first = Recorder.open(chat.other.port(), "/subscribe/first")) {
                long welcome = first.events("welcome").get(0).n();
                burst.awaitPosted();
                List<Heard> heard = first.awaitMessages((int) (499 - welcome));
                assertEquals(welcome + 1, heard.get(0).n());
                first.assertDense();
            }
        }
    }

    @Test
    void theCursorZeroMeansFromTheBeginning() {
        say("beginning", "one", "two");
        for (TestInstance instance : chat.both()) {
            try (Recorder listener = Recorder.resume(instance.port(), "beginning", "0-0")) {
                listener.awaitText("two");
                assertEquals(List.of("one", "two"), listener.texts());
                assertTrue(listener.events("reset").isEmpty());
            }
        }
    }

    @Test
    void whoComesWithoutACursorGetsAsManyPastMessagesAsAskedFor() {
        say("last", "one", "two", "three");
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/last?last=2")) {
            chat.http().say("last", "mason", "marker");
            listener.assertTexts(List.of("two", "three"), "marker");
            listener.assertDense();
        }
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/last")) {
            chat.http().say("last", "mason", "next");
            listener.assertTexts(List.of(), "next");
        }
    }

    @Test
    void theHeaderWinsOverTheQuery() {
        List<String> ids = say("header", "one", "two", "three");
        String path = "/subscribe/header?last_event_id=" + ids.get(0);
        try (Recorder listener = Recorder.open(chat.one.port(), path)) {
            listener.awaitText("three");
            assertEquals(List.of("two", "three"), listener.texts());
        }
        try (Recorder listener = Recorder.open(chat.one.port(), path, "Last-Event-ID", ids.get(1))) {
            listener.awaitText("three");
            assertEquals(List.of("three"), listener.texts());
        }
    }

    /** event-source-polyfill sends the first in place of the header, Mercure's clients the second. */
    @ParameterizedTest
    @ValueSource(strings = {"lastEventId", "lastEventID", "last-event-id", "last_event_id"})
    void aCursorMayComeUnderTheNamesThatLibrariesGiveIt(String name) {
        List<String> ids = say("named-" + name, "one", "two", "three");
        String path = "/subscribe/named-" + name + "?" + name + "=";
        assertResumed(path + ids.get(0), "two", "three");
        assertResumed(path + ids.get(0) + "&" + name + "=" + ids.get(1), "three");
        assertResumed(
                path + ids.get(1) + "&last_event_id=" + (name.equals("last_event_id") ? ids.get(1) : ids.get(0)),
                "three");
        try (Recorder listener = Recorder.open(chat.one.port(), path + ids.get(0), "Last-Event-ID", ids.get(1))) {
            listener.awaitText("three");
            assertEquals(List.of("three"), listener.texts());
        }
    }

    private static void assertResumed(String path, String... texts) {
        try (Recorder listener = Recorder.open(chat.other.port(), path)) {
            listener.awaitText("three");
            assertEquals(List.of(texts), listener.texts());
        }
    }

    /** Clients that were cut within an id line send half of it; and by the standard, any status but 200 ends them for good. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "179549",
                "1795490000000-",
                "x",
                "1-2-3",
                "01-1",
                "1-12345678901234567890",
                "unread=",
                "unread=1-1,unread=1-2",
                "%",
                "a%=1-1"
            })
    void aCursorThatCanNotBeReadInTheHeaderBeginsWithAReset(String half) {
        List<String> ids = say("unread-" + half.hashCode(), "one", "two");
        for (TestInstance instance : chat.both()) {
            assertResetToTheOldest(instance, "unread-" + half.hashCode(), half, "unknown", ids.get(0), ids.get(1));
        }
        try (Recorder several = Recorder.resume(chat.one.port(), "unread-a,unread-b", half)) {
            await().until(() -> several.events("reset").size() == 2);
        }
    }

    @Test
    void aPlainIdForSeveralChannelsInTheHeaderResetsThemAll() {
        String id = say("plain", "one").get(0);
        try (Recorder several = Recorder.resume(chat.one.port(), "plain,plain-too", id)) {
            await().until(() -> several.events("reset").size() == 2);
            several.awaitText("one");
        }
    }

    @Test
    void aCursorThatIsTooOldIsResetToTheOldestMessage() {
        try (TwoInstances forgetful = TwoInstances.onSharedRedis("--history", "10")) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                ids.add(forgetful.http().say("old", "mason", "message " + i).id());
            }
            for (TestInstance instance : forgetful.both()) {
                for (String cursor : List.of(ids.get(0), "0-0")) {
                    assertResetToTheOldest(instance, "old", cursor, "expired", ids.get(20), ids.get(29));
                }
                try (Recorder listener = Recorder.resume(instance.port(), "old", ids.get(19))) {
                    listener.awaitText("message 29");
                    assertEquals(10, listener.messages().size());
                    assertTrue(listener.events("reset").isEmpty(), "nothing is missing after " + ids.get(19));
                }
            }
        }
    }

    @Test
    void aCursorThatIsNoneOfThisChannelIsReset() {
        List<String> ids = say("mine", "one", "two");
        String another = say("another", "one").get(0);
        String future = ids.get(0).replaceAll("-.*", "-1000");
        for (TestInstance instance : chat.both()) {
            for (String cursor : List.of(another, future, "1-1", "99999999999999-0")) {
                assertResetToTheOldest(instance, "mine", cursor, "unknown", ids.get(0), ids.get(1));
            }
            assertResetToTheOldest(instance, "never-used", future, "unknown", "0-0", "0-0");
        }
    }

    @Test
    void whoIsCutBeforeTheirResetIsResetWhenTheyComeBack() {
        say("cut-early", "one", "two");
        for (TestInstance instance : chat.both()) {
            try (BareClient cut =
                    BareClient.request(instance.port(), "/subscribe/cut-early", "Last-Event-ID", "99999999999999-7")) {
                cut.readHead();
                assertTrue(cut.readBlock().endsWith("\nid: 99999999999999-7\n\n"), "the first block moves nobody");
                assertTrue(cut.readBlock().startsWith("event: reset\n"));
            }
        }
    }

    private static void assertResetToTheOldest(
            TestInstance instance, String channel, String cursor, String reason, String oldest, String head) {
        try (Recorder listener = Recorder.resume(instance.port(), channel, cursor)) {
            JsonNode reset = listener.awaitEvent("reset").json();
            assertEquals(reason, reset.path("reason").textValue());
            assertEquals(oldest, reset.path("oldest").textValue());
            assertEquals(head, reset.path("head").textValue());
            if (!head.equals("0-0")) {
                List<Heard> heard = listener.awaitMessages((int) (n(head) - n(oldest) + 1));
                assertEquals(oldest, heard.get(0).id());
                listener.assertDense();
            }
        }
    }

    private static long n(String id) {
        return new Heard(id, "", "").n();
    }

    private static List<String> say(String channel, String... texts) {
        List<String> ids = new ArrayList<>();
        for (String text : texts) {
            Http.Answer answer = chat.http().say(channel, "mason", text);
            ids.add(answer.id());
        }
        return ids;
    }

    private static TestInstance instance(int i) {
        return chat.both().get(i % 2);
    }
}
