package dev.parley.redis;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Draft;
import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import dev.parley.redis.link.Health;
import dev.parley.redis.link.Hear;
import dev.parley.redis.link.Interest;
import dev.parley.redis.link.Keys;
import dev.parley.redis.link.Listener;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.Shard;
import dev.parley.redis.log.Adopter;
import dev.parley.redis.log.EpochGuard;
import dev.parley.redis.log.Heads;
import dev.parley.redis.log.History;
import dev.parley.redis.log.HistoryLimits;
import dev.parley.redis.log.Intake;
import dev.parley.redis.log.Publisher;
import dev.parley.redis.log.RedisMeters;
import dev.parley.redis.log.Signature;
import dev.parley.redis.log.Storage;
import dev.parley.redis.shared.Denied;
import dev.parley.redis.shared.Directory;
import dev.parley.redis.shared.Families;
import dev.parley.redis.shared.Lease;
import dev.parley.redis.shared.Members;
import dev.parley.redis.shared.Notices;
import dev.parley.redis.shared.PushTargets;
import dev.parley.redis.shared.ReadPositions;
import dev.parley.redis.shared.SharedSecret;
import dev.parley.redis.shared.Tags;
import dev.parley.redis.shared.Tickets;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import redis.clients.jedis.params.SetParams;

/** Everything of this package, wired: what an instance sends to Redis and hears from it. */
public final class Backbone implements AutoCloseable {
    /**
     * What is heard is told on the listener's thread, genuine messages with a lost secret on another; what Redis is like, on the
     * clock's. None of them may be held up.
     */
    public interface Audience extends Notices.Audience, Interest.Audience {
        void hear(ChannelName channel, Message message);

        /** From now on everything is heard; what was published before may have been missed. */
        void redisUp();

        /** Redis is full, or takes no messages for another reason; listening and reading go on. */
        void redisRefuses();

        void redisDown();

        /** All that is known of who is here may be lost. */
        void leasesBack();

        /** This instance, and no other, has published this. Told on a thread that must not be held up. */
        void published(ChannelName channel, EventId id, Draft draft);

        /** Others than before are denied now. Told on a thread of its own, which may be held up for a moment. */
        void deniedChanged();
    }

    private static final int PATIENCE_MILLIS = 500;

    final Redis redis;
    final Keys keys;
    final RedisMeters meters;
    final SharedSecret secret;
    private final Signature signature;
    private final Tags tags;
    private final Storage storage;
    private final Publisher publisher;
    final Adopter adopter;
    final EpochGuard epochs;
    final Intake intake;
    private final History history;
    final Notices notices;
    private final Directory directory;
    final Families families;
    private final Members members;
    final Denied denied;
    private final Tickets tickets;
    final boolean denies;
    private final Hear hear;
    private final Interest interest;
    private final Audience audience;
    private final ReadPositions readPositions;
    private final PushTargets pushTargets;

    /**
     * @param prefix of the pub/sub channels and of all keys
     * @param interest what is to be heard, where not all is
     * @param denies whether anyone can be denied what they were allowed; otherwise nothing is asked about that
     */
    public Backbone(
            Redis redis,
            String prefix,
            Hear hear,
            Interest interest,
            boolean denies,
            HistoryLimits limits,
            History history,
            Families families,
            Audience audience,
            MeterRegistry registry) {
        keys = new Keys(prefix, redis.topics(prefix));
        Heads heads = new Heads();
        meters = new RedisMeters(registry, redis, interest);
        this.redis = redis;
        this.history = history;
        this.families = families;
        secret = new SharedSecret(redis, keys);
        signature = new Signature(secret);
        tags = new Tags(secret);
        String instance = instanceId();
        storage = new Storage(redis, keys, limits.totalBytes(), instance);
        directory = new Directory(redis, keys);
        publisher = new Publisher(
                redis, keys, hear, heads, signature, limits, storage, families, directory, meters, audience::published);
        adopter = new Adopter(redis, keys, hear, publisher, families, limits, instance, meters);
        epochs = new EpochGuard(redis, keys, heads);
        members = new Members(redis, keys, hear, new Lease(redis, keys));
        notices = new Notices(redis, keys, hear, audience);
        denied = new Denied(redis, keys, audience::deniedChanged);
        tickets = new Tickets(redis, keys);
        readPositions = new ReadPositions(redis, keys);
        pushTargets = new PushTargets(redis, keys);
        this.denies = denies;
        intake = new Intake(keys, heads, signature, adopter, history, directory, meters, audience::hear);
        this.interest = interest;
        this.hear = hear;
        this.audience = audience;
        interest.tell(audience);
    }

