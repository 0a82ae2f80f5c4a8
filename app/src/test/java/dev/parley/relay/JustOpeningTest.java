package dev.parley.relay;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Between being let in and being found, a stream can lose what allows it, too. */
class JustOpeningTest {
    private static final Channels ROOM = Channels.parse("room");

    private final CompletableFuture<Void> gate = new CompletableFuture<>();

    @AutoClose
    private final Relay relay = new Relay(
            new Slow(),
            Hearing.ALL,
            new Retention(10, 1_000),
            1_000_000,
            10,
            Duration.ofSeconds(10),
            nobody(),
            new SimpleMeterRegistry());

    private final AtomicInteger wakes = new AtomicInteger();
    private volatile Optional<ByeReason> withdrawn = Optional.empty();

    @Test
    void whatIsWithdrawnWhileItOpensEndsItBeforeItTellsAnything() {
        relay.start();
        CompletableFuture<Subscription> opening = comeBack();
        assertFalse(opening.isDone());
        withdrawn = Optional.of(ByeReason.REVOKED);
        relay.review(); // which can't find it yet
        gate.complete(null);
        Subscription subscription = opening.join();
        assertNull(subscription.missed());
        subscription.start(outlet());
        assertTrue(wakes.get() > 0);
        String said = text(subscription.next());
        assertTrue(said.contains("\"reason\":\"revoked\"") && !said.contains("a secret"), said);
        assertNull(subscription.next());
        assertTrue(subscription.hasEnded());
        subscription.close();
    }

    @Test
    void whatWasMissedLeavesWithTheOpeningAndIsToldOnce() {
        relay.start();
        gate.complete(null);
        Subscription subscription = comeBack().join();
        assertTrue(text(ByteBuffer.wrap(subscription.opening(null))).contains("event: welcome\n"));
        String missed = text(subscription.missed());
        assertTrue(missed.contains("a secret") && !missed.contains("heard before"), missed);
        subscription.start(outlet());
        assertNull(subscription.next());
        subscription.close();
    }

    private CompletableFuture<Subscription> comeBack() {
        return relay.subscribe(
                new Subscriber("client", null, new Permission()),
                ROOM,
                new Cursor(Map.of(new ChannelName("room"), new EventId(7, 0))),
                0,
                Duration.ofSeconds(10));
    }

    private static Attendance nobody() {
        return new Attendance() {
            @Override
            public void came(ChannelName channel, Person listener) {}

            @Override
            public void left(ChannelName channel, Person listener) {}
        };
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private Outlet outlet() {
        return new Outlet() {
            @Override
            public void wake() {
                wakes.incrementAndGet();
            }

            @Override
            public void abort() {}
        };
    }

    private final class Permission implements Permit {
        @Override
        public long until() {
            return Long.MAX_VALUE;
        }

        @Override
        public Optional<ByeReason> withdrawn() {
            return withdrawn;
        }
    }

    /** Answers when the test does. */
    private final class Slow extends RetainedMessages {
        Slow() {
            all.add(new Message(new EventId(7, 0), "{\"sender\":\"s\",\"message\":\"heard before\",\"at\":1}"));
            all.add(new Message(new EventId(7, 1), "{\"sender\":\"s\",\"message\":\"a secret\",\"at\":2}"));
        }

        @Override
        public CompletableFuture<Page> newest(ChannelName channel, int messages, int bytes) {
            return gate.thenCompose(open -> super.newest(channel, messages, bytes));
        }
    }
}
