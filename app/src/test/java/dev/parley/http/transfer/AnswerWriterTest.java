package dev.parley.http.transfer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.SlowClient;
import dev.parley.support.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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

/** Answers that are read slowly take a bounded amount of memory, and never the room of those that are read fast. */
@Timeout(30)
class AnswerWriterTest {
    private static final int LARGE = 4 << 20; // more than sockets hold
    private static final long ROOM_FOR_THREE = 3L * LARGE + 10_000;

    private final List<SlowClient> clients = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private Server server;
    private AnswerWriter writer;

    @BeforeEach
    void start() throws Exception {
        server = new Server();
        server.addConnector(new ServerConnector(server));
        writer = new AnswerWriter(ROOM_FOR_THREE, server.getThreadPool());
        writer.setHandler(new Handler.Abstract() {
            /** Writes half of what is asked for, and then fails or writes the rest. */
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                int half = Integer.parseInt(request.getHttpURI().getQuery()) / 2;
                response.write(false, ByteBuffer.allocate(half), Callback.NOOP);
                if (request.getHttpURI().getPath().equals("/fails")) {
                    throw new IllegalStateException("on purpose");
                }
                response.write(true, ByteBuffer.allocate(half), callback);
                answered.incrementAndGet();
                return true;
            }
        });
        server.setHandler(writer);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        clients.forEach(SlowClient::close);
        server.stop();
    }

    @Test
    void beyondTheBoundWhoHasBeenUnderWayForLongestIsCut() {
        for (int i = 1; i <= 3; i++) {
            ask("/", LARGE);
            long bytes = (long) LARGE * i;
            await().until(() -> writer.bytesUnderWay() >= bytes);
        }
        ask("/", LARGE);
        await().until(() -> answered.get() == 4 && connections() == 3);
        await().until(clients.get(0)::isCutOff);
        assertTrue(writer.bytesUnderWay() <= ROOM_FOR_THREE);
        clients.subList(1, 4).forEach(other -> assertTrue(readsAll(other)));
        await().until(() -> writer.bytesUnderWay() == 0);
    }

    @Test
    void whoReadsIsAnsweredWhateverIsUnderWay() {
        for (int i = 0; i < 10; i++) {
            ask("/", LARGE);
            assertEquals(200, get("/", 1_000).status());
        }
    }

    @Test
    void whoLeavesInTheMiddleLeavesNothingBehind() {
        SlowClient leaving = ask("/", LARGE);
        await().until(() -> writer.bytesUnderWay() > 0);
        leaving.close();
        await().until(() -> writer.bytesUnderWay() == 0);
    }

    /** All at once: so its length is known, though it was written in pieces. */
    @Test
    void anAnswerInPiecesIsOne() {
        Wire.Answer answer = get("/", 1_000);
        assertEquals("1000", answer.header("Content-Length"));
        assertEquals("\0".repeat(1_000), answer.body());
    }

    @Test
    void whatFailsInTheMiddleIsAnErrorAndNotHalfAnAnswer() {
        Wire.Answer answer = get("/fails", 1_000);
        assertEquals(500, answer.status());
        assertFalse(answer.body().contains("\0"));
    }

    private int connections() {
        return server.getConnectors()[0].getConnectedEndPoints().size();
    }

    private SlowClient ask(String path, int bytes) {
        SlowClient client = new SlowClient(port(), request(path, bytes));
        clients.add(client);
        return client;
    }

    private Wire.Answer get(String path, int bytes) {
        return Wire.exchange(port(), request(path, bytes).getBytes(StandardCharsets.US_ASCII));
    }

    private static String request(String path, int bytes) {
        return "GET " + path + "?" + bytes + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static boolean readsAll(SlowClient client) {
        long length = 0;
        for (byte[] some = client.read(LARGE); some != null && some.length > 0; some = client.read(LARGE)) {
            length += some.length;
        }
        return length > LARGE;
    }

    private int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }
}
