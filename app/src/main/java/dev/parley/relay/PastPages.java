package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Family;
import dev.parley.channel.Message;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The past, read in pages of bounded size, of which so many are under way at once that they stay within memory; the others wait
 * their turn, each for the client who needs it. A log has one, and so has a reader, so what waits is bounded too.
 *
 * <p>Threading: nothing here blocks. Answers to logs come on the repair threads, those to readers on the thread of the past.
 */
final class PastPages {
    /** Who needs what no client has asked for: the house. */
    static final String NOBODY = "";

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
    Turns.Start newest(ChannelName channel, BooleanSupplier isWanted, BiConsumer<Past.Page, Throwable> answer) {
        int bytes = budget.hasRoom() ? LOG_BYTES : SCARCE_BYTES;
        return new Read<>(isWanted, () -> past.newest(channel, LOG_MESSAGES, bytes), answer);
    }

    Turns.Start after(
            ChannelName channel, EventId id, BooleanSupplier isWanted, BiConsumer<Past.Page, Throwable> answer) {
        return new Read<>(isWanted, () -> past.after(channel, id, LOG_MESSAGES, LOG_BYTES), answer);
    }

    Turns.Start before(
            ChannelName channel, EventId id, BooleanSupplier isWanted, BiConsumer<Past.Page, Throwable> answer) {
        return new Read<>(isWanted, () -> past.before(channel, id, LOG_MESSAGES, LOG_BYTES), answer);
    }

    /** Whether there is anything after an id. */
    Turns.Start look(ChannelName channel, EventId id, BooleanSupplier isWanted, BiConsumer<Boolean, Throwable> answer) {
        return new Read<>(isWanted, () -> past.hasAfter(channel, id), answer);
    }

    Turns.Start find(
            ChannelName channel,
            EventId id,
            BooleanSupplier isWanted,
            BiConsumer<Optional<Message>, Throwable> answer) {
        return new Read<>(isWanted, () -> past.find(channel, id), answer);
    }

    Turns.Start members(Family family, BooleanSupplier isWanted, BiConsumer<Past.Roster, Throwable> answer) {
        return new Read<>(isWanted, () -> past.members(family), answer);
    }

    /**
     * Has a page read when the client's turn has come. One that is entered for several is read once, for whose turn comes first; one
     * that is not wanted then is never answered.
     */
    void enter(String client, Turns.Start read) {
        logs.enter(client, read);
    }

    /** For one reader; to be asked when it has its turn, which it keeps until it has told the page to its client. */
    CompletableFuture<Past.Page> from(ChannelName channel, EventId id) {
        return past.from(channel, id, READER_MESSAGES, READER_BYTES);
    }

    /** Of the readers. */
    Turns turns() {
        return readers;
    }

    /**
     * For who is about to read what comes before: what is published between the reading and the hearing would be missed.
     *
     * @param then takes null, or why it is not heard
     */
    void whenHeard(Hearing.Ear ear, Consumer<Throwable> then) {
        CompletableFuture<Void> heard = ear.heard();
        if (heard.isDone() && !heard.isCompletedExceptionally()) {
            then.accept(null);
        } else {
            heard.whenComplete((done, failure) -> repairs.execute(() -> then.accept(failure)));
        }
    }

    void execute(Runnable task) {
        repairs.execute(task);
    }

    void executeLater(Runnable task, int millis) {
        repairs.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    /** One page for a log. */
    private final class Read<T> implements Turns.Start {
        private final BooleanSupplier isWanted;
        private final Supplier<CompletableFuture<T>> ask;
        private final BiConsumer<T, Throwable> answer;
        private final AtomicBoolean hasBegun = new AtomicBoolean();

        Read(BooleanSupplier isWanted, Supplier<CompletableFuture<T>> ask, BiConsumer<T, Throwable> answer) {
            this.isWanted = isWanted;
            this.ask = ask;
            this.answer = answer;
        }

        @Override
        public boolean begin() {
            if (!isWanted.getAsBoolean() || !hasBegun.compareAndSet(false, true)) {
                return false;
            }
            asked().whenComplete((value, failure) -> {
                logs.done();
                repairs.execute(() -> answer.accept(value, failure));
            });
            return true;
        }

        private CompletableFuture<T> asked() {
            try {
                return ask.get();
            } catch (RuntimeException refused) {
                return CompletableFuture.failedFuture(refused);
            }
        }
    }
}
