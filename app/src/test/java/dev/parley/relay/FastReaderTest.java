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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** One who reads as fast as we write does not keep a thread to themselves, however much there is for them. */
class FastReaderTest {
    private static final int TURN = 256 * 1024;
    private static final int MESSAGES = 1_000;
    private static final EventId BEGINNING = new EventId(0, 0);

    private final RetainedMessages past = new RetainedMessages();

    @AutoClose
    private final Relay relay = new Relay(
            past,
            Hearing.ALL,
            new Retention(MESSAGES, 1L << 30),
            1L << 30,
            100,
            Duration.ofDays(1),
            new Nobody(),
            new SimpleMeterRegistry());

    @Test
    void aTurnEndsThoughThereIsMoreAndTheNextOneGoesOn() {
        relay.start();
        String json = "{\"sender\":\"s\",\"message\":\"" + "x".repeat(4_000) + "\",\"at\":1}";
        IntStream.range(0, MESSAGES).forEach(n -> past.all.add(new Message(new EventId(7, n), json)));
        for (String channels : List.of("room", "room,other")) {
            List<ChannelName> names = Channels.parse(channels).names();
            Cursor begin = new Cursor(Map.of(names.get(0), BEGINNING));
            Subscription subscription = relay.subscribe(
                            new Subscriber("client", null, null), new Channels(names), begin, 0, Duration.ofDays(1))
                    .join();
            AtomicInteger wakes = new AtomicInteger();
            AtomicLong bytes = new AtomicLong();
            AtomicInteger longTurns = new AtomicInteger();
            subscription.start(new Outlet() {
                @Override
                public void wake() {
                    wakes.incrementAndGet();
                    long turn = 0;
                    for (ByteBuffer next = subscription.next(); next != null; next = subscription.next()) {
                        turn += next.remaining();
                    }
                    bytes.addAndGet(turn);
                    longTurns.addAndGet(turn > 2 * TURN ? 1 : 0);
                }

                @Override
                public void abort() {
                    throw new AssertionError("nothing is wrong");
                }
            });
            await().until(() -> bytes.get() > MESSAGES * 4_000L);
            assertEquals(0, longTurns.get());
            assertTrue(wakes.get() >= MESSAGES * 4_000 / (2 * TURN), wakes + " turns");
            subscription.close();
        }
    }

    private static final class Nobody implements Attendance {
        @Override
        public void came(ChannelName channel, Person listener) {}

        @Override
        public void left(ChannelName channel, Person listener) {}
    }
}
