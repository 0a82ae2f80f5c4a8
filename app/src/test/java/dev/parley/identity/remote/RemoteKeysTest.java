package dev.parley.identity.remote;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import dev.parley.channel.InvalidInput;
import dev.parley.identity.CannotTell;
import dev.parley.identity.Grants;
import dev.parley.identity.PrivateNames;
import dev.parley.identity.Rejected;
import dev.parley.identity.TokenRules;
import dev.parley.identity.Tokens;
import dev.parley.support.Issuer;
import dev.parley.support.Signer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys come from where the settings say, and nobody's token changes when or from where. */
class RemoteKeysTest {
    private static final RSAKey OLD = Issuer.key("old");
    private static final RSAKey NEW = Issuer.key("new");

    @AutoClose
    private final Issuer issuer = new Issuer(OLD);

    private final AtomicLong clock = new AtomicLong();

    @Test
    void aKeyThatIsReplacedIsFoundAndTheOldOneHoldsMeanwhile() {
        Tokens tokens = tokens();
        assertEquals("42", read(tokens, OLD, "old"));
        issuer.publish(OLD, NEW);
        assertEquals("42", read(tokens, NEW, "new")); // at once: an unknown one makes the set be read
        assertEquals("42", read(tokens, OLD, "old"));
        assertEquals(2, issuer.fetches());
    }

    @Test
    void aKeyThatIsTakenBackIsForgottenAfterFiveMinutes() {
        Tokens tokens = tokens();
        assertEquals("42", read(tokens, OLD, "old"));
        issuer.publish(NEW);
        clock.addAndGet(KeySetCache.LIFE - KeySetCache.AHEAD - 1);
        assertEquals("42", read(tokens, OLD, "old"));
        clock.addAndGet(KeySetCache.AHEAD + 1);
        assertThrows(Rejected.class, () -> read(tokens, OLD, "old"));
        assertEquals("42", read(tokens, NEW, "new"));
    }

    /** So that hardly anybody waits. */
    @Test
    void keysAreReadAgainBeforeTheyAreTooOld() {
        Tokens tokens = tokens();
        assertEquals("42", read(tokens, OLD, "old"));
        issuer.fallSilent();
        clock.addAndGet(KeySetCache.LIFE - 1);
        for (int i = 0; i < 10; i++) {
            assertEquals("42", read(tokens, OLD, "old"));
        }
        await().until(() -> issuer.fetches() == 2);
    }

    /** Whoever can send a request can make up ids of keys. */
    @Test
    void aFloodOfUnknownKeysIsFetchedForTwiceAndKeepsNobodyOut() {
        Tokens tokens = tokens();
        assertEquals("42", read(tokens, OLD, "old"));
        for (int i = 0; i < 1_000; i++) {
            String unknown = "k" + i;
            assertThrows(Rejected.class, () -> read(tokens, NEW, unknown));
            if (i % 100 == 0) {
                assertEquals("42", read(tokens, OLD, "old"));
            }
        }
        assertEquals(2, issuer.fetches());
        issuer.publish(OLD, NEW);
        assertThrows(Rejected.class, () -> read(tokens, NEW, "new"));
        clock.addAndGet(KeySetCache.PAUSE);
        assertEquals("42", read(tokens, NEW, "new"));
        assertEquals(3, issuer.fetches());
    }

    @Test
    void nobodyWaitsForAFetchAndThereIsOneAtATime() {
        issuer.fallSilent();
        Tokens tokens = tokens();
        List<CompletableFuture<?>> asked = IntStream.range(0, 100)
                .<CompletableFuture<?>>mapToObj(i -> tokens.ask(Issuer.token("42", OLD, "old"), Instant.now()))
                .toList();
        assertTrue(asked.stream().noneMatch(CompletableFuture::isDone));
        issuer.speakAgain();
        asked.forEach(CompletableFuture::join);
        assertEquals(1, issuer.fetches());
    }

    @Test
    void knownKeysHoldForHoursWhileTheIssuerIsAway() {
        Tokens tokens = tokens();
        assertEquals("42", read(tokens, OLD, "old"));
        issuer.status(500);
        clock.addAndGet(KeySetCache.OUTAGE - 1);
        for (int i = 0; i < 10; i++) {
            assertEquals("42", read(tokens, OLD, "old"));
        }
        assertEquals(2, issuer.fetches()); // one that has failed is not tried again at once
        clock.addAndGet(1);
        assertThrows(CannotTell.class, () -> read(tokens, OLD, "old"));
        issuer.status(200);
        clock.addAndGet(KeySetCache.RETRY);
        assertEquals("42", read(tokens, OLD, "old"));
    }

