package dev.parley.http.page;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.parley.channel.ChannelName;
import dev.parley.http.guard.AddressGuard;
import dev.parley.http.guard.Allowance;
import dev.parley.http.guard.Gate;
import dev.parley.http.guard.Waiting;
import dev.parley.http.request.ChannelPath;
import dev.parley.redis.log.History;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The browser client's page, with what was said last in its channel, as far as anybody may hear that who shows nothing: it is the same
 * for everybody who reads the same language, and may be kept for a second.
 *
 * <p>When Redis does not tell soon, or whoever asks has read too much, the page comes without.
 *
 * <p>Threading: may be used by anyone, and nobody waits, but for the first of all pages to be made. Of each channel and language there
 * is one reading a second at most.
 */
public final class WebPage implements Handler {
    /** Nothing but our own files, nothing inline, no frames of other sites. */
    private static final String POLICY =
            "default-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'";

    private static final ChannelName EVERYONE = new ChannelName("everyone");
    private static final int MESSAGES = 20;
    private static final int BYTES = 16 * 1024;
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final int MAX_FRESH = 128; // of 60 KB at most
    private static final int PATIENCE_MILLIS = 300;

    private final Map<String, Document> documents = new ConcurrentHashMap<>(); // by language
    private final String signIn;
    private final String policy;
    private final Gate gate;
    private final AddressGuard addresses;
    private final Waiting waiting;
    private final History history;
    private final LoadingCache<Edition, CompletableFuture<byte[]>> fresh;

    private record Edition(ChannelName channel, Document document) {}

    /** @param signIn where people sign in, which the page asks for fresh cookies, too; null for nowhere */
    public WebPage(String signIn, Gate gate, AddressGuard addresses, Waiting waiting, History history) {
        this.signIn = signIn;
        this.policy = signIn == null ? POLICY : POLICY + "; connect-src 'self' " + origin(URI.create(signIn));
        this.gate = gate;
        this.addresses = addresses;
        this.waiting = waiting;
        this.history = history;
        this.fresh = Caffeine.newBuilder()
                .expireAfterWrite(FRESH)
                .maximumSize(MAX_FRESH)
                .build(this::read);
    }

    @Override
    public void handle(Context ctx) {
        ChannelName channel = ctx.pathParamMap().isEmpty() ? EVERYONE : ChannelPath.read(ctx);
        Document document = documents.computeIfAbsent(Words.languageFor(ctx.header("Accept-Language")), this::document);
        if (gate.mayAnybodyHear(channel) && addresses.hasSome(ctx, Allowance.READS)) {
            addresses.charge(ctx, Allowance.READS, 1);
            waiting.answer(ctx, () -> fresh.get(new Edition(channel, document)), html -> answer(ctx, html));
        } else {
            answer(ctx, bytes(document.of(channel)));
        }
    }

    private Document document(String language) {
        return new Document(Assets.own(), language, signIn);
    }

    private CompletableFuture<byte[]> read(Edition edition) {
        ChannelName channel = edition.channel();
        Document document = edition.document();
        return history.newest(channel, MESSAGES, BYTES)
                .thenApply(page -> document.of(channel, new Rows(channel, page)))
                .completeOnTimeout(document.of(channel), PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .exceptionally(redisAwayOrNoMessages -> document.of(channel))
                .thenApply(WebPage::bytes);
    }

    private void answer(Context ctx, byte[] html) {
        ctx.res().addHeader("Vary", "Accept-Language");
        ctx.header("Content-Security-Policy", policy)
                .header("Cache-Control", "public, max-age=1")
                .contentType("text/html; charset=utf-8")
                .result(html);
    }

    private static byte[] bytes(String html) {
        return html.getBytes(StandardCharsets.UTF_8);
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority();
    }
}
