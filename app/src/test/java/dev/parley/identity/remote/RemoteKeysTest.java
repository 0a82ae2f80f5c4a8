package dev.parley.identity.remote;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import dev.parley.channel.InvalidInput;
import dev.parley.identity.CannotTell;
import dev.parley.identity.Grants;
import dev.parley.identity.PrivateNames;
import dev.parley.identity.Rejected;
import dev.parley.identity.TokenRules;
import dev.parley.identity.Tokens;
import dev.parley.support.Signer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys come from where the settings say, and nobody's token changes when or from where. */
class RemoteKeysTest {
    private static final RSAKey OLD = key("old");
    private static final RSAKey NEW = key("new");

    private final AtomicInteger fetches = new AtomicInteger();
    private final HttpServer server = server();
    private volatile String answer = new JWKSet(OLD.toPublicJWK()).toString();
    private volatile int status = 200;
    private volatile boolean trickles;

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aKeyThatIsReplacedIsFoundAndTheOldOneHoldsMeanwhile() {
        Tokens tokens = tokens();
        assertEquals("42", read(tokens, OLD, "old"));
        answer = new JWKSet(List.of(OLD.toPublicJWK(), NEW.toPublicJWK())).toString();
        assertEquals("42", read(tokens, NEW, "new")); // at once: an unknown one makes the set be read
        assertEquals("42", read(tokens, OLD, "old"));
        assertEquals(2, fetches.get());
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
        assertTrue(fetches.get() <= 3, fetches + " fetches");
    }

    @Test
    void knownKeysHoldWhileTheIssuerIsAway() {
        Tokens tokens = tokens();
        assertEquals("42", read(tokens, OLD, "old"));
        status = 500;
        assertEquals("42", read(tokens, OLD, "old"));
    }

    @Test
    void withoutAnyKeysNobodyIsToldThatTheirTokenIsBad() {
        for (String nothing : new String[] {"{", "[]", "{\"keys\":7}", "x".repeat(1_000_000)}) {
            answer = nothing;
            assertThrows(CannotTell.class, () -> read(tokens(), OLD, "old"));
        }
        status = 500;
        assertThrows(CannotTell.class, () -> read(tokens(), OLD, "old"));
    }

    @Test
    void aRedirectIsNotFollowed() {
        status = 302;
        assertThrows(CannotTell.class, () -> read(tokens(), OLD, "old"));
        assertEquals(1, fetches.get());
    }

    @Test
    void anAnswerThatTricklesIsGivenUp() {
        trickles = true;
        long begun = System.nanoTime();
        assertThrows(CannotTell.class, () -> read(tokens(), OLD, "old"));
        assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 10);
    }

    /** A public key as a secret, another algorithm than the key is for, or a key of another kind. */
    @Test
    void tokensDontChooseHowTheyAreChecked() throws JOSEException {
        Tokens tokens = tokens();
        byte[] published = OLD.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8);
        for (Signer token : new Signer[] {signer("old"), signer("old").header("kid", null)}) {
            assertThrows(Rejected.class, () -> tokens.read(token.signed(published), Instant.now()));
            String rs512 = token.header("alg", "\"RS512\"").signed(OLD.toPrivateKey(), "SHA512withRSA");
            assertThrows(Rejected.class, () -> tokens.read(rs512, Instant.now()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://keys.example/jwks.json",
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

    private Tokens tokens() {
        TokenRules rules = new TokenRules(
                "https://idp.example", "parley", Duration.ofHours(1), "sub", Grants.NONE, PrivateNames.USUAL);
        return new Tokens(
                RemoteKeys.at("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json"), rules);
    }

    private static Signer signer(String kid) {
        return Signer.of("42")
                .with("iss", "\"https://idp.example\"")
                .with("aud", "\"parley\"")
                .header("kid", '"' + kid + '"');
    }

    private static String read(Tokens tokens, RSAKey key, String kid) {
        try {
            String token = signer(kid).header("alg", "\"RS256\"").signed(key.toPrivateKey(), "SHA256withRSA");
            return tokens.read(token, Instant.now()).user();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private HttpServer server() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.setExecutor(Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "issuer");
                thread.setDaemon(true);
                return thread;
            }));
            made.createContext("/", exchange -> {
                fetches.incrementAndGet();
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Location", "/elsewhere");
                exchange.sendResponseHeaders(status, body.length);
                try (OutputStream out = exchange.getResponseBody()) {
                    if (trickles) {
                        out.write(body, 0, 1);
                        out.flush();
                        await().atMost(Duration.ofSeconds(30)).until(() -> stopped(out, body));
                    } else {
                        out.write(body);
                    }
                }
            });
            made.start();
            return made;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** One more byte, as long as anybody listens. */
    private static boolean stopped(OutputStream out, byte[] body) {
        try {
            out.write(body, 1, 1);
            out.flush();
            return false;
        } catch (IOException gone) {
            return true;
        }
    }
}
