package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one client may do is weighed, so that none takes what others need; and honest crowds behind one address never notice. */
@Timeout(60)
class AddressLimitsTest {
    private static final String MANY = channels(32);

    private TestInstance chat;
    private final List<Recorder> streams = new ArrayList<>();

    @AfterEach
    void stop() {
        streams.forEach(Recorder::close);
        chat.close();
    }

    @Test
    void anOfficeBehindOneAddressComesBackAllAtOnceAndNobodyIsRefused() {
        start("--address-limits=on");
        for (int time = 0; time < 2; time++) {
            for (int page = 0; page < 50; page++) {
                streams.add(Recorder.open(chat.port(), "/subscribe/" + channels(5) + "?last=50&name=p" + page));
                assertEquals(200, get("/", "Accept", "text/html").status());
                for (String path : List.of("/c0", "/c1?limit=200", "/c2", "/c3", "/c0/members", "/channels")) {
                    assertEquals(200, get(path).status(), path);
                }
            }
            streams.forEach(Recorder::close);
            await().until(() -> metric("parley_streams") == 0);
            streams.clear();
        }
        assertEquals(0, metric("parley_refusals_total"), "none at all");
    }

    @Test
    void openingsWeighAsMuchAsTheStreamHasChannels() {
        start("--streams-per-address=4"); // so 40 at once
        Recorder.open(chat.port(), "/subscribe/" + MANY).close();
        Http.Answer refused = get("/subscribe/" + channels(20));
        assertRefused(refused, "opening_rate");
        assertTrue(Integer.parseInt(refused.header("Retry-After").orElseThrow()) > 5, "4 channels in 5 s");
        Recorder.open(chat.port(), "/subscribe/" + channels(5)).close();
        assertRefused(get("/subscribe/" + channels(20)), "opening_rate");
    }

    @Test
    void oneClientsStreamsCanNotUseUpTheChannelsOfAll() {
        start("--streams-per-address=10"); // so 40 channels
        Recorder first = open(MANY);
        Recorder second = open(channels(8));
        assertRefused(get("/subscribe/c1"), "channels_per_address");
        first.close();
        await().until(() -> metric("parley_streams") == 1);
        open(channels(32));
        second.close();
    }

    @Test
    void whoReadsOverAndOverIsToldToListen() {
        start("--address-limits=on", "--trusted-proxies=127.0.0.1");
        List<Integer> taken = readUntilRefused("/channels", "9.9.9.1", "read_rate");
        assertTrue(taken.size() >= 1_000, "an honest crowd may: " + taken.size());
        for (String path : List.of("/room", "/room/members", "/channels")) {
            readUntilRefused(path, "9.9.9.1", "read_rate");
            assertEquals(200, get(path, "X-Forwarded-For", "9.9.9.2").status(), "others are not concerned");
        }
        assertEquals(
                200,
                get("/", "Accept", "text/html", "X-Forwarded-For", "9.9.9.1").status());
    }

