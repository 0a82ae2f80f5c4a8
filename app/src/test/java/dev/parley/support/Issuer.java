package dev.parley.support;

import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** An identity provider: publishes its keys, changes them, and behaves as badly as the test says. */
public final class Issuer implements AutoCloseable {
    public static final String NAME = "https://idp.example";
    public static final String AUDIENCE = "parley";

    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile String answer = "";
    private volatile int status = 200;
    private volatile boolean trickles;
    private volatile CountDownLatch silence = new CountDownLatch(0);

    public Issuer(RSAKey... keys) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "issuer");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
        publish(keys);
    }

    public static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** What it has made for somebody, to be signed. */
    public static Signer of(String user) {
        return Signer.of(user).with("iss", '"' + NAME + '"').with("aud", '"' + AUDIENCE + '"');
    }

    /** Signed by a key; named so, whatever its name is. */
    public static String token(String user, RSAKey key, String kid) {
        try {
            return of(user).header("kid", '"' + kid + '"')
                    .header("alg", "\"RS256\"")
                    .signed(key.toPrivateKey(), "SHA256withRSA");
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** The flags with which an instance takes its tokens. */
    public String[] flags() {
        return new String[] {"--token-key=" + address(), "--token-issuer=" + NAME, "--token-audience=" + AUDIENCE};
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json";
    }

    public void publish(RSAKey... keys) {
        answer(new JWKSet(Stream.of(keys)
                        .map(RSAKey::toPublicJWK)
                        .map(JWK.class::cast)
                        .toList())
                .toString());
    }

    /** Anything. */
    public void answer(String text) {
        answer = text;
    }

    public void status(int newStatus) {
        status = newStatus;
    }

    /** From now on its answers come one byte at a time. */
    public void trickle() {
        trickles = true;
    }

    /** From now on it takes questions, and says nothing until it speaks again. */
    public void fallSilent() {
        silence = new CountDownLatch(1);
    }

    public void speakAgain() {
        silence.countDown();
    }

    /** How often it was asked for its keys. */
    public int fetches() {
        return fetches.get();
    }

    @Override
    public void close() {
        speakAgain();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        fetches.incrementAndGet();
        awaitSpeech();
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
    }

    private void awaitSpeech() {
        try {
            silence.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