    @Test
    void withoutAnyKeysNobodyIsToldThatTheirTokenIsBad() {
        for (String nothing : new String[] {"{", "[]", "{\"keys\":7}", "x".repeat(1_000_000)}) {
            issuer.answer(nothing);
            assertUnknown(tokens());
        }
        issuer.status(500);
        assertUnknown(tokens());
    }

    @Test
    void badAnswersChangeNoKeys() {
        Tokens tokens = tokens();
        assertEquals("42", read(tokens, OLD, "old"));
        for (String nothing : new String[] {"{", "{\"keys\":7}", "x".repeat(1_000_000)}) {
            issuer.answer(nothing);
            clock.addAndGet(KeySetCache.LIFE);
            assertEquals("42", read(tokens, OLD, "old"));
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        issuer.status(302);
        assertThrows(CannotTell.class, () -> read(tokens(), OLD, "old"));
        assertEquals(1, issuer.fetches());
    }

    @Test
    void anAnswerThatTricklesIsGivenUp() {
        issuer.trickle();
        long begun = System.nanoTime();
        assertThrows(CannotTell.class, () -> read(tokens(), OLD, "old"));
        assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 10);
    }

    /** A public key as a secret, another algorithm than the key is for, or a key of another kind. */
    @Test
    void tokensDontChooseHowTheyAreChecked() throws JOSEException {
        Tokens tokens = tokens();
        byte[] published = OLD.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8);
        for (String kid : new String[] {"\"old\"", null}) {
            Signer token = Issuer.of("42").header("kid", kid);
            assertThrows(Rejected.class, () -> tokens.read(token.signed(published), Instant.now()));
            String rs512 = token.header("alg", "\"RS512\"").signed(OLD.toPrivateKey(), "SHA512withRSA");
            assertThrows(Rejected.class, () -> tokens.read(rs512, Instant.now()));
        }
    }

    /** What leads elsewhere is not followed: nobody but the issuer is asked, whatever a token says. */
    @ParameterizedTest
    @ValueSource(strings = {"jku", "x5u"})
    void anAddressInATokenIsNeverAsked(String member) throws JOSEException {
        try (Issuer evil = new Issuer(NEW)) {
            Tokens tokens = tokens();
            String token = Issuer.of("42")
                    .header("kid", "\"new\"")
                    .header("alg", "\"RS256\"")
                    .header(member, '"' + evil.address() + '"')
                    .signed(NEW.toPrivateKey(), "SHA256withRSA");
            assertThrows(Rejected.class, () -> tokens.read(token, Instant.now()));
            assertEquals(0, evil.fetches());
        }
    }

    @Test
    void aKeyInATokenIsNoKey() throws JOSEException {
        Tokens tokens = tokens();
        String token = Issuer.of("42")
                .header("alg", "\"RS256\"")
                .header("jwk", NEW.toPublicJWK().toString())
                .signed(NEW.toPrivateKey(), "SHA256withRSA");
        assertThrows(Rejected.class, () -> tokens.read(token, Instant.now()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"../../../etc/passwd\"", "\"' or 1=1 --\"", "null", "7", "{}", "\"\"", "\"\\u0000\"", "LONG"})
    void theIdOfAKeyIsOnlyComparedWithThoseThatThereAre(String kid) throws JOSEException {
        Tokens tokens = tokens();
        String token = Issuer.of("42")
                .header("alg", "\"RS256\"")
                .header("kid", kid.replace("LONG", '"' + "k".repeat(10_000) + '"'))
                .signed(NEW.toPrivateKey(), "SHA256withRSA");
        assertThrows(Rejected.class, () -> tokens.read(token, Instant.now()));
        assertEquals("42", read(tokens, OLD, "old"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://keys.example/jwks.json",
                "http://169.254.169.254/latest/meta-data",
                "file:///etc/passwd",
                "ftp://keys.example/x",
                "https://",
                "https://a b",
                "https://user:pw@keys.example/",
                "http://127.0.0.1.evil.example/",
                "https://keys.example/#x"
            })
    void onlyAddressesThatNobodyElseAnswersAreTaken(String address) {
        assertThrows(InvalidInput.class, () -> RemoteKeys.at(address));
    }

    private static void assertUnknown(Tokens tokens) {
        for (int i = 0; i < 5; i++) {
            assertThrows(CannotTell.class, () -> read(tokens, OLD, "old"));
        }
    }

    private Tokens tokens() {
        TokenRules rules = new TokenRules(
                Issuer.NAME, Issuer.AUDIENCE, Duration.ofHours(1), "sub", Grants.NONE, PrivateNames.USUAL);
        return new Tokens(new RemoteKeys(URI.create(issuer.address()), clock::get), rules);
    }

    private static String read(Tokens tokens, RSAKey key, String kid) {
        return tokens.read(Issuer.token("42", key, kid), Instant.now()).user();
    }
}
