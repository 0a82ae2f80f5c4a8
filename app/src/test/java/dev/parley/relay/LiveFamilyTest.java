package dev.parley.relay;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Family;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a family is known to have, while it is read and heard at the same time. */
class LiveFamilyTest {
    private static final Family FAMILY = new Family("user-42:*");
    private static final ChannelName MAIL = new ChannelName("user-42:mail");
    private static final ChannelName WORK = new ChannelName("user-42:work");

    private final Queue<CompletableFuture<Past.Roster>> asked = new ConcurrentLinkedQueue<>();
    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(1);
    private final LiveFamily family = new LiveFamily(
            FAMILY, Hearing.ALL.of(FAMILY), List.of(), new PastPages(new Slow(), new LogBudget(1 << 20), threads));

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void whatIsHeardWhileItIsReadIsSoughtOnceMore() {
        CompletableFuture<LiveFamily.Known> first = family.read("client");
        CompletableFuture<Past.Roster> read = nextRead();
        family.heard(MAIL, new EventId(7, 0)); // after Redis has answered
        read.complete(new Past.Roster(List.of(), 0));
        assertEquals(Set.of(), first.join().members().keySet());
        nextRead().complete(new Past.Roster(List.of(new Past.Member(MAIL, 9)), 9));
        await().until(() -> family.known().members().containsKey(MAIL));
        assertEquals(9, family.known().members().get(MAIL).began());
    }

    @Test
    void whatRedisDoesNotKnowIsKnownFromWhereItWasHeard() {
        family.heard(MAIL, new EventId(7, 3));
        family.heard(MAIL, new EventId(7, 4));
        nextRead().complete(new Past.Roster(List.of(new Past.Member(WORK, 5)), 5));
        await().until(() -> family.known().members().size() == 2);
        assertEquals(
                new LiveFamily.Member(MAIL, 0, new EventId(7, 2)),
                family.known().members().get(MAIL));
        assertEquals(List.of(WORK, MAIL), List.copyOf(family.known().members().keySet()));
    }

    @Test
    void whoeverAsksIsAnsweredByAReadThatBeganLater() {
        CompletableFuture<LiveFamily.Known> first = family.read("client");
        CompletableFuture<Past.Roster> read = nextRead();
        CompletableFuture<LiveFamily.Known> second = family.read("client");
        CompletableFuture<LiveFamily.Known> third = family.read("client");
        read.complete(new Past.Roster(List.of(), 0));
        first.join();
        CompletableFuture<Past.Roster> next = nextRead();
        assertFalse(second.isDone());
        next.complete(new Past.Roster(List.of(new Past.Member(WORK, 5)), 5));
        assertEquals(5, second.join().newest());
        assertEquals(second.join(), third.join());
    }

    @Test
    void onlyWhatIsNewIsNewsForTheStreams() {
        Past.Roster roster = new Past.Roster(List.of(new Past.Member(WORK, 5), new Past.Member(MAIL, 9)), 9);
        CompletableFuture<LiveFamily.Known> first = family.read("client");
        nextRead().complete(roster);
        int version = first.join().version();
        CompletableFuture<LiveFamily.Known> same = family.read("client");
        nextRead().complete(roster);
        assertEquals(version, same.join().version());
        CompletableFuture<LiveFamily.Known> fewer = family.read("client");
        nextRead().complete(new Past.Roster(List.of(new Past.Member(MAIL, 9)), 9));
        assertEquals(version + 1, fewer.join().version());
    }

    @Test
    void whatCouldNotBeReadIsReadLater() {
        CompletableFuture<LiveFamily.Known> answer = family.read("client");
        nextRead().completeExceptionally(new IllegalStateException("away"));
        nextRead().complete(new Past.Roster(List.of(), 3));
        assertEquals(3, answer.join().newest());
    }

    private CompletableFuture<Past.Roster> nextRead() {
        await().until(() -> !asked.isEmpty());
        return asked.remove();
    }

    /** Answers when the test does. */
    private final class Slow extends RetainedMessages {
        @Override
        public CompletableFuture<Roster> members(Family name) {
            CompletableFuture<Roster> answer = new CompletableFuture<>();
            asked.add(answer);
            return answer;
        }
    }
}
