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
import dev.parley.redis.link.RedisTime;
import dev.parley.redis.link.Refused;
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
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;

/** Everything of this package, wired: what an instance sends to Redis and hears from it. */
public final class Backbone implements AutoCloseable {
    /**
     * What is heard is told on the listener's thread, genuine messages with a lost secret on another; what Redis is like, on the
     * clock's. None of them may be held up.
     */
    public interface Audience extends Notices.Audience {
        void hear(ChannelName channel, Message message);

        /** From now on everything is heard; what was published before may have been missed. */
        void redisUp();

        /** Redis is full, or takes no messages for another reason; listening and reading go on. */
        void redisRefuses();

        void redisDown();

        /** This instance, and no other, has published this. Told on a thread that must not be held up. */
        void published(ChannelName channel, EventId id, Draft draft);

        /** Others than before are denied now. Told on a thread of its own, which may be held up for a moment. */
        void deniedChanged();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Backbone.class);
    private static final int PATIENCE_MILLIS = 500;

    private final Redis redis;
    private final Keys keys;
    private final RedisMeters meters;
    private final SharedSecret secret;
    private final Signature signature;
    private final Tags tags;
    private final Storage storage;
    private final Publisher publisher;
    private final Adopter adopter;
    private final EpochGuard epochs;
    private final Intake intake;
    private final History history;
    private final Notices notices;
    private final Directory directory;
    private final Families families;
    private final Members members;
    private final Denied denied;
    private final Tickets tickets;
    private final ReadPositions readPositions;
    private final PushTargets pushTargets;
    private final boolean denies;
    private final Listener listener;

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
        listener = hear.isSelective()
                ? new Listener(redis, patterns(keys), interest, new Hearing())
                : new Listener(redis, patterns(keys), new Hearing());
        redis.watch(toldTo(audience), listener::leave, secret::probe, publisher::probe);
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

    /** Whether other instances live, or did so a moment ago; not when Redis does not say so soon. */
    public boolean hasPeers() {
        try {
            return redis.ask(commands -> commands.zrange(keys.leases(), 0, 1))
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
        listener.start();
    }

    @Override
    public void close() {
        listener.close();
        denied.close();
        epochs.close();
        directory.close();
        storage.close();
        adopter.close();
        redis.close();
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

    private final class Hearing implements Listener.Callbacks {
        private boolean wasLost;

        @Override
        public void connecting(Connection connection) {
            redis.prepare();
            // before the first message has to be told from a raw one
            secret.agree(connection).ifPresent(this::judge);
            intake.hearingSince(RedisTime.ask(connection));
        }

        @Override
        public void connected() {
            if (wasLost) {
                wasLost = false;
                meters.reconnected();
            }
            redis.setUp(true);
            epochs.check();
            families.noteAnew();
            if (denies) {
                denied.readSoon();
            }
        }

        @Override
        public void heard(byte[] topic, byte[] payload) {
            if (!denied.take(topic) && !notices.take(topic, payload)) {
                intake.take(topic, payload);
            }
        }

        @Override
        public void lost() {
            wasLost = true;
            redis.setUp(false);
            adopter.linkLost();
        }

        private void judge(JedisDataException refusal) {
            if (Refused.isOfWrites(refusal)) {
                redis.health().refused(refusal);
            } else {
                LOG.warn("Redis refuses the secret that instances share: messages of others cost a look-up each,"
                        + " and browsers get no tag");
            }
        }
    }
}
