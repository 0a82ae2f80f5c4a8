package dev.parley.redis.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.channel.ChannelName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

/** Of all that a shard has ended, one is asked for at a time; and none is forgotten. */
class EnquiriesTest {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Connections connections = new Connections(RedisUrl.parse("redis-cluster://127.0.0.1:1"));
    private final Shard shard = new Shard(connections, new HostAndPort("127.0.0.1", 1), clock);
    private final Shard other = new Shard(connections, new HostAndPort("127.0.0.1", 2), clock);
    private final List<String> asked = new ArrayList<>();
    private final List<CompletableFuture<Boolean>> answers = new ArrayList<>();
    private final Set<Subject> movedMeanwhile = new HashSet<>();
    private final List<Subject> found = new ArrayList<>();
    private final Enquiries enquiries =
            new Enquiries(this::ask, subject -> !movedMeanwhile.contains(subject), found::add);
    private final List<Subject> subjects =
            IntStream.range(0, 4).mapToObj(EnquiriesTest::subject).toList();

    @AfterEach
    void stop() {
        shard.close();
        other.close();
        clock.shutdownNow();
    }

    @Test
    void whatIsLearntFromOneAnswerIsNotAskedForAgain() {
        subjects.forEach(subject -> lose(subject, shard));
        assertEquals(List.of("{chat:0}:log"), asked);
        movedMeanwhile.addAll(subjects.subList(1, 3));
        answers.get(0).complete(false);
        assertEquals(List.of("{chat:0}:log", "{chat:3}:log"), asked);
        answers.get(1).complete(true);
        assertEquals(List.of(subjects.get(0), subjects.get(3)), found);
        lose(subjects.get(1), shard);
        assertEquals(3, asked.size());
    }

    @Test
    void whatNobodyAnswersForIsGivenBackAtOnce() {
        subjects.forEach(subject -> lose(subject, shard));
        answers.get(0).completeExceptionally(new RedisAway(RedisAway.USUAL));
        assertEquals(subjects, found);
        assertEquals(1, asked.size());
        lose(subjects.get(0), shard);
        assertEquals(2, asked.size());
    }

    @Test
    void shardsDoNotWaitForEachOther() {
        lose(subjects.get(0), shard);
        lose(subjects.get(1), other);
        assertEquals(List.of("{chat:0}:log", "{chat:1}:log"), asked);
    }

    private CompletableFuture<Boolean> ask(String key) {
        asked.add(key);
        answers.add(new CompletableFuture<>());
        return answers.get(answers.size() - 1);
    }

    private void lose(Subject subject, Shard by) {
        enquiries.ask(subject, subject.topics.get(1), by);
    }

    private static Subject subject(int number) {
        return new Subject(
                List.of("chat:" + number, "{chat:" + number + "}:notices"), new ChannelName("" + number), null);
    }
}
