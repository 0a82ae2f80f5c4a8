package dev.parley.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Channels;
import dev.parley.channel.Cursor;
import dev.parley.channel.Person;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who came and who left, as the relay tells it: so that whoever opens a channel anew is known to be the first there. */
class AttendanceTest {
    private static final Channels ROOM = Channels.parse("room");

    private final List<String> told = new ArrayList<>();
    private Consumer<String> onLeft = text -> {};

    @AutoClose
    private final Relay relay = new Relay(
            new RetainedMessages(),
            Hearing.ALL,
            new Retention(10, 1_000),
            1_000_000,
            10,
            Duration.ofSeconds(10),
            attendance(),
            new SimpleMeterRegistry());

    @Test
    void everyoneComesToAndLeavesEachOfTheirChannelsOnce() {
        Subscription ana = subscribe(Channels.parse("a,b"), "ana");
        Subscription bob = subscribe(Channels.parse("b"), "bob");
        ana.close();
        bob.close();
        assertEquals(
                List.of("a: ana came", "b: ana came", "b: bob came", "a: ana left", "b: ana left", "b: bob left"),
                told);
    }

    @Test
    void whenTheLastOneLeavesThatIsToldBeforeSomeoneCanFindTheChannelEmpty() {
        Subscription ana = subscribe(ROOM, "ana");
        relay.show(new ChannelName("room"), State.of("presence", "{}"));
        List<Subscription> met = new ArrayList<>();
        onLeft = name -> {
            onLeft = text -> {};
            met.add(subscribe(ROOM, "bob"));
        };
        ana.close();
        // had the channel been dropped before, bob would have come to an empty one as the second, and nobody would tell
        // him
        assertEquals(1, met.get(0).positions()[0].log.slots().newest());
        assertEquals(List.of("room: ana came", "room: ana left", "room: bob came"), told);
    }

    private Attendance attendance() {
        return new Attendance() {
            @Override
            public void came(ChannelName channel, Person listener) {
                told.add(channel + ": " + listener.name() + " came");
            }

            @Override
            public void left(ChannelName channel, Person listener) {
                told.add(channel + ": " + listener.name() + " left");
                onLeft.accept(listener.name());
            }
        };
    }

    private Subscription subscribe(Channels channels, String name) {
        return relay.subscribe(
                        new Subscriber("client", new Person(name), null), channels, Cursor.NONE, 0, Duration.ofDays(1))
                .join();
    }
}