    @Test
    void whoIsSentTooMuchWaitsAndWhatStreamsBeginWithCounts() throws IOException {
        start("--address-limits=on", "--trusted-proxies=127.0.0.1");
        for (int i = 0; i < 25; i++) {
            chat.http().say("large", "m", "'".repeat(4_000), "X-Forwarded-For", "9.9.9." + i);
        }
        long bytes = readUntilRefused("/large?limit=200", "9.9.9.1", "byte_rate").stream()
                .mapToLong(Integer::longValue)
                .sum();
        assertTrue(bytes >= 64 * 1024 * 1024, "an honest crowd may: " + bytes);
        assertEquals(200, get("/large", "X-Forwarded-For", "9.9.9.2").status(), "others are not concerned");
        await().until(() -> get("/quiet", "X-Forwarded-For", "9.9.9.1").status() == 200);
        String path = "/subscribe/large?last=25";
        List<Socket> readers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            readers.add(open(path, "9.9.9.1"));
        }
        for (Socket reader : readers) {
            reader.getInputStream().readNBytes(400_000); // or the refusal
            reader.close();
        }
        assertRefused(get("/quiet", "X-Forwarded-For", "9.9.9.1"), "byte_rate");
        assertRefused(get(path, "X-Forwarded-For", "9.9.9.1"), "byte_rate");
    }

    @Test
    void whoTypesMayStillSpeak() {
        start("--post-rate=1/h");
        assertEquals(204, type().status());
        assertEquals(204, type().status());
        assertRefused(type(), "typing_rate");
        assertEquals(201, chat.http().say("room", "m", "hi").status());
        assertEquals(201, chat.http().say("room", "m", "hi").status());
        assertRefused(chat.http().say("room", "m", "hi"), "post_rate");
    }

    @Test
    void whoBeginsChannelAfterChannelMayOnlySpeakInThoseThatExist() {
        start("--post-rate=1000/s", "--trusted-proxies=127.0.0.1");
        chat.http().say("old", "m", "hi", "X-Forwarded-For", "9.9.9.2");
        int begun = 0;
        Http.Answer answer = begin(begun);
        while (answer.status() == 201) {
            begun++;
            answer = begin(begun);
        }
        assertTrue(begun >= 60, "an honest crowd may: " + begun);
        assertRefused(answer, "new_channel_rate");
        assertEquals(0, get("/new" + begun).json().path("messages").size(), "it was not said");
        for (String channel : List.of("old", "new0")) {
            assertEquals(
                    201,
                    chat.http()
                            .say(channel, "m", "hi", "X-Forwarded-For", "9.9.9.1")
                            .status());
        }
        assertEquals(
                201,
                chat.http()
                        .say("other", "m", "hi", "X-Forwarded-For", "9.9.9.2")
                        .status());
    }

    /** Whoever has a network of 48 bits has 65,536 of 64 bits. */
    @Test
    void aSiteThatTakesAnotherNetworkForEachRequestIsOneClientToo() {
        start("--post-rate=1/h", "--trusted-proxies=127.0.0.1");
        List<Integer> answers = IntStream.range(0, 60)
                .mapToObj(network -> sayFrom("[2001:db8:1:" + Integer.toHexString(network) + "::1]:1000"))
                .toList();
        assertEquals(16, answers.stream().filter(status -> status == 201).count());
        assertEquals(429, sayFrom("2001:db8:1:1::2"));
        assertEquals(201, sayFrom("2001:db8:2:1::1"), "another site is not concerned");
    }

    @Test
    void whoHoldsManyConnectionsIsHungUpOnAndTheOthersNoticeNothing() throws IOException {
        start("--streams-per-address=2"); // so 10 connections
        List<Socket> connections = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                connections.add(connect("127.0.0.2"));
            }
            await().until(() -> isHungUpOn("127.0.0.2"));
            assertEquals(200, get("/healthz").status(), "from another address");
            assertTrue(metric("parley_refusals_total{reason=\"connections_per_address\"}") >= 1);
            for (Socket open : connections) {
                assertEquals("HTTP/1.1 200 OK", ask(open), "what is open stays open");
            }
        } finally {
            for (Socket connection : connections) {
                connection.close();
            }
        }
        await().until(() -> !isHungUpOn("127.0.0.2"));
    }

    @Test
    void aTrustedProxyMayHoldAsManyConnectionsAsItsClientsNeed() throws IOException {
        start("--streams-per-address=1", "--trusted-proxies=127.0.0.2");
        List<Socket> connections = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            connections.add(connect("127.0.0.2"));
        }
        for (Socket connection : connections) {
            assertEquals("HTTP/1.1 200 OK", ask(connection));
            connection.close();
        }
    }

    @Test
    void oneSwitchTurnsAllOfThemOff() throws IOException {
        start("--address-limits=off", "--post-rate=1/h", "--streams-per-address=1");
        for (int i = 0; i < 40; i++) {
            open(MANY);
            assertEquals(201, chat.http().say("room", "m", "hi").status());
            assertEquals(204, type().status());
        }
        for (int i = 0; i < 1_100; i++) {
            assertEquals(200, get("/channels").status());
        }
    }

    @Test
    void theTwoSwitchesOfOldTurnOffWhatTheySay() {
        start("--post-rate=off", "--streams-per-address=off");
        for (int i = 0; i < 40; i++) {
            open(MANY);
            assertEquals(204, type().status());
        }
        for (int i = 0; i < 70; i++) {
            assertEquals(201, chat.http().say("new" + i, "m", "hi").status());
        }
    }

    private void start(String... flags) {
        chat = TestInstance.start(TestRedis.shared(), "test:" + UUID.randomUUID() + ":", flags);
    }

    private Recorder open(String channels) {
        Recorder stream = Recorder.open(chat.port(), "/subscribe/" + channels);
        streams.add(stream);
        return stream;
    }

    private Socket open(String path, String client) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), chat.port());
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Forwarded-For: "
                + client + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private Http.Answer get(String path, String... headers) {
        return chat.http().get(path, headers);
    }

    /** Returns the lengths of what was answered before; who has no more may have a little again a moment later. */
    private List<Integer> readUntilRefused(String path, String client, String reason) {
        List<Integer> answers = new ArrayList<>();
        Http.Answer answer = get(path, "X-Forwarded-For", client);
        while (answer.status() == 200) {
            answers.add(answer.text().length());
            answer = get(path, "X-Forwarded-For", client);
        }
        assertRefused(answer, reason);
        return answers;
    }

    private Http.Answer begin(int number) {
        return chat.http().say("new" + number, "m", "hi", "X-Forwarded-For", "9.9.9.1");
    }

    private int sayFrom(String client) {
        return chat.http().say("room", "m", "hi", "X-Forwarded-For", client).status();
    }

    private Http.Answer type() {
        return chat.http()
                .post("/room/typing", "application/json", "{\"sender\":\"m\"}".getBytes(StandardCharsets.UTF_8));
    }

    private Socket connect(String from) throws IOException {
        Socket socket = new Socket(address("127.0.0.1"), chat.port(), address(from), 0);
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static InetAddress address(String text) throws IOException {
        return InetAddress.getAllByName(text)[0];
    }

    private boolean isHungUpOn(String from) {
        try (Socket socket = connect(from)) {
            return ask(socket).isEmpty();
        } catch (IOException reset) {
            return true;
        }
    }

    /** Returns the first line of the answer, empty when there is none. */
    private static String ask(Socket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        StringBuilder line = new StringBuilder();
        for (int b = socket.getInputStream().read();
                b >= 0 && b != '\r';
                b = socket.getInputStream().read()) {
            line.append((char) b);
        }
        return line.toString();
    }

    /** The sum of all series that begin so. */
    private double metric(String series) {
        return chat.http()
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private void assertRefused(Http.Answer answer, String reason) {
        assertEquals(429, answer.status(), answer.text());
        assertEquals("application/problem+json", answer.header("Content-Type").orElseThrow());
        assertTrue(Integer.parseInt(answer.header("Retry-After").orElseThrow()) >= 1);
        assertTrue(metric("parley_refusals_total{reason=\"" + reason + "\"}") >= 1, answer.text());
    }

    private static String channels(int many) {
        return IntStream.range(0, many).mapToObj(number -> "c" + number).collect(Collectors.joining(","));
    }
}
