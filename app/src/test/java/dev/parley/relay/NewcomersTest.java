package dev.parley.relay;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Channels;
import dev.parley.channel.Cursor;
import dev.parley.channel.EventId;
import dev.parley.channel.Person;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Whoever opens a stream is served while strangers open many channels, however slow Redis is. */
class NewcomersTest {
    private static final int AT_ONCE = 16; // of which Redis is asked, where memory is scarce

    private final SlowPast past = new SlowPast();

    @AutoClose
    private final Relay relay = new Relay(
            past,
            Hearing.ALL,
            new Retention(1_000, 1_000_000),
            4_000_000,
            10_000,
            Duration.ofDays(1),
            new Nobody(),
            new SimpleMeterRegistry());

    NewcomersTest() {
        relay.start();
    }

    @Test
    void aNewcomerDoesNotWaitForTheChannelsOfAStranger() {
        openMany("stranger");
        CompletableFuture<Subscription> newcomer = open("newcomer", "hall");
        answerUntilAsked("hall");
        past.answer("hall");
        newcomer.join().close();
    }

    @Test
    void aNewcomerDoesNotWaitInTheStrangersPlaceForTheSameChannel() {
        openMany("stranger");
        CompletableFuture<Subscription> stranger = open("stranger", "hall");
        CompletableFuture<Subscription> newcomer = open("newcomer", "hall");
        answerUntilAsked("hall");
        past.answer("hall");
        newcomer.join().close();
        stranger.join().close();
    }

    @Test
    void whatIsNotOpenAnyMoreIsNotReadInItsTurn() {
        List<CompletableFuture<Subscription>> gone = openMany("stranger");
        await().until(() -> gone.stream().allMatch(CompletableFuture::isCompletedExceptionally));
        assertEquals(AT_ONCE, past.asked.size());
        CompletableFuture<Subscription> back = open("stranger", "hall");
        past.answerAll();
        await().until(() -> past.isAsked("hall"));
        assertEquals(1, past.asked.size());
        past.answer("hall");
        back.join().close();
    }

    private List<CompletableFuture<Subscription>> openMany(String client) {
        List<CompletableFuture<Subscription>> opened = IntStream.range(0, 20)
                .mapToObj(stream -> open(
                        client,
                        String.join(
                                ",",
                                IntStream.range(0, 32)
                                        .mapToObj(n -> client + "-" + stream + "-" + n)
                                        .toList())))
                .toList();
        await().until(() -> past.asked.size() == AT_ONCE);
        return opened;
    }

    private CompletableFuture<Subscription> open(String client, String channels) {
        return relay.subscribe(
                new Subscriber(client, null, null), Channels.parse(channels), Cursor.NONE, 0, Duration.ofDays(1));
    }

    /** Lets Redis answer one question after the other, but far fewer than the stranger has. */
    private void answerUntilAsked(String channel) {
        for (int i = 0; i < 20 && !past.isAsked(channel); i++) {
            int asked = past.total.get();
            past.answerOne();
            await().until(() -> past.total.get() > asked);
        }
        assertTrue(past.isAsked(channel));
    }

    /** Answers when the test does; everything is empty. */
    private static final class SlowPast extends RetainedMessages {
        private record Question(ChannelName channel, CompletableFuture<Page> answer) {}

        final Queue<Question> asked = new ConcurrentLinkedQueue<>();
        final AtomicInteger total = new AtomicInteger();

        @Override
        public CompletableFuture<Page> newest(ChannelName channel, int messages, int bytes) {
            Question question = new Question(channel, new CompletableFuture<>());
            asked.add(question);
            total.incrementAndGet();
            return question.answer;
        }

        boolean isAsked(String channel) {
            return asked.stream().anyMatch(question -> question.channel.value().equals(channel));
        }

        void answerOne() {
            answer(asked.remove());
        }

        void answer(String channel) {
            Question question = asked.stream()
                    .filter(each -> each.channel.value().equals(channel))
                    .findFirst()
                    .orElseThrow();
            asked.remove(question);
            answer(question);
        }

        void answerAll() {
            List<Question> now = List.copyOf(asked);
            asked.removeAll(now);
            now.forEach(SlowPast::answer);
        }

        private static void answer(Question question) {
            question.answer.complete(
                    new Page(List.of(), false, EventId.BEGINNING, EventId.BEGINNING, EventId.BEGINNING));
        }
    }

    private static final class Nobody implements Attendance {
        @Override
        public void came(ChannelName channel, Person listener) {}

        @Override
        public void left(ChannelName channel, Person listener) {}
    }
}
