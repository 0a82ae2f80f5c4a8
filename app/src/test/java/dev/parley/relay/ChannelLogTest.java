package dev.parley.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a log joins what it hears to what it reads, in orders that a real Redis shows only once in a while. */
class ChannelLogTest {
    private static final ChannelName ROOM = new ChannelName("room");

    private final ScheduledThreadPoolExecutor repairs = new ScheduledThreadPoolExecutor(1);
    private final RetainedMessages past = new RetainedMessages();
    private final List<Message> retained = past.all;
    private final LogBudget budget = new LogBudget(10_000_000);
    private final ChannelLog log = new ChannelLog(
            ROOM,
            Hearing.ALL.of(ROOM),
            new Retention(1_000, 1_000_000),
            budget,
            List.of(),
            new PastPages(past, budget, repairs),
            new RelayMeters(new SimpleMeterRegistry()));

    @AfterEach
    void stop() {
        repairs.shutdownNow();
    }

    @Test
    void aMessageThatWasHeardIsNotLostThoughRedisHasTrimmedItWhenTheGapIsRead() throws Exception {
        load(message(1, 0));
        retained.clear();
        retained.addAll(List.of(message(2, 1), message(2, 2)));
        log.hear(message(2, 0)); // a new epoch: read what came before it
        log.repair().get(10, TimeUnit.SECONDS);
        assertEquals(ids("1-0", "2-0", "2-1", "2-2"), readFrom(0));
    }

    @Test
    void whatIsHeardDuringAReadJoinsInTheOrderOfItsIds() throws Exception {
        load(message(1, 0));
        retained.addAll(List.of(message(1, 1), message(1, 2), message(1, 3)));
        log.hear(message(1, 2));
        log.hear(message(1, 3));
        log.hear(message(1, 4));
        log.hear(message(1, 1));
        retained.add(message(1, 4));
        log.repair().get(10, TimeUnit.SECONDS);
        assertEquals(ids("1-0", "1-1", "1-2", "1-3", "1-4"), readFrom(0));
    }

    @Test
    void aGapThatRedisCanNotFillAnyMoreIsShownAsAReset() throws Exception {
        load(message(1, 0));
        long caughtUp = log.tail().end().offset();
        retained.clear();
        retained.addAll(List.of(message(1, 5), message(1, 6)));
        log.hear(message(1, 6));
        log.repair().get(10, TimeUnit.SECONDS);
        assertNull(log.tail().read(caughtUp, log.tail().end()));
        assertEquals(ResetReason.EXPIRED, log.tail().restartedFor(caughtUp));
        assertEquals(ids("1-5", "1-6"), readFrom(log.tail().start().offset()));
    }

    private void load(Message... messages) throws Exception {
        retained.addAll(List.of(messages));
        log.load("client").get(10, TimeUnit.SECONDS);
    }

    private static Message message(long epoch, long n) {
        return new Message(new EventId(epoch, n), "{\"sender\":\"s\",\"message\":\"m\",\"at\":1}");
    }

    private static List<String> ids(String... ids) {
        return List.of(ids);
    }

    private List<String> readFrom(long offset) {
        StringBuilder text = new StringBuilder();
        Tail.End end = log.tail().end();
        for (long at = offset; at < end.offset(); ) {
            ByteBuffer bytes = log.tail().read(at, end).bytes();
            at += bytes.remaining();
            text.append(StandardCharsets.UTF_8.decode(bytes));
        }
        return text.toString()
                .lines()
                .filter(line -> line.startsWith("id: "))
                .map(line -> line.substring(4))
                .toList();
    }
}
