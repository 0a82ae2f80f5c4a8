package dev.parley.push;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.InvalidInput;
import dev.parley.identity.Digest;
import dev.parley.redis.shared.PushTargets;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells browsers, through their push services, that something was said, once for each message that this instance has published. A
 * browser that was told a moment ago is not told of the next message of the channel, unless that mentions its user.
 *
 * <p>Best effort, and bounded: who wants to know is read every 10 s; 10,000 tellings wait, 64 are under way, each for 5 s at most, and
 * others are dropped. An answer is not read, and never followed elsewhere. Nothing is tried again.
 *
 * <p>Threading: what was said may be told by any thread, which does not wait. One thread of its own finds out
 * whom to tell, encrypts, and begins to send.
 */
public final class Pusher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pusher.class);
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final Duration REST = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String KEPT_SECONDS = "86400"; // by the push service, for a browser that is away
    private static final int MAX_TARGETS = 20_000; // in memory
    private static final int MAX_RESTING = 50_000;
    private static final int MAX_WAITING = 10_000;
    private static final int AT_ONCE = 64;
    private static final int GONE = 410;
    private static final int NOT_FOUND = 404;
    private static final int TOPIC_LENGTH = 32;

    private final PushServices services;
    private final PushTargets targets;
    private final BiPredicate<ChannelName, PushTarget> mayHear;
    private final AsyncLoadingCache<String, Optional<VapidKey>> key;
    private final AsyncLoadingCache<ChannelName, List<PushTarget>> known;
    private final Cache<String, Boolean> resting = Caffeine.newBuilder()
            .expireAfterWrite(REST)
            .maximumSize(MAX_RESTING)
            .build();
    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Thread thread = new Thread(this::run, "push");

    /** Confined to that thread. Null until somebody is told: it has threads and keys of its own. */
    private HttpClient client;

    /** One message for one browser. */
    private record Telling(VapidKey key, Said said, PushTarget target) {}

    /** @param mayHear whether whose browser that is may still hear the channel, as far as that is known here */
    public Pusher(PushServices services, PushTargets targets, BiPredicate<ChannelName, PushTarget> mayHear) {
        this.services = services;
        this.targets = targets;
        this.mayHear = mayHear;
        this.key = Caffeine.newBuilder()
                .expireAfterWrite(FRESH)
                .buildAsync((name, executor) -> targets.key().thenApply(text -> text.map(VapidKey::read)));
        this.known = Caffeine.newBuilder()
                .expireAfterWrite(FRESH)
                .maximumWeight(MAX_TARGETS)
                .weigher((ChannelName channel, List<PushTarget> all) -> 1 + all.size())
                .buildAsync((channel, executor) -> targets.of(channel).thenApply(this::read));
        thread.setDaemon(true);
    }

    public void start() {
        if (!services.areOff()) {
            thread.start();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /** Something was published here. Where nobody has ever wanted to be told, hardly anything is asked. */
    public void said(ChannelName channel, EventId id, String json) {
        if (!services.areOff()) {
            key.get("")
                    .thenAccept(own -> own.ifPresent(vapid -> soon(() -> look(vapid, channel, id, json))))
                    .exceptionally(Pusher::unknown);
        }
    }

    private void look(VapidKey own, ChannelName channel, EventId id, String json) {
        Said.of(channel, id, json)
                .ifPresent(said -> known.get(channel)
                        .thenAccept(all -> soon(() -> tell(own, said, all)))
                        .exceptionally(Pusher::unknown));
    }

    private void tell(VapidKey own, Said said, List<PushTarget> all) {
        all.stream()
                .filter(target -> said.isFor(target) && mayHear.test(said.channel(), target))
                .filter(target -> !rests(said, target))
                .forEach(target -> soon(() -> send(new Telling(own, said, target))));
    }

    private boolean rests(Said said, PushTarget target) {
        String place = said.channel() + " " + target.endpoint();
        boolean rests = resting.asMap().putIfAbsent(place, true) != null;
        return rests && !said.mentions(target.name());
    }

    private void soon(Runnable task) {
        if (!waiting.offer(task)) {
            LOG.debug("Somebody is not told: {} wait already", MAX_WAITING);
        }
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                waiting.take().run();
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) { // the thread must go on
                LOG.debug("Somebody is not told", e);
            }
        }
    }

    private void send(Telling next) {
        if (!enter()) {
            return;
        }
        try {
            client().sendAsync(request(next), HttpResponse.BodyHandlers.discarding())
                    .whenComplete((done, failure) -> ended(next, done, failure));
        } catch (GeneralSecurityException | RuntimeException e) {
            ended(next, null, e);
        }
    }

    private HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(PATIENCE)
                    .build();
        }
        return client;
    }

    private boolean enter() {
        try {
            room.acquire();
            return true;
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static HttpRequest request(Telling next) throws GeneralSecurityException {
        PushTarget target = next.target();
        byte[] body = PushCipher.encrypt(
                target.publicKey(), target.secret(), next.said().json());
        return HttpRequest.newBuilder(target.endpoint())
                .timeout(PATIENCE)
                .header("Authorization", next.key().authorization(target.endpoint(), target.contact()))
                .header("Content-Encoding", "aes128gcm")
                .header("Content-Type", "application/octet-stream")
                .header("TTL", KEPT_SECONDS)
                .header("Topic", Digest.of(next.said().channel().value()).substring(0, TOPIC_LENGTH))
                .header("Urgency", next.said().mentions(target.name()) ? "high" : "normal")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    /** An address that its push service does not know any more is forgotten. */
    private void ended(Telling telling, HttpResponse<Void> answer, Throwable failure) {
        room.release();
        if (failure != null) {
            LOG.debug("A push service did not answer", failure);
        } else if (answer.statusCode() == GONE || answer.statusCode() == NOT_FOUND) {
            targets.remove(telling.said().channel(), telling.target().endpoint().toString())
                    .exceptionally(Pusher::unknown);
        } else if (answer.statusCode() >= 300) {
            LOG.debug("A push service answered with {}", answer.statusCode());
        }
    }

    private List<PushTarget> read(Collection<String> texts) {
        return texts.stream().flatMap(text -> one(text).stream()).toList();
    }

    private Optional<PushTarget> one(String text) {
        try {
            return Optional.of(PushTarget.read(text, services));
        } catch (InvalidInput notAnyMore) {
            return Optional.empty();
        }
    }

    private static Void unknown(Throwable failure) {
        LOG.debug("Nobody is told: who wants to be can't be known now", failure);
        return null;
    }
}
