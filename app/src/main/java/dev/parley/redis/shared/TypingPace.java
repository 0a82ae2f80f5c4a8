package dev.parley.redis.shared;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.channel.ChannelName;
import dev.parley.channel.Person;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * How much this instance tells others of who is typing, so that it never holds up what is said: of a channel at most so many
 * people a second, each once, which is more than are shown; and only so many notices are under way. What is too much is left
 * out: whoever goes on typing says so again.
 *
 * <p>Threading: may be called by anyone.
 */
final class TypingPace {
    private static final Duration SPAN = Duration.ofSeconds(1);
    private static final int MAX_PEOPLE = 10;
    private static final int MAX_CHANNELS = 10_000;
    private static final int MAX_UNDER_WAY = 256;

    /** Who was told of in the last second. */
    private final Cache<ChannelName, Set<Person>> told = Caffeine.newBuilder()
            .expireAfterWrite(SPAN)
            .maximumSize(MAX_CHANNELS)
            .build();

    private final Semaphore underWay = new Semaphore(MAX_UNDER_WAY);

    /** Tells it, or leaves it out; what failed may be told again at once. */
    CompletableFuture<Long> tell(ChannelName channel, Person person, Supplier<CompletableFuture<Long>> telling) {
        Set<Person> people = told.get(channel, name -> ConcurrentHashMap.newKeySet());
        if (people.size() >= MAX_PEOPLE || !people.add(person)) {
            return CompletableFuture.completedFuture(0L);
        }
        if (!underWay.tryAcquire()) {
            people.remove(person);
            return CompletableFuture.completedFuture(0L);
        }
        return telling.get().whenComplete((listeners, failure) -> {
            underWay.release();
            if (failure != null) {
                people.remove(person);
            }
        });
    }
}
