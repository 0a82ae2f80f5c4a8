package dev.parley.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import java.security.Key;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Reads tokens: JWTs (RFC 7519, 8725) that are signed with a key that the settings name.
 *
 * <p>Threading: may be used by anyone; it holds nothing that changes.
 */
public final class Tokens {
    /** Of a header or a cookie that proxies let pass. */
    private static final int MAX_LENGTH = 8 * 1024;

    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    private final VerificationKeys keys;
    private final TokenRules rules;
    private final DefaultJWSVerifierFactory verifiers = new DefaultJWSVerifierFactory();

    public Tokens(VerificationKeys keys, TokenRules rules) {
        this.keys = keys;
        this.rules = rules;
    }

    /**
     * Who has this token.
     *
     * @return at once; done already unless a key must be fetched; fails with {@link Rejected} when it can't be accepted, which says
     *     why, and with {@link CannotTell} when that can't be known now
     */
    public CompletableFuture<Identity> ask(String token, Instant now) {
        try {
            JWSObject jws = parse(token);
            requireOrdinary(jws.getHeader());
            return keys.fitting(jws.getHeader()).thenApply(fitting -> read(jws, fitting, now));
        } catch (Rejected why) {
            return CompletableFuture.failedFuture(why);
        }
    }

    /**
     * The same, for who can wait.
     *
     * @throws Rejected when it can't be accepted, which says why
     * @throws CannotTell when that can't be known now
     */
    public Identity read(String token, Instant now) {
        return awaited(ask(token, now));
    }

    /** What was asked for; throws what it failed with. */
    static Identity awaited(CompletableFuture<Identity> asked) {
        try {
            return asked.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof Rejected rejected) {
                throw rejected;
            }
            throw failed.getCause() instanceof CannotTell away ? away : failed;
        }
    }

    private Identity read(JWSObject jws, List<? extends Key> fitting, Instant now) {
        if (fitting.stream().noneMatch(key -> isSigned(jws, key))) {
            throw new Rejected(
                    Rejected.Fault.FORGED,
                    "No key fits: the token is signed with another one, or in another way than "
                            + "with HS256 for a secret, RS256 for an RSA key, ES256 for one on P-256.");
        }
        String payload = jws.getPayload().toString();
        return Claims.read(payload == null ? "" : payload, rules, now);
    }

    private static JWSObject parse(String token) {
        if (token.length() > MAX_LENGTH) {
            throw new Rejected(Rejected.Fault.FORGED, "A token has at most " + MAX_LENGTH / 1024 + " KiB.");
        }
        try {
            return JWSObject.parse(token);
        } catch (ParseException | RuntimeException unreadable) { // of what anybody may send
            throw new Rejected(Rejected.Fault.FORGED, "That is no signed JWT.");
        }
    }

    /** Nothing that would lead to other keys, or asks for something that is not done here. */
    private static void requireOrdinary(JWSHeader header) {
        boolean leadsElsewhere =
                header.getJWK() != null || header.getJWKURL() != null || header.getX509CertURL() != null;
        boolean asksForMore = header.getCriticalParams() != null;
        JOSEObjectType type = header.getType();
        boolean isOther =
                type != null && !TYPES.contains(String.valueOf(type.getType()).toLowerCase(Locale.ROOT));
        if (leadsElsewhere || asksForMore || isOther) {
            throw new Rejected(
                    Rejected.Fault.FORGED,
                    "The token's header has jwk, jku, x5u, crit or a typ other than JWT and at+jwt.");
        }
    }

    private boolean isSigned(JWSObject jws, Key key) {
        try {
            return jws.verify(verifiers.createJWSVerifier(jws.getHeader(), key));
        } catch (JOSEException | RuntimeException unfit) {
            return false;
        }
    }
}
