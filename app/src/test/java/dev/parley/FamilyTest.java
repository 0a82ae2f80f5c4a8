package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Heard;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A family is every channel of it, also those that begin while somebody listens, or while they are away. */
class FamilyTest {
    private static final int HISTORY = 5;

    @AutoClose
    private static TwoInstances chat;

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis("--history", Integer.toString(HISTORY));
    }

    @Test
    void aChannelThatBeginsJoinsTheStreamWithItsFirstMessage() {
        try (Recorder one = Recorder.open(chat.one.port(), "/subscribe/live:*");
                Recorder other = Recorder.open(chat.other.port(), "/subscribe/live:*")) {
            Heard welcome = one.events("welcome").get(0);
            assertEquals("live%3A*=0-0", welcome.id());
            assertEquals("[]", welcome.json().path("channels").toString());
            assertEquals("[\"live:*\"]", welcome.json().path("families").toString());
            chat.inject("live:mail", "{\"message\":\"injected\"}");
            String posted = say("live:work", "posted");
            say("live:work", "again");
            for (Recorder listener : List.of(one, other)) {
                listener.awaitText("injected");
                listener.awaitText("again");
                assertEquals(List.of("injected"), texts(listener.messages("live:mail")));
                assertEquals(List.of("posted", "again"), texts(listener.messages("live:work")));
                assertEquals(posted, listener.awaitText("posted").ownId());
                assertTrue(listener.cursor().endsWith(",live%3A*=0-0"), listener.cursor());
            }
        }
    }

    @Test
    void whatBeginsWhileTheClientIsAwayArrivesOnceOnWhateverInstance() {
        String cursor;
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/away:*")) {
            say("away:old", "before");
            listener.awaitText("before");
            cursor = listener.cursor();
        }
        chat.inject("away:mail", "injected");
        say("away:old", "meanwhile");
        await().until(() -> retained("away:mail") == 1);
        for (int i = 0; i < 2; i++) {
            for (TestInstance instance : chat.both()) {
                try (Recorder back = Recorder.resume(instance.port(), "away:*", cursor)) {
                    back.awaitMessages(2);
                    say("away:new-" + instance.port() + i, "marker");
                    back.awaitText("marker");
                    assertEquals(Set.of("injected", "meanwhile", "marker"), Set.copyOf(back.texts()));
                    assertEquals(3, back.messages().size());
                    assertTrue(back.events("reset").isEmpty());
                    cursor = back.cursor();
                }
                chat.inject("away:mail", "injected");
                say("away:old", "meanwhile");
                int said = chat.both().indexOf(instance) + 2 * i + 2;
                await().until(() -> retained("away:mail") == Math.min(said, HISTORY));
            }
        }
    }

    @RepeatedTest(3)
    void whoHopsBetweenInstancesWhileChannelsBeginHearsEachMessageOnce(RepetitionInfo run) throws InterruptedException {
        int channels = 25;
        String name = "hop-" + run.getCurrentRepetition();
        String family = name + ":*";
        List<String> said = new ArrayList<>();
        Thread speaker = new Thread(() -> IntStream.range(0, channels).forEach(i -> {
            String channel = name + ":" + i;
            chat.both().get(i % 2).http().say(channel, "mason", channel + " first");
            chat.inject(channel, channel + " second");
        }));
        IntStream.range(0, channels)
                .forEach(i -> said.addAll(List.of(name + ":" + i + " first", name + ":" + i + " second")));
        List<Heard> heard = new ArrayList<>();
        String cursor;
        try (Recorder first = Recorder.open(chat.one.port(), "/subscribe/" + family)) {
            cursor = first.cursor();
        }
        speaker.start();
        for (int hops = 0; heard.size() < said.size(); hops++) {
            int next = Math.min(1 + hops % 4, said.size() - heard.size());
            Recorder listener =
                    Recorder.cutAfter(next, chat.both().get(hops % 2).port(), family, cursor);
            heard.addAll(listener.messages());
            cursor = listener.cursor();
        }
        speaker.join();
        assertEquals(
                said.stream().sorted().toList(), texts(heard).stream().sorted().toList());
        try (Recorder last = Recorder.resume(chat.other.port(), family, cursor)) {
            say(name + ":0", "marker");
            last.assertTexts(List.of(), "marker");
        }
    }

    @Test
    void severalFamiliesStandBesideNamedChannelsAndEachMessageComesOnce() {
        say("beside:a:b", "old");
        String path = "/subscribe/beside:a:b,room-beside,beside:*,beside:a:*,else:*?last=1";
        try (Recorder listener = Recorder.open(chat.other.port(), path)) {
            listener.awaitText("old");
            say("beside:c", "in one family");
            say("beside:a:d", "in two");
            say("room-beside", "in none");
            say("else:x", "in another");
            say("elsewhere:x", "nowhere");
            listener.awaitMessages(5);
            say("room-beside", "marker");
            listener.awaitText("marker");
            assertEquals(
                    Set.of("old", "in one family", "in two", "in none", "in another", "marker"),
                    Set.copyOf(listener.texts()));
            assertEquals(6, listener.messages().size());
            Map<String, String> positions = listener.awaitText("marker").positions();
            assertEquals("room-beside", positions.keySet().iterator().next());
            assertEquals(
                    List.of("beside:*", "beside:a:*", "else:*"),
                    List.copyOf(positions.keySet()).subList(positions.size() - 3, positions.size()));
        }
    }

    @Test
    void whoHasNoCursorBeginsWithAsManyPastMessagesOfEachMemberAsTheyAskFor() {
        List.of("1", "2", "3").forEach(text -> say("last:a", text));
        say("last:b", "4");
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/last:*?last=2");
                Recorder fresh = Recorder.open(chat.one.port(), "/subscribe/last:*")) {
            listener.awaitMessages(3);
            assertEquals(List.of("2", "3"), texts(listener.messages("last:a")));
            assertEquals(List.of("4"), texts(listener.messages("last:b")));
            assertEquals(
                    Set.of("last:a", "last:b", "last:*"),
                    fresh.events("welcome").get(0).positions().keySet());
            say("last:b", "marker");
            fresh.assertTexts(List.of(), "marker");
        }
    }

    @Test
    void aPositionThatCanNotBeHonouredResetsItsChannelOnly() {
        String good = say("bad:good", "read");
        String cursor;
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/bad:*")) {
            String old = say("bad:old", "read");
            listener.awaitText("read");
            cursor = listener.cursor();
            assertTrue(cursor.contains(old) && cursor.contains(good), cursor);
        }
        IntStream.range(0, 2 * HISTORY).forEach(i -> say("bad:old", "message " + i));
        IntStream.range(0, 2 * HISTORY).forEach(i -> say("bad:new", "message " + i));
        say("bad:good", "next");
        for (TestInstance instance : chat.both()) {
            try (Recorder back = Recorder.resume(instance.port(), "bad:*", cursor)) {
                back.awaitMessages(2 * HISTORY + 1);
                assertEquals(List.of("next"), texts(back.messages("bad:good")));
                for (String channel : List.of("bad:old", "bad:new")) {
                    assertEquals(HISTORY, back.messages(channel).size());
                    assertEquals(
                            List.of("expired"),
                            back.events("reset", channel).stream()
                                    .map(reset -> reset.json().path("reason").textValue())
                                    .toList());
                }
            }
        }
        try (Recorder lost = Recorder.resume(chat.one.port(), "bad:*", "bad%3Aold=17952")) { // cut within
            lost.awaitMessages(2 * HISTORY + 2);
            assertEquals(3, lost.events("reset").size());
        }
    }

    @Test
    void the32ndMemberIsLeftOutAndTheClientIsTold() {
        IntStream.range(0, 31).forEach(i -> say("full:" + i, "old"));
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/full:*");
                Recorder other = Recorder.open(chat.other.port(), "/subscribe/full:*,named-beside")) {
            assertEquals(32, listener.events("welcome").get(0).positions().size());
            say("full:one-more", "not here");
            say("full:0", "here");
            for (Recorder each : List.of(listener, other)) {
                each.awaitText("here");
                assertEquals(
                        "{\"family\":\"full:*\",\"channels\":[\"full:one-more\"]}",
                        each.awaitEvent("omitted").data());
                assertEquals(List.of("here"), each.texts());
            }
            forget("full:*", "full:7");
            say("full:fresh", "has room");
            say("full:one-more", "not here either");
            listener.awaitText("has room");
            Set<String> carried = listener.awaitText("has room").positions().keySet();
            assertFalse(carried.contains("full:7"));
            say("full:7", "anew");
            await().until(() -> listener.events("omitted").size() == 2);
            assertTrue(listener.events("omitted").get(1).data().contains("\"full:7\""));
            try (Recorder late = Recorder.open(chat.one.port(), "/subscribe/full:*")) {
                assertEquals(
                        2, late.awaitEvent("omitted").json().path("channels").size());
            }
        }
    }

    @Test
    void aMemberThatWasForgottenAndBeginsAnewIsHeardFromItsFirstMessage() {
        String cursor;
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/anew:*")) {
            say("anew:a", "old life");
            listener.awaitText("old life");
            cursor = listener.cursor().replaceFirst("anew%3Aa=[^,]*,", "");
        }
        assertEquals("anew%3A*=0-0", cursor);
        forget("anew:*", "anew:a");
        say("anew:a", "new life");
        try (Recorder back = Recorder.resume(chat.other.port(), "anew:*", cursor)) {
            say("anew:a", "marker");
            back.assertTexts(List.of("new life"), "marker");
        }
    }

    @Test
    void whoGaveANameIsHereInEveryMember() {
        say("here:old", "hi");
        try (Recorder ana = Recorder.open(chat.one.port(), "/subscribe/here:*?name=ana")) {
            say("here:new", "hi");
            ana.awaitText("hi");
            await().until(() -> List.of("here:old", "here:new").stream()
                    .allMatch(channel -> chat.other
                            .http()
                            .get("/" + channel + "/members")
                            .text()
                            .contains("\"ana\"")));
            await().until(() -> ana.events("presence", "here:new").stream()
                    .anyMatch(event -> event.names().equals(List.of("ana"))));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/subscribe/*,A family is",
        "/subscribe/:*,A family is",
        "/subscribe/user-*,A family is",
        "/subscribe/-a:*,starts with a letter",
        "/subscribe/a:*%2Ca:*,named twice",
        "/a:*,can only be listened to",
        "/a:*/members,can only be listened to"
    })
    void whatIsNoFamilyIsRefusedWithWhatToChange(String path, String why) {
        Http.Answer answer = chat.http().get(path);
        assertEquals(400, answer.status());
        assertTrue(answer.text().contains(why), answer.text());
    }

    @Test
    void nobodySpeaksToAFamily() {
        assertEquals(400, chat.http().say("a:*", "mason", "hi").status());
    }

    /** As Redis does when a channel was silent for long. */
    private static void forget(String family, String channel) {
        String log = "{" + chat.prefix + channel + "}:log";
        String channels = "{" + chat.prefix + family + "}:channels";
        try (var atLog = chat.redis.connectFor(log);
                var atFamily = chat.redis.connectFor(channels)) {
            atLog.del(log);
            assertEquals(1, atFamily.hdel(channels, channel));
        }
    }

    private static int retained(String channel) {
        return chat.http().get("/" + channel).json().path("messages").size();
    }

    private static String say(String channel, String text) {
        return chat.http().say(channel, "mason", text).id();
    }

    private static List<String> texts(List<Heard> messages) {
        return messages.stream().map(Heard::text).toList();
    }
}
