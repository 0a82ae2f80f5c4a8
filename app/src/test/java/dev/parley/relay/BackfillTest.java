package dev.parley.relay;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Channels;
import dev.parley.channel.Cursor;
import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import dev.parley.channel.Person;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However little of a channel is in memory, a reader gets all that is retained after their cursor, once and in order. */
class BackfillTest {
    private static final ChannelName ROOM = new ChannelName("room");
    private static final int SCARCE = 20_000;
    private static final int PLENTY = 50_000_000;

    private final RetainedMessages past = new RetainedMessages();
    private final List<Reader> readers = new ArrayList<>();
    private Relay relay;

    @AfterEach
    void stop() {
        readers.forEach(reader -> reader.subscription.close());
        relay.close();
    }

    @Test
    void whoComesBackFromFurtherBackThanMemoryReachesMissesNothing() {
        for (int memory : new int[] {SCARCE, PLENTY}) {
            start(memory);
            retain(0, 1_000);
            Reader reader = read("room=1-10");
            reader.awaitLast(999);
            assertEquals(ids(11, 1_000), reader.ids());
            assertEquals(List.of(), reader.resets());
        }
    }

    @Test
    void whatIsSaidMeanwhileFollowsWithoutAGap() {
        start(SCARCE);
        retain(0, 500);
        Reader reader = read("room=1-10");
        for (int n = 500; n < 700; n++) {
            say(n);
            reader.readWhatThereIs();
        }
        reader.awaitLast(699);
        assertEquals(ids(11, 700), reader.ids());
    }

    @Test
    void whoFellBehindWhatIsInMemoryGoesOnWhereTheyStood() {
        start(SCARCE);
        retain(0, 1);
        Reader slow = read("room=1-0");
        Reader fast = read("room=1-0");
        for (int n = 1; n < 1_000; n++) {
            say(n);
            fast.readWhatThereIs();
        }
        slow.awaitLast(999);
        assertEquals(ids(1, 1_000), slow.ids());
        assertEquals(ids(1, 1_000), fast.ids());
        assertEquals(List.of(), slow.resets());
    }

    @Test
    void aCursorThatIsNotRetainedIsResetToTheOldestThatIs() {
        start(SCARCE);
        retain(200, 600);
        Reader expired = read("room=1-100");
        expired.awaitLast(599);
        assertEquals(List.of("expired 1-200 1-599"), expired.resets());
        assertEquals(ids(200, 600), expired.ids());
        Reader unknown = read("room=7-7");
        unknown.awaitLast(599);
        assertEquals(List.of("unknown 1-200 1-599"), unknown.resets());
        assertEquals(ids(200, 600), unknown.ids());
    }

    @Test
    void aCursorThatPointsIntoAnEpochThatIsLostIsReset() {
        start(SCARCE);
        past.all.addAll(List.of(message(2, 0), message(2, 1)));
        Reader reader = read("room=1-5");
        await().until(() -> reader.readWhatThereIs().ids().size() == 2);
        assertEquals(List.of("unknown 2-0 2-1"), reader.resets());
        Reader beginning = read("room=0-0");
        await().until(() -> beginning.readWhatThereIs().ids().size() == 2);
        assertEquals(List.of(), beginning.resets());
    }

    @Test
    void aNewcomerGetsAsManyAsTheyAskForThoughTheyAreNotInMemory() {
        start(SCARCE);
        retain(0, 1_000);
        Reader reader = new Reader(subscribe(Channels.parse("room"), Cursor.NONE, 150));
        reader.awaitLast(999);
        assertEquals(ids(850, 1_000), reader.ids());
        assertEquals(List.of(), reader.resets());
    }

    @Test
    void oneStreamReadsManyChannelsFromFarBackAndHoldsOnePageAtATime() {
        start(90_000);
        retain(0, 300);
        String channels =
                String.join(",", IntStream.range(0, 20).mapToObj(i -> "c" + i).toList());
        String cursor = String.join(
                ",", IntStream.range(0, 20).mapToObj(i -> "c" + i + "=1-10").toList());
        Reader reader =
                new Reader(subscribe(Channels.parse(channels), Cursor.parse(cursor, Channels.parse(channels)), 0));
        await().until(() -> reader.readWhatThereIs().ids().size() == 20 * 289);
        for (int i = 0; i < 20; i++) {
            String label = "c" + i + "=";
            assertEquals(
                    ids(11, 300),
                    reader.ids.stream()
                            .filter(id -> id.startsWith(label))
                            .map(id -> id.substring(label.length()).replaceFirst(",.*", ""))
                            .toList());
        }
    }

