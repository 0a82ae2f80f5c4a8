package dev.parley.http.transfer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.http.problem.ProblemErrorHandler;
import dev.parley.http.problem.Problems;
import dev.parley.support.SlowClient;
import dev.parley.support.Wire;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that come slowly take a bounded amount of memory, and never the room of those that come fast. */
@Timeout(30)
class BodyReaderTest {
    private static final int MAX_BYTES = 1_000;
    private static final long ROOM_FOR_THREE = 3 * 3_000;

    private final List<SlowClient> clients = new ArrayList<>();
    private Server server;
    private BodyReader reader;

    @BeforeEach
    void start() throws Exception {
        server = new Server();
        server.addConnector(new ServerConnector(server));
        reader = new BodyReader(
                MAX_BYTES,
                ROOM_FOR_THREE,
                server.getThreadPool(),
                new ProblemErrorHandler(new Problems(new SimpleMeterRegistry()), headers -> {}));
        reader.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                callback.succeeded();
                return true;
            }
        });
        server.setHandler(reader);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        clients.forEach(SlowClient::close);
        server.stop();
    }

    @Test
    void beyondTheBoundWhoHasBeenUnderWayForLongestIsRefused() {
        for (int i = 1; i <= 3; i++) {
            post(900, 800);
            int bytes = 800 * i;
            await().until(() -> reader.bytesUnderWay() >= bytes);
        }
        post(900, 800);
        await().until(() -> heard(clients.get(0)).contains("HTTP/1.1 503 "));
        await().until(clients.get(0)::isCutOff);
        assertTrue(reader.bytesUnderWay() <= ROOM_FOR_THREE);
        for (SlowClient others : clients.subList(1, 4)) {
            others.send("x".repeat(100));
            await().until(() -> heard(others).contains("HTTP/1.1 200 "));
        }
        assertEquals(0, reader.bytesUnderWay());
    }

    @Test
    void whoIsFastIsHeardWhateverIsUnderWay() {
        IntStream.range(0, 10).forEach(i -> post(900, 800));
        for (int i = 0; i < 10; i++) {
            SlowClient fast = post(900, 900);
            await().until(() -> heard(fast).contains("HTTP/1.1 200 "));
        }
    }

    @Test
    void whoLeavesInTheMiddleLeavesNothingBehind() {
        SlowClient leaving = post(900, 800);
        await().until(() -> reader.bytesUnderWay() > 0);
        leaving.close();
        await().until(() -> reader.bytesUnderWay() == 0);
    }

    /** Three requests that were sent together are answered together: none of their bytes is taken for a body. */
    @Test
    void requestsThatComeTogetherAreReadOneByOne() {
        SlowClient client = new SlowClient(port(), (head(10) + "x".repeat(10)).repeat(3));
        clients.add(client);
        StringBuilder heard = new StringBuilder();
        await().until(() -> heard.append(heard(client)).toString().split("200 OK", -1).length == 4);
    }

    @Test
    void whatIsMuchTooLargeIsNotRead() {
        SlowClient client = post(1_000_000, 1);
        await().until(() -> heard(client).contains("HTTP/1.1 "));
        assertEquals(0, reader.bytesUnderWay());
    }

    @Test
    void aBodyInPiecesIsOne() {
        SlowClient client = post(900, 1);
        await().until(() -> reader.bytesUnderWay() > 0);
        client.send("x".repeat(400));
        client.send("x".repeat(499));
        await().until(() -> heard(client).contains("HTTP/1.1 200 "));
        assertEquals(
                200,
                Wire.exchange(port(), (head(5) + "whole").getBytes(StandardCharsets.US_ASCII))
                        .status());
    }

    private SlowClient post(int length, int sent) {
        SlowClient client = new SlowClient(port(), head(length) + "x".repeat(sent));
        clients.add(client);
        return client;
    }

    private static String head(int length) {
        return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static String heard(SlowClient client) {
        byte[] bytes = client.read(10_000);
        return bytes == null ? "" : new String(bytes, StandardCharsets.US_ASCII);
    }

    private int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }
}
