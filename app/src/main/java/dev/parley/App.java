package dev.parley;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Draft;
import dev.parley.channel.EventId;
import dev.parley.channel.Family;
import dev.parley.channel.Message;
import dev.parley.channel.Person;
import dev.parley.http.HttpServer;
import dev.parley.identity.Verb;
import dev.parley.presence.Presence;
import dev.parley.presence.Typings;
import dev.parley.push.PushTarget;
import dev.parley.push.Pusher;
import dev.parley.redis.Backbone;
import dev.parley.redis.link.Hear;
import dev.parley.redis.link.Interest;
import dev.parley.redis.link.Redis;
import dev.parley.redis.link.RedisTooOld;
import dev.parley.redis.link.RedisUrl;
import dev.parley.redis.log.History;
import dev.parley.redis.shared.Families;
import dev.parley.relay.Attendance;
import dev.parley.relay.Hearing;
import dev.parley.relay.Relay;
import dev.parley.relay.Retention;
import java.time.Duration;
import java.util.List;

/**
 * One running instance: Redis' side, the relay, presence and the HTTP side, which meet only here.
 *
 * <pre>
 *  http ── posts ──▶ redis.Publisher … Redis … redis.Listener ──▶ relay ──▶ http: the streams
 * </pre>
 */
final class App implements AutoCloseable {
    /** Logs may take a quarter of the heap: streams, requests and what is on its way need the rest. */
    private static final int LOGS_SHARE = 4;

    private static final int MIB = 1024 * 1024;

    private final Settings settings;
    private final Metrics metrics = new Metrics();
    private final Redis redis;
    private final Relay relay;
    private final Backbone backbone;
    private final Presence presence;
    private final Typings typings;
    private final Pusher pusher;
    private final HttpServer http;

    App(Settings settings, RedisUrl redisUrl) {
        this.settings = settings;
        redis = new Redis(redisUrl);
        Hear hear = settings.hear(redisUrl);
        History history = new History(redis, settings.prefix);
        Families families = new Families(
                redis, settings.prefix, hear, settings.historyLimits().ttl());
        Interest interest = new Interest(redis, settings.prefix);
        long memory = Runtime.getRuntime().maxMemory() / LOGS_SHARE;
        relay = new Relay(
                new HistoryAsPast(history, families),
                hear.isSelective() ? new InterestAsHearing(interest) : Hearing.ALL,
                new Retention(settings.history, memory / LOGS_SHARE),
                memory,
                settings.maxChannels,
                settings.heartbeat,
                attendance(),
                metrics.registry());
        backbone = new Backbone(
                redis,
                settings.prefix,
                hear,
                interest,
                !settings.access().isOpen(),
                settings.historyLimits(),
                history,
                families,
                audience(),
                metrics.registry());
        presence = new Presence(backbone.members(), relay);
        typings = new Typings(relay);
        pusher = new Pusher(settings.pushServices, backbone.pushTargets(), this::mayHear);
        http = new HttpServer(
                relay,
                backbone,
                settings.httpLimits(),
                settings.clientAddresses(),
                settings.guards(),
                settings.accessOptions.tokenLife,
                settings.pushServices,
                metrics.registry());
    }

    /** @throws RedisTooOld when Redis is */
    void start() {
        redis.refuseIfTooOld();
        relay.start();
        presence.start();
        backbone.start();
        pusher.start();
        http.start(settings.host, settings.port);
    }

    int port() {
        return http.port();
    }

    /** Everything that can be asked of it, each as {@code GET /{channel}}. */
    List<String> routes() {
        return http.routes();
    }

    boolean isRedisUp() {
        return redis.isUp();
    }

    /** What it can carry, for its operator. */
    String capacity() {
        long heap = Runtime.getRuntime().maxMemory() / MIB;
        return "a heap of %d MB carries %d channels with streams".formatted(heap, relay.maxChannels());
    }

    /** Sends the streams away, spread over the drain time, then ends everything. */
    @Override
    public void close() {
        close(settings.drain);
    }

    void close(Duration drain) {
        http.refuseNewcomers(drain, backbone.hasPeers());
        relay.drain(drain);
        http.close();
        pusher.close();
        typings.close();
        presence.close();
        backbone.close();
        relay.close();
        metrics.close();
    }

    /** A guest as far as guests may, a user unless what they had then is revoked. */
    private boolean mayHear(ChannelName channel, PushTarget target) {
        if (settings.access().isOpen()) {
            return true;
        }
        return target.user() == null
                ? settings.access().guest().may(Verb.LISTEN, channel)
                : !backbone.denied().list().isRevoked(target.user(), target.since());
    }

    private Attendance attendance() {
        return new Attendance() {
            @Override
            public void came(ChannelName channel, Person listener) {
                presence.came(channel, listener);
            }

            @Override
            public void left(ChannelName channel, Person listener) {
                presence.left(channel, listener);
            }
        };
    }

    private Backbone.Audience audience() {
        return new Backbone.Audience() {
            @Override
            public void hear(ChannelName channel, Message message) {
                relay.hear(channel, message);
            }

            @Override
            public void membersChanged(ChannelName channel, String writer) {
                presence.membersChanged(channel, writer);
            }

            @Override
            public void typing(ChannelName channel, Person person) {
                typings.heard(channel, person);
            }

            @Override
            public void familyGrew(Family family, ChannelName channel, EventId id) {
                relay.familyGrew(family, channel, id);
            }

            @Override
            public void missed(ChannelName channel) {
                relay.changed(channel);
                presence.missed(channel);
            }

            @Override
            public void missed(Family family) {
                relay.changed(family);
            }

            @Override
            public void away(ChannelName channel) {
                relay.changed(channel);
            }

            @Override
            public void back(ChannelName channel) {
                relay.changed(channel);
                presence.back(channel);
            }

            @Override
            public void leasesBack() {
                presence.redisUp();
            }

            @Override
            public void redisUp() {
                relay.redisUp();
                presence.redisUp();
            }

            @Override
            public void redisRefuses() {
                relay.redisRefuses();
            }

            @Override
            public void redisDown() {
                relay.redisDown();
            }

            @Override
            public void published(ChannelName channel, EventId id, Draft draft) {
                pusher.said(channel, id, draft.json());
            }

            @Override
            public void deniedChanged() {
                relay.review();
            }
        };
    }
}
