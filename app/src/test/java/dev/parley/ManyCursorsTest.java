package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Burst;
import dev.parley.support.Heard;
import dev.parley.support.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever comes back to many channels with the last id they saw, to any instance, misses nothing in any of them. */
class ManyCursorsTest {
    @AutoClose
    private static TwoInstances chat;

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis();
    }

    @Test
    void fiveChannelsCutAtRandomThirtyTimesInABurstAreHeardWholeAndOnce() {
        int each = 300;
        List<String> names = IntStream.range(0, 5).mapToObj(i -> "cut-" + i).toList();
        String list = String.join(",", names);
        Random random = new Random(7);
        List<Heard> heard = new ArrayList<>();
        String cursor =
                String.join(",", names.stream().map(name -> name + "=0-0").toList());
        List<Burst> bursts = names.stream()
                .map(name -> Burst.start(name, each, chat.one.http(), chat.other.http()))
                .toList();
        for (int cut = 0; cut < 30; cut++) {
            Recorder leg = Recorder.cutAfter(
                    1 + random.nextInt(45), chat.both().get(cut % 2).port(), list, cursor);
            heard.addAll(leg.messages());
            cursor = leg.cursor();
            assertTrue(leg.events("reset").isEmpty());
        }
        bursts.forEach(Burst::awaitPosted);
        try (Recorder rest = Recorder.resume(chat.other.port(), list, cursor)) {
            heard.addAll(rest.awaitMessages(5 * each - heard.size()));
        }
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            List<Heard> ofChannel = heard.stream()
                    .filter(message -> message.channel().equals(name))
                    .toList();
            Recorder.assertDense(ofChannel);
            assertEquals(
                    bursts.get(i).sortedTexts(),
                    ofChannel.stream().map(Heard::text).sorted().toList());
        }
    }

    @Test
    void aChannelThatTheCursorDoesNotNameStartsFreshAndOneThatNobodyAskedForIsIgnored() {
        String a = say("some-a", "a1", "a2");
        say("some-b", "b1", "b2");
        String other = say("some-other", "o1", "o2");
        String cursor = "some-other=" + other + ",some-a=" + a;
        for (TestInstance instance : chat.both()) {
            try (Recorder listener = Recorder.resume(instance.port(), "some-a,some-b?last=1", cursor)) {
                listener.awaitText("a2");
                listener.awaitText("b2");
                assertEquals(List.of("a2"), texts(listener, "some-a"));
                assertEquals(List.of("b2"), texts(listener, "some-b"));
                assertEquals(2, listener.messages().size());
                assertTrue(listener.events("reset").isEmpty());
            }
            try (Recorder listener = Recorder.resume(instance.port(), "some-b", cursor)) {
                String marker = "marker on " + instance.port();
                chat.http().say("some-b", "mason", marker);
                listener.assertTexts(List.of(), marker);
                assertTrue(listener.events("reset").isEmpty());
            }
            chat.http().say("some-b", "mason", "b2"); // so that it is the last one again
        }
    }

    @Test
    void aCompositeIdResumesASingleChannelWhoseIdsArePlainThen() {
        String id = say("single", "one", "two");
        for (String cursor : List.of("single=" + id, "elsewhere=1-1,single=" + id)) {
            try (Recorder listener = Recorder.resume(chat.other.port(), "single", cursor)) {
                assertEquals(id, listener.events("welcome").get(0).id());
                assertEquals(
                        List.of("two"),
                        listener.awaitMessages(1).stream().map(Heard::text).toList());
            }
        }
    }

    @Test
    void theIdMayComeInTheQueryAndTheHeaderWins() {
        String first = say("query-\u00E9", "one", "two", "three");
        String second = first.replaceFirst("-0$", "-1");
        String path = "/subscribe/query-%C3%A9,query-b?last_event_id=";
        // as encodeURIComponent writes the id, and as it stands in the id line
        for (String label : List.of("query-%25C3%25A9%3D", "query-%C3%A9=")) {
            try (Recorder listener = Recorder.open(chat.one.port(), path + label + first)) {
                listener.awaitText("three");
                assertEquals(List.of("two", "three"), listener.texts());
            }
        }
        String header = "query-b=0-0,query-%C3%A9=" + second;
        try (Recorder listener =
                Recorder.open(chat.one.port(), path + "query-%C3%A9=" + first, "Last-Event-ID", header)) {
            listener.awaitText("three");
            assertEquals(List.of("three"), listener.texts());
        }
    }

    @Test
    void aChannelThatHadNoMessageYetIsResumedFromItsBeginning() {
        String cursor;
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/empty-a,empty-b")) {
            cursor = listener.events("welcome").get(0).id();
            assertEquals("empty-a=0-0,empty-b=0-0", cursor);
        }
        say("empty-b", "while away", "still away");
        try (Recorder listener = Recorder.resume(chat.other.port(), "empty-b,empty-a", cursor)) {
            listener.awaitText("still away");
            assertEquals(List.of("while away", "still away"), listener.texts());
        }
    }

    /** @return the id of the first */
    private static String say(String channel, String... texts) {
        String first = null;
        for (String text : texts) {
            String id = chat.http()
                    .say(channel.replace("\u00E9", "%C3%A9"), "mason", text)
                    .id();
            first = first == null ? id : first;
        }
        return first;
    }

    private static List<String> texts(Recorder listener, String channel) {
        return listener.messages(channel).stream().map(Heard::text).toList();
    }
}
