package dev.parley.redis;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Person;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import redis.clients.jedis.Response;

/**
 * Who is in a channel: each instance writes the people that it serves itself, under its {@link Lease}; all that was written
 * under leases that hold, taken together, is who is here. Every change is announced to all instances by a {@link Notices
 * notice}.
 *
 * <p>Every method throws {@link RedisAway} when Redis does not answer.
 */
public final class Members {
    /** For channels whose instances have all died; instances that live write anew well before. */
    private static final Duration TTL = Duration.ofDays(1);

    private static final char SEPARATOR = ' ';

    private final Redis redis;
    private final Keys keys;
    private final Lease lease;

    Members(Redis redis, Keys keys, Lease lease) {
        this.redis = redis;
        this.keys = keys;
        this.lease = lease;
    }

    public Lease lease() {
        return lease;
    }

    /** Writes who has come to and left this instance, in one round trip, and announces it. */
    public void write(ChannelName channel, Collection<Person> came, Collection<Person> left) {
        String key = keys.members(channel);
        redis.call(client -> {
            try (var pipeline = client.pipelined()) {
                if (!came.isEmpty()) {
                    pipeline.sadd(key, entries(came));
                    pipeline.pexpire(key, TTL.toMillis());
                }
                if (!left.isEmpty()) {
                    pipeline.srem(key, entries(left));
                }
                pipeline.publish(keys.members(channel), "");
                Redis.sync(pipeline);
            }
            return null;
        });
    }

    /** Who is here, over all instances. */
    public Set<Person> read(ChannelName channel) {
        return readAll(List.of(channel)).get(channel);
    }

    /**
     * The same, for an instance that has been here for a while; empty when that is not known, because its own lease is gone:
     * so may be what others have written, until they write it anew.
     */
    public Optional<Set<Person>> readIfKnown(ChannelName channel) {
        Snapshot snapshot = snapshot(List.of(channel));
        return Optional.of(snapshot.people().get(channel))
                .filter(known -> snapshot.holders().contains(lease.id()));
    }

    /** Who is in several channels, in one round trip. */
    public Map<ChannelName, Set<Person>> readAll(Collection<ChannelName> channels) {
        return snapshot(channels).people();
    }

    private record Snapshot(Map<ChannelName, Set<Person>> people, Set<String> holders) {}

    private Snapshot snapshot(Collection<ChannelName> channels) {
        return redis.call(client -> {
            Map<ChannelName, Response<Set<String>>> entries = new HashMap<>();
            Response<List<String>> leases;
            try (var pipeline = client.pipelined()) {
                channels.forEach(channel -> entries.put(channel, pipeline.smembers(keys.members(channel))));
                leases = pipeline.zrange(keys.leases(), 0, -1);
                pipeline.sync();
            }
            Set<String> holders = new HashSet<>(leases.get());
            Map<ChannelName, Set<Person>> people = new HashMap<>();
            entries.forEach((channel, found) -> people.put(channel, people(channel, found.get(), holders)));
            return new Snapshot(people, holders);
        });
    }

    private Set<Person> people(ChannelName channel, Set<String> entries, Set<String> holders) {
        Set<Person> people = new HashSet<>();
        List<String> abandoned = new ArrayList<>();
        for (String entry : entries) {
            int separator = entry.indexOf(SEPARATOR);
            if (separator > 0 && holders.contains(entry.substring(0, separator))) {
                people.add(new Person(entry.substring(separator + 1)));
            } else {
                abandoned.add(entry);
            }
        }
        if (!abandoned.isEmpty()) {
            redis.call(client -> client.srem(keys.members(channel), abandoned.toArray(String[]::new)));
        }
        return people;
    }

    private String[] entries(Collection<Person> people) {
        String id = lease.id();
        return people.stream().map(person -> id + SEPARATOR + person.name()).toArray(String[]::new);
    }
}
