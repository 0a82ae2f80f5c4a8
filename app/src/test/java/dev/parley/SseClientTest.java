package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.BareClient;
import dev.parley.support.Live;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each stream is an SseClient of Javalin's that holds nothing of the request it came with. */
@Timeout(60)
class SseClientTest {
    private static final String CLIENT = "io.javalin.http.sse.SseClient";
    private static final int STREAMS = 50;

    /** What the pools of Jetty and the last requests may still have in hand. */
    private static final int FEW = STREAMS / 2;

    @Test
    void everyStreamIsAnSseClientThatReachesNoRequest() {
        try (TestInstance instance =
                TestInstance.start(TestRedis.shared(), "test:" + UUID.randomUUID() + ":", "--heartbeat=60s")) {
            int before = Live.objects(CLIENT);
            List<Recorder> streams = IntStream.range(0, STREAMS)
                    .mapToObj(i -> Recorder.open(instance.port(), "/subscribe/room"))
                    .toList();
            await().untilAsserted(() -> {
                assertTrue(Live.objects(CLIENT) >= before + STREAMS, CLIENT);
                for (String type : List.of(
                        "org.eclipse.jetty.ee10.servlet.ServletApiRequest",
                        "org.eclipse.jetty.ee10.servlet.ServletContextRequest",
                        "org.eclipse.jetty.server.internal.HttpConnection",
                        "io.javalin.http.servlet.JavalinServletContext",
                        "dev.parley.http.Takeover",
                        "dev.parley.http.request.StreamRequest")) {
                    assertTrue(Live.objects(type) < FEW, type + ": " + Live.objects(type));
                }
            });
            streams.forEach(Recorder::close);
            await().untilAsserted(() -> {
                try (BareClient other = BareClient.request(instance.port(), "/healthz")) {
                    other.readHead(); // a selector keeps hold of the connection that it served last
                }
                assertTrue(Live.objects(CLIENT) <= before + 2, CLIENT);
            });
        }
    }
}
