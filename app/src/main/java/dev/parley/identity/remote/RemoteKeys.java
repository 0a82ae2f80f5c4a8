package dev.parley.identity.remote;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.KeyConverter;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import dev.parley.channel.InvalidInput;
import dev.parley.identity.CannotTell;
import dev.parley.identity.VerificationKeys;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.Key;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The public keys that an issuer publishes (RFC 7517), kept for five minutes, and for hours while the issuer is away. A key that is
 * not among them makes them be read again, twice in 30 s at most, whoever asks with whatever made-up keys.
 *
 * <p>Threading: may be used by anyone. Who needs a key that must be fetched waits, 2 s at most; so many may, and the others are told
 * to come again.
 */
public final class RemoteKeys implements VerificationKeys {
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Duration AHEAD = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final Duration OUTAGE = Duration.ofHours(4);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int WAITING = 8;
    private static final Duration TURN = Duration.ofMillis(100);

    /** A public key never is a secret for HS256. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final URI address;
    private final JWKSource<SecurityContext> source;
    private final Semaphore turns = new Semaphore(WAITING);

    private RemoteKeys(URI address, URL url) {
        this.address = address;
        this.source = JWKSourceBuilder.<SecurityContext>create(url, this::fetch)
                .cache(LIFE.toMillis(), PATIENCE.toMillis())
                .refreshAheadCache(AHEAD.toMillis(), false)
                .rateLimited(PAUSE.toMillis())
                .outageTolerant(OUTAGE.toMillis())
                .build();
    }

    /** Whether a setting is such an address. */
    public static boolean isAddress(String text) {
        return text.contains("://");
    }

    /**
     * Those at this address.
     *
     * @throws InvalidInput when no keys may come from there
     */
    public static RemoteKeys at(String text) {
        return of(address(text));
    }

    private static RemoteKeys of(URI address) {
        try {
            return new RemoteKeys(address, address.toURL());
        } catch (MalformedURLException e) {
            throw new InvalidInput("the address of keys begins with https://");
        }
    }

    /** One over TLS, or of this machine: what comes from there says who everybody is. */
    static URI address(String text) {
        try {
            URI uri = new URI(text);
            boolean isSafe = "https".equals(uri.getScheme())
                    || ("http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost()));
            if (isSafe && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException malformed) {
            // refused below
        }
        throw new InvalidInput("such an address is https://…, or http:// on this machine, without user or fragment");
    }

    @Override
    public List<? extends Key> fitting(JWSHeader header) {
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            return List.of();
        }
        return find(new JWKSelector(JWKMatcher.forJWSHeader(header))).stream()
                .filter(key -> key.getAlgorithm() == null || key.getAlgorithm().equals(header.getAlgorithm()))
                .flatMap(key -> KeyConverter.toJavaKeys(List.of(key)).stream())
                .filter(PublicKey.class::isInstance)
                .toList();
    }

    private List<JWK> find(JWKSelector selector) {
        try {
            if (!turns.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CannotTell(null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotTell(e);
        }
        try {
            return source.get(selector, null);
        } catch (RateLimitReachedException unknownKey) {
            return List.of();
        } catch (KeySourceException away) {
            throw new CannotTell(away);
        } finally {
            turns.release();
        }
    }

    private Resource fetch(URL url) throws IOException {
        try {
            HttpResponse<String> answer = Fetch.send(HttpRequest.newBuilder(address)
                            .header("Accept", "application/json")
                            .build())
                    .get();
            if (answer.statusCode() != 200) {
                throw new IOException("answered with " + answer.statusCode());
            }
            return new Resource(answer.body(), "application/json");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