    public Publisher publisher() {
        return publisher;
    }

    public History history() {
        return history;
    }

    public Notices notices() {
        return notices;
    }

    public Members members() {
        return members;
    }

    public Directory directory() {
        return directory;
    }

    public Denied denied() {
        return denied;
    }

    public Tags tags() {
        return tags;
    }

    public Tickets tickets() {
        return tickets;
    }

    public PushTargets pushTargets() {
        return pushTargets;
    }

    public ReadPositions readPositions() {
        return readPositions;
    }

    /** What keeps this instance from serving everybody, as a sentence; empty when nothing does. */
    public Optional<String> trouble() {
        return redis.trouble()
                .or(() -> denies && !denied.isKnown()
                        ? Optional.of("Who is denied has not been read from Redis yet.")
                        : Optional.empty());
    }

    /** Whether other instances live, or did so a moment ago; not when Redis does not say so soon. */
    public boolean hasPeers() {
        try {
            return redis.ask(keys.leases(), commands -> commands.zrange(keys.leases(), 0, 1))
                            .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                            .size()
                    > 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException unknown) {
            return false;
        }
    }

    public void start() {
        adopter.start();
        directory.start();
        storage.start();
        if (denies) {
            denied.start();
        }
        redis.start(new Shard.Keeper() {
            @Override
            public Listener listenTo(Shard shard) {
                return listenerOf(shard);
            }

            @Override
            public void moved(BitSet slots) {
                interest.moved(slots);
                epochs.checkMoved(slots);
                if (slots.get(Redis.slotOf(keys.leases()))) {
                    audience.leasesBack();
                }
            }

            @Override
            public void gone(Shard shard) {
                meters.forget(shard);
            }
        });
    }

    @Override
    public void close() {
        redis.deafen();
        denied.close();
        epochs.close();
        directory.close();
        storage.close();
        adopter.close();
        redis.close();
    }

    private Listener listenerOf(Shard shard) {
        meters.watch(shard);
        Hearing hearing = new Hearing(this, shard);
        Listener listener = hear.isSelective()
                ? new Listener(shard, patterns(keys), interest, hearing)
                : new Listener(shard, patterns(keys), hearing);
        Health.Watcher watcher =
                redis.isCluster() ? new ShardWatcher(shard, keys, redis, interest, audience) : toldTo(audience);
        shard.watch(watcher, listener::leave, () -> lightProbe(shard), () -> publisher.probe(shard));
        return listener;
    }

    /** Does nothing, but fails where writing would. */
    private CompletableFuture<?> lightProbe(Shard shard) {
        if (redis.shardOf(keys.secret()) == shard) {
            return secret.probe();
        }
        String key = keys.probe(redis.numberOn(shard, keys::probe));
        return shard.probe(Redis.command(
                commands -> commands.set(key, "", SetParams.setParams().xx())));
    }

    private static Health.Watcher toldTo(Audience audience) {
        return new Health.Watcher() {
            @Override
            public void up() {
                audience.redisUp();
            }

            @Override
            public void refuses() {
                audience.redisRefuses();
            }

            @Override
            public void down() {
                audience.redisDown();
            }
        };
    }

    private List<String> patterns(Keys keys) {
        Stream<String> ours =
                denies ? Stream.of(keys.topicPattern(), denied.pattern()) : Stream.of(keys.topicPattern());
        return Stream.concat(ours, notices.patterns().stream()).toList();
    }

    /** Readable in Redis for an operator, unique for us. */
    private static String instanceId() {
        return ProcessHandle.current().pid() + "-" + new BigInteger(64, new SecureRandom()).toString(36);
    }
}
