package dev.parley.identity.remote;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyConverter;
import dev.parley.channel.InvalidInput;
import dev.parley.identity.CannotTell;
import dev.parley.identity.VerificationKeys;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.Key;
import java.security.PublicKey;
import java.text.ParseException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The public keys that an issuer publishes (RFC 7517). A key that is not among them makes them be read again, but see {@link
 * KeySetCache} for how often: whoever can send a request can make up keys.
 *
 * <p>Threading: may be used by anyone; nobody waits.
 */
public final class RemoteKeys implements VerificationKeys {
    /** A public key never is a secret for HS256. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final URI address;
    private final KeySetCache sets;

    /** @param clock in ms, from anywhere */
    RemoteKeys(URI address, LongSupplier clock) {
        this.address = address;
        this.sets = new KeySetCache(this::fetch, clock);
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
        return new RemoteKeys(address(text), () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
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
    public CompletableFuture<List<? extends Key>> fitting(JWSHeader header) {
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            return CompletableFuture.completedFuture(List.of());
        }
        return sets.newest().thenCompose(set -> {
            List<? extends Key> keys = fitting(set, header);
            return keys.isEmpty()
                    ? sets.newerThan(set).thenApply(newer -> fitting(newer, header))
                    : CompletableFuture.completedFuture(keys);
        });
    }

    private static List<? extends Key> fitting(JWKSet set, JWSHeader header) {
        return new JWKSelector(JWKMatcher.forJWSHeader(header))
                .select(set).stream()
                        .filter(key ->
                                key.getAlgorithm() == null || key.getAlgorithm().equals(header.getAlgorithm()))
                        .flatMap(key -> KeyConverter.toJavaKeys(List.of(key)).stream())
                        .filter(PublicKey.class::isInstance)
                        .toList();
    }

    private CompletableFuture<JWKSet> fetch() {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Accept", "application/json")
                .build();
        return Fetch.send(request).thenApply(RemoteKeys::parse);
    }

    private static JWKSet parse(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new CannotTell(null);
        }
        try {
            return JWKSet.parse(answer.body());
        } catch (ParseException noSet) {
            throw new CannotTell(noSet);
        }
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
