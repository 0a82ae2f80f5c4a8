package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Family;
import dev.parley.channel.Message;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The past, read in pages of bounded size, of which so many are under way at once that they stay within memory; the others wait
 * their turn. A log has one, and so has a reader, so what waits is bounded too.
 *
 * <p>Threading: nothing here blocks. Answers to logs come on the repair threads, those to readers on the thread of the past.
 */
final class PastPages {
    private static final int LOG_BYTES = 64 * 1024;
    private static final int SCARCE_BYTES = 8 * 1024;
    private static final int LOG_MESSAGES = 200; // as many as a newcomer can ask for
    private static final int READER_BYTES = 16 * 1024;
    private static final int READER_MESSAGES = 100;

    // A page is in memory as what came, as text and as frames, and may go beyond by one message.
    private static final int LOG_TURN_BYTES = 4 * LOG_BYTES;
    private static final int READER_TURN_BYTES = 4 * READER_BYTES;

    private static final int MIN_TURNS = 16;

    private final Past past;
    private final LogBudget budget;
    private final Turns logs;
    private final Turns readers;
    private final ScheduledExecutorService repairs;

    PastPages(Past past, LogBudget budget, ScheduledExecutorService repairs) {
        this.past = past;
        this.budget = budget;
        this.logs = new Turns(turns(budget, LOG_TURN_BYTES));
        this.readers = new Turns(turns(budget, READER_TURN_BYTES));
        this.repairs = repairs;
    }

    /** Each kind may take an eighth of what the logs may. */
    private static int turns(LogBudget budget, int bytes) {
        return (int) Math.max(MIN_TURNS, Math.min(Short.MAX_VALUE, budget.limit() / 8 / bytes));
    }

    /** What a log begins with: less when memory is scarce. */
    void newest(ChannelName channel, BiConsumer<Past.Page, Throwable> answer) {
        int bytes = budget.hasRoom() ? LOG_BYTES : SCARCE_BYTES;
        inTurn(() -> past.newest(channel, LOG_MESSAGES, bytes), answer);
    }

    void after(ChannelName channel, EventId id, BiConsumer<Past.Page, Throwable> answer) {
        inTurn(() -> past.after(channel, id, LOG_MESSAGES, LOG_BYTES), answer);
    }

    void before(ChannelName channel, EventId id, BiConsumer<Past.Page, Throwable> answer) {
        inTurn(() -> past.before(channel, id, LOG_MESSAGES, LOG_BYTES), answer);
    }

    void find(ChannelName channel, EventId id, BiConsumer<Optional<Message>, Throwable> answer) {
        inTurn(() -> past.find(channel, id), answer);
    }

    void members(Family family, BiConsumer<Past.Roster, Throwable> answer) {
        inTurn(() -> past.members(family), answer);
    }

    /** For one reader; to be asked when it has its turn, which it keeps until it has told the page to its client. */
    CompletableFuture<Past.Page> from(ChannelName channel, EventId id) {
        return past.from(channel, id, READER_MESSAGES, READER_BYTES);
    }

    /** Of the readers. */
    Turns turns() {
        return readers;
    }

    void execute(Runnable task) {
        repairs.execute(task);
    }

    void executeLater(Runnable task, int millis) {
        repairs.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    private <T> void inTurn(Supplier<CompletableFuture<T>> read, BiConsumer<T, Throwable> answer) {
        logs.take(read).whenComplete((value, failure) -> repairs.execute(() -> answer.accept(value, failure)));
    }
}
