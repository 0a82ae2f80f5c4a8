package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.BareClient;
import dev.parley.support.Live;
import dev.parley.support.Reachable;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import jakarta.servlet.ServletRequest;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each stream is an SseClient of Javalin's that holds nothing of the request it came with. */
@Timeout(60)
class SseClientTest {
    private static final int STREAMS = 20;
    private static final List<Class<?>> OF_REQUESTS =
            List.of(ServletRequest.class, Request.class, HttpChannel.class, Context.class);
    private static final List<Class<?>> SHARED = List.of(ManagedSelector.class, Connector.class, Server.class);

    @Test
    void everyStreamIsAnSseClientThatReachesNoRequest() {
        try (TestInstance instance =
                TestInstance.start(TestRedis.shared(), "test:" + UUID.randomUUID() + ":", "--heartbeat=60s")) {
            int before = Live.objects(SseClient.class);
            List<Recorder> streams = IntStream.range(0, STREAMS)
                    .mapToObj(i -> Recorder.open(instance.port(), "/subscribe/room"))
                    .toList();
            assertNoneReachesARequest(instance);
            streams.forEach(Recorder::close);
            await().untilAsserted(() -> {
                try (BareClient other = BareClient.request(instance.port(), "/healthz")) {
                    other.readHead(); // a selector keeps hold of the connection that it served last
                }
                assertTrue(Live.objects(SseClient.class) <= before + STREAMS / 10, SseClient.class.getName());
            });
        }
    }

    /** In a method of its own, so that nothing here keeps them when they have ended. */
    private static void assertNoneReachesARequest(TestInstance instance) {
        List<SseClient> clients = Reachable.from(instance, any -> false).all(SseClient.class);
        assertEquals(STREAMS, clients.size());
        for (SseClient client : clients) {
            await().untilAsserted(() -> assertEquals(List.of(), requestsOf(client)));
        }
    }

    /** What it keeps alive of any request, other than through what all streams share. */
    private static List<String> requestsOf(SseClient client) {
        return Reachable.from(client, object -> isAny(SHARED, object))
                .waysTo(object -> object.getClass() != client.ctx().getClass() && isOfRequest(object));
    }

    private static boolean isOfRequest(Object object) {
        return isAny(OF_REQUESTS, object) || object.getClass().getName().startsWith("dev.parley.http.request.");
    }

    private static boolean isAny(List<Class<?>> types, Object object) {
        return types.stream().anyMatch(type -> type.isInstance(object));
    }
}