    @Test
    void allLogsTogetherStayWithinTheirMemory() {
        int channels = 200;
        start(900_000);
        retain(0, 1_000);
        for (int i = 0; i < 50; i++) {
            Channels four = Channels.parse(String.join(",", "a" + i, "b" + i, "c" + i, "d" + i));
            Reader reader = new Reader(subscribe(four, Cursor.NONE, 0));
            for (int n = 1_000; n < 1_050; n++) {
                relay.hear(new ChannelName("a" + i), message(1, n));
            }
            reader.readWhatThereIs();
        }
        assertEquals(channels, relay.channels());
        await().untilAsserted(() -> assertTrue(relay.memory() <= 900_000, () -> "bytes: " + relay.memory()));
    }

    @Test
    void aHistoryThatIsReadOverAndOverIsAskedForOnce() {
        start(PLENTY);
        retain(0, 1_000);
        read("room=1-10").awaitLast(999);
        await().until(() -> {
            int before = past.reads.get();
            read("room=1-10").awaitLast(999);
            return past.reads.get() == before;
        });
    }

    @Test
    void whoOpensAndClosesAStreamDoesNotHaveItReadAnewEachTime() {
        start(PLENTY);
        retain(0, 50);
        for (int i = 0; i < 20; i++) {
            Reader reader = read("room=1-10");
            reader.awaitLast(49);
            reader.subscription.close();
            readers.clear();
        }
        assertEquals(1, past.reads.get());
    }

    private void start(int memory) {
        if (relay != null) {
            readers.forEach(reader -> reader.subscription.close());
            readers.clear();
            relay.close();
            past.all.clear();
        }
        relay = new Relay(
                past,
                Hearing.ALL,
                new Retention(1_000, memory),
                memory,
                1_000,
                Duration.ofSeconds(10),
                new Attendance() {
                    @Override
                    public void came(ChannelName channel, Person listener) {}

                    @Override
                    public void left(ChannelName channel, Person listener) {}
                },
                new SimpleMeterRegistry());
        relay.start();
    }

    private void retain(int from, int to) {
        IntStream.range(from, to).forEach(n -> past.all.add(message(1, n)));
    }

    private void say(int n) {
        past.all.add(message(1, n));
        relay.hear(ROOM, message(1, n));
    }

    private Reader read(String cursor) {
        Channels room = Channels.parse("room");
        return new Reader(subscribe(room, Cursor.parse(cursor, room), 0));
    }

    private Subscription subscribe(Channels channels, Cursor cursor, int last) {
        return relay.subscribe(new Subscriber("client", null, null), channels, cursor, last, Duration.ofDays(1))
                .join();
    }

    private static Message message(long epoch, int n) {
        return new Message(
                new EventId(epoch, n), "{\"sender\":\"mason\",\"message\":\"" + "x".repeat(n % 300) + "\",\"at\":1}");
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> "1-" + n).toList();
    }

    /** A client that reads when the test says so. */
    private final class Reader {
        final Subscription subscription;
        final List<String> ids = new ArrayList<>();
        private final List<String> resets = new ArrayList<>();

        Reader(Subscription subscription) {
            this.subscription = subscription;
            subscription.start(new Outlet() {
                @Override
                public void wake() {}

                @Override
                public void abort() {}
            });
            readers.add(this);
        }

        Reader readWhatThereIs() {
            for (ByteBuffer bytes = subscription.next(); bytes != null; bytes = subscription.next()) {
                String event = "";
                String data = "";
                for (String line :
                        StandardCharsets.UTF_8.decode(bytes).toString().split("\n", -1)) {
                    if (line.startsWith("event: ")) {
                        event = line.substring("event: ".length());
                    } else if (line.startsWith("data: ")) {
                        data = line.substring("data: ".length());
                    } else if (line.startsWith("id: ")) {
                        take(event, data, line.substring("id: ".length()));
                        event = "";
                    }
                }
            }
            return this;
        }

        private void take(String event, String data, String id) {
            if (event.isEmpty()) {
                ids.add(id);
            } else if (event.equals("reset")) {
                resets.add(data.replaceAll(
                        ".*\"reason\":\"(\\w+)\",\"oldest\":\"(\\S+)\",\"head\":\"(\\S+)\".*", "$1 $2 $3"));
            }
        }

        void awaitLast(int n) {
            await().until(() -> {
                readWhatThereIs();
                return !ids.isEmpty() && ids.get(ids.size() - 1).equals("1-" + n);
            });
        }

        List<String> ids() {
            return ids;
        }

        List<String> resets() {
            return resets;
        }
    }
}
