package dev.parley.reliability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Http;
import dev.parley.support.InstanceProcess;
import dev.parley.support.TestRedis;
import dev.parley.support.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That what {@code deploy/} holds does what its comments say. */
@Timeout(60)
class BalancerConfigurationTest {
    private static final String BROKEN_CHUNK = String.join(
            "\r\n",
            "Content-Type: application/x-www-form-urlencoded",
            "Transfer-Encoding: chunked",
            "",
            "0x12",
            "sender=a&message=b",
            "0",
            "",
            "");

    private enum Which {
        CADDY,
        NGINX;

        Balancer.Kind kind() {
            return this == CADDY ? Caddy.plain() : new Nginx();
        }
    }

    @ParameterizedTest
    @EnumSource(Which.class)
    void streamsAreSpreadEvenlyAndNothingIsBuffered(Which which) {
        try (Cluster cluster = Cluster.start(2, which.kind(), TestRedis.shared().uri());
                Fleet streams = Fleet.listening(cluster.balancer().port(), "/subscribe/spread", 10)) {
            Http balancer = cluster.balancer().http();
            String ownPage = "http://127.0.0.1:" + balancer.port();
            Http.Answer said = balancer.say("spread", "mason", "hi", "Origin", ownPage);
            assertEquals(201, said.status(), said::text);
            streams.awaitHeard(List.of(said.id()), Duration.ofSeconds(5));
            assertTrue(streams.haveHeard(List.of(said.id())), "though nothing comes after it");
            assertEquals(List.of(5, 5), List.of(streamsOf(cluster.instance(0)), streamsOf(cluster.instance(1))));
            streams.leave();
            await().until(() -> streamsOf(cluster.instance(0)) + streamsOf(cluster.instance(1)) == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Which.class)
    void limitsCountClientsByTheAddressThatTheBalancerSaw(Which which) throws IOException {
        try (Cluster cluster = Cluster.start(
                1, which.kind(), TestRedis.shared().uri(), "--trusted-proxies=127.0.0.0/8", "--post-rate=1/s")) {
            int port = cluster.balancer().port();
            Set<Integer> answers = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                // whoever they say they are, though they are in a network that is trusted
                answers.add(post(port, "127.0.0.2", "Forwarded: for=10.0.0." + i, "X-Forwarded-For: 10.0.1." + i));
            }
            assertEquals(Set.of(201, 429), answers);
            assertEquals(201, post(port, "127.0.0.3"));
        }
    }

    @ParameterizedTest
    @EnumSource(Which.class)
    void strangersDoNotSeeTheMetrics(Which which) {
        try (Cluster cluster = Cluster.start(1, which.kind(), TestRedis.shared().uri())) {
            int port = cluster.balancer().port();
            for (String path :
                    List.of("/metrics", "/metrics/", "//metrics", "/%6detrics", "/metrics?a=b", "/x/../metrics")) {
                Wire.Answer answer = exchange(port, "GET " + path, "\r\n");
                assertTrue(answer.status() >= 400, path + " " + answer.status());
            }
            assertEquals(200, cluster.balancer().http().get("/metrics-of-ours").status(), "a channel");
        }
    }

    @Test
    void whoeverSendsTooMuchThroughNginxIsToldSo() {
        try (Cluster cluster =
                Cluster.start(1, Which.NGINX.kind(), TestRedis.shared().uri())) {
            String body = "sender=mason&message=" + "x".repeat(900_000);
            String head = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length();
            for (int i = 0; i < 50; i++) {
                assertEquals(
                        413,
                        exchange(cluster.balancer().port(), "POST /large", head + "\r\n\r\n" + body)
                                .status());
            }
        }
    }

    /** Caddy takes them for failures of the instance. */
    @ParameterizedTest
    @EnumSource(Which.class)
    void requestsThatAClientBrokeTakeNoInstanceOut(Which which) throws IOException {
        try (Cluster cluster = Cluster.start(2, which.kind(), TestRedis.shared().uri())) {
            for (int i = 0; i < 8; i++) {
                assertTrue(exchange(cluster.balancer().port(), "POST /broken", BROKEN_CHUNK)
                                .status()
                        >= 400);
                assertHonestClientsAreServed(cluster.balancer().http());
            }
        }
    }

    /** A refused stream ends as one that breaks does, which is no failure of the instance. */
    @ParameterizedTest
    @EnumSource(Which.class)
    void refusalsThatStrangersProvokeTakeNoInstanceOut(Which which) {
        try (Cluster cluster = Cluster.start(2, which.kind(), TestRedis.shared().uri(), "--max-channels=1");
                Fleet squatters = Fleet.listening(cluster.balancer().port(), "/subscribe/squatted", 4)) {
            Http balancer = cluster.balancer().http();
            for (int i = 0; i < 40; i++) {
                assertIsSentAway(balancer.port(), "/subscribe/other");
            }
            assertHonestClientsAreServed(balancer);
            assertEquals(4, squatters.listeners());
        }
    }

    private static void assertIsSentAway(int port, String path) {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(uri.toURL().openStream(), StandardCharsets.UTF_8))) {
            assertTrue(lines.readLine().startsWith("retry: "));
            assertEquals("event: bye", lines.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Which.class)
    void aRestartedInstanceTakesItsShareAndCarriesAllWhenTheOtherDies(Which which) {
        try (Cluster cluster = Cluster.start(2, which.kind(), TestRedis.shared().uri());
                Fleet streams = Fleet.listening(cluster.balancer().port(), "/subscribe/restarted", 24)) {
            cluster.instance(1).kill();
            streams.awaitAllListen();
            cluster.startAgain(1);
            awaitSeen(cluster, 1);
            try (Fleet newcomers = Fleet.listening(cluster.balancer().port(), "/subscribe/restarted", 20)) {
                assertTrue(streamsOf(cluster.instance(1)) >= 15, "most go to the one with the fewest");
                cluster.instance(0).kill();
                streams.awaitAllListen();
                newcomers.awaitAllListen();
                assertEquals(0, streams.refusals() + newcomers.refusals());
            }
        }
    }

    /** A POST that is refused before the end of its body is answered all the same. */
    @ParameterizedTest
    @EnumSource(Which.class)
    void aRefusalIsNoBadGateway(Which which) {
        try (Cluster cluster = Cluster.start(
                1, which.kind(), TestRedis.shared().uri(), "--trusted-proxies=127.0.0.1", "--post-rate=1/h")) {
            Set<Integer> answers = new HashSet<>();
            for (int i = 0; i < 30; i++) {
                answers.add(cluster.balancer()
                        .http()
                        .say("large", "mason", "x".repeat(60_000))
                        .status());
            }
            assertEquals(Set.of(400, 429), answers);
        }
    }

    /** Over HTTP/2 a browser may have many streams to one host. */
    @Test
    void behindCaddyWithTlsAStreamIsHttp2() throws Exception {
        try (InstanceProcess instance = InstanceProcess.start(TestRedis.shared(), "test:" + UUID.randomUUID() + ":");
                Balancer caddy = Balancer.start(Caddy.withTls(), List.of(instance.port()))) {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(trustingAll()).build();
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("https://127.0.0.1:" + caddy.port() + "/subscribe/secure"))
                    .build();
            HttpResponse<InputStream> stream = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertEquals(HttpClient.Version.HTTP_2, stream.version());
            instance.http().say("secure", "mason", "over two");
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                assertTrue(lines.lines().anyMatch(line -> line.contains("over two")));
            }
        }
    }

    /** Posts from an address of this machine; returns the status. */
    private static int post(int port, String from, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0)) {
            String body = "sender=mason&message=hi";
            String head = "POST /limited HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length() + "\r\n"
                    + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining()) + "\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return Integer.parseInt(answer.readLine().split(" ", 3)[1]);
        }
    }

    /** The certificate is Caddy's own, which nobody knows. */
    private static SSLContext trustingAll() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustingAll()}, null);
        return context;
    }

    private static void assertHonestClientsAreServed(Http balancer) {
        for (int i = 0; i < 4; i++) {
            Http.Answer said = balancer.say("honest", "mason", "hi");
            assertEquals(201, said.status(), said::text);
            assertEquals(200, balancer.get("/readyz").status());
        }
    }

    /** nginx tries with each request; Caddy looks every half second. */
    private static void awaitSeen(Cluster cluster, int number) {
        List<Fleet> probes = new ArrayList<>();
        try {
            await().until(() -> {
                probes.add(Fleet.listening(cluster.balancer().port(), "/subscribe/restarted", 1));
                return streamsOf(cluster.instance(number)) > 0;
            });
        } finally {
            probes.forEach(Fleet::close);
        }
    }

    /** As it goes over the wire, after the line and the host. */
    private static Wire.Answer exchange(int port, String request, String rest) {
        String all = request + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n" + rest;
        return Wire.exchange(port, all.getBytes(StandardCharsets.US_ASCII));
    }

    private static int streamsOf(InstanceProcess instance) {
        return instance.http()
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("parley_streams "))
                .mapToInt(line -> (int) Double.parseDouble(line.split(" ", 2)[1]))
                .findFirst()
                .orElseThrow();
    }

    private static final class TrustingAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
