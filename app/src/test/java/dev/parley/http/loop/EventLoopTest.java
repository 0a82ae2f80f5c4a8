package dev.parley.http.loop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Http;
import dev.parley.support.SlowClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is posted is handled and answered by the thread that reads it; nobody is forgotten, and nobody else waits for long. */
@Timeout(30)
class EventLoopTest {
    private static final String POST = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String REFUSED = "POST /refused HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
    private static final String FAULT = "GET /fault HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final ExecutorService redis = Executors.newSingleThreadExecutor(); // where answers come from
    private final HttpThreads threads = new HttpThreads(16);
    private final Server server = new Server(threads);
    private final LoopConnector connector =
            new LoopConnector(server, threads, new HttpConnectionFactory(new HttpConfiguration()));
    private final Queue<Thread> handling = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> answering = new ConcurrentLinkedQueue<>();
    private volatile EventLoop loop;

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                return EventLoopTest.this.handle(request, response, callback);
            }
        });
        server.setHandler(dispatcher);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        redis.shutdownNow();
    }

    @Test
    void whatIsPostedIsHandledAndAnsweredByOneThread() {
        try (SlowClient client = new SlowClient(connector.getLocalPort(), POST)) {
            await().until(() -> answers(client) == 1);
            client.send(POST);
            await().until(() -> answers(client) == 1);
        }
        assertEquals(2, handling.size());
        assertEquals(2, answering.size());
        assertEquals(
                1,
                Stream.concat(handling.stream(), answering.stream()).distinct().count());
    }

    @Test
    void everythingElseIsHandledElsewhere() {
        try (SlowClient posting = new SlowClient(connector.getLocalPort(), POST);
                SlowClient getting = new SlowClient(connector.getLocalPort(), GET)) {
            await().until(() -> answers(posting) == 1);
            await().until(() -> answers(getting) == 1);
            assertEquals(2, handling.stream().distinct().count());
        }
    }

    /** Among them a connection of which another thread reads on, after something else was asked for. */
    @Test
    void whatIsSentWithoutWaitingForAnswersIsAnsweredInOrder() {
        try (SlowClient client = new SlowClient(connector.getLocalPort(), POST + POST + GET + POST + GET + POST)) {
            await().until(() -> handling.size() == 6 && answering.size() == 4);
            StringBuilder heard = new StringBuilder();
            await().until(() -> heard.append(text(client)).toString().split("HTTP/1.1 200", -1).length == 7);
            assertEquals("ppgpgp", heard.toString().replaceAll("(?s)HTTP/1.1 200.*?\r\n\r\n", ""));
        }
    }

    /** Answered at once, each of them would be followed by the next. */
    @Test
    void whoNeverStopsPostingDoesNotHoldTheSelector() {
        try (SlowClient other = new SlowClient(connector.getLocalPort(), POST);
                SlowClient client = new SlowClient(connector.getLocalPort(), REFUSED.repeat(50))) {
            await().until(() -> answers(other) == 1);
            await().until(() -> text(client).isEmpty() && handling.size() == 51);
        }
        long bySelector = handling.stream().filter(answering.peek()::equals).count();
        assertTrue(bySelector <= 5, bySelector + " were handled by the selector's thread");
    }

    @Test
    void whoAsksForWhatFailsIsTold() {
        assertEquals(500, new Http(connector.getLocalPort()).get("/fault").status());
        assertEquals(404, new Http(connector.getLocalPort()).get("/nothing").status());
        try (SlowClient client = new SlowClient(connector.getLocalPort(), FAULT)) {
            await().until(() -> text(client).contains("HTTP/1.1 500"));
        }
    }

    @Test
    void eachTaskRunsOnceAndNoTwoAtATimeThoughManyComeAtOnce() {
        AtomicBoolean isRunning = new AtomicBoolean();
        AtomicBoolean ranTwo = new AtomicBoolean();
        AtomicInteger ran = new AtomicInteger();
        EventLoop tested = loop();
        List<CompletableFuture<Void>> many = IntStream.range(0, 8)
                .mapToObj(each -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        tested.execute(() -> {
                            ranTwo.compareAndSet(false, isRunning.getAndSet(true));
                            ran.incrementAndGet();
                            isRunning.set(false);
                        });
                    }
                }))
                .toList();
        many.forEach(CompletableFuture::join);
        await().until(() -> ran.get() == 40_000);
        assertFalse(ranTwo.get());
    }

    @Test
    void oneThatFailsKeepsNoOtherWaiting() {
        AtomicInteger ran = new AtomicInteger();
        EventLoop tested = loop();
        tested.execute(
                () -> { // so the next three are of one turn
                    tested.execute(ran::incrementAndGet);
                    tested.execute(() -> {
                        throw new IllegalStateException("of a test");
                    });
                    tested.execute(ran::incrementAndGet);
                });
        await().until(() -> ran.get() == 2);
        tested.execute(ran::incrementAndGet);
        await().until(() -> ran.get() == 3);
    }

    @Test
    void whatComesAfterwardsComesBehindTheRestOfTheTurn() {
        Queue<String> ran = new ConcurrentLinkedQueue<>();
        EventLoop tested = loop();
        tested.execute(() -> {
            tested.execute(() -> tested.executeAfterwards(() -> ran.add("afterwards")));
            tested.execute(() -> ran.add("the turn"));
        });
        await().until(() -> ran.size() == 2);
        assertEquals(List.of("the turn", "afterwards"), List.copyOf(ran));
        tested.executeAfterwards(() -> ran.add("from elsewhere"));
        await().until(() -> ran.size() == 3);
    }

    private boolean handle(Request request, Response response, Callback callback) {
        if (request.getHttpURI().getPath().equals("/fault")) {
            throw new IllegalStateException("of a test");
        }
        if (request.getHttpURI().getPath().equals("/nothing")) {
            return false;
        }
        handling.add(Thread.currentThread());
        loop = LoopEndPoint.of(request).loop();
        if (request.getHttpURI().getPath().equals("/refused")) {
            Response.writeError(request, response, callback, 403);
        } else if (HttpMethod.GET.is(request.getMethod())) {
            Content.Sink.write(response, true, "g", callback);
        } else {
            EventLoop mine = loop;
            redis.execute(() -> mine.execute(() -> {
                answering.add(Thread.currentThread());
                Content.Sink.write(response, true, "p", callback);
            }));
        }
        return true;
    }

    /** One that has begun to run. */
    private EventLoop loop() {
        new Http(connector.getLocalPort()).get("/");
        assertTrue(loop.isRunning());
        return loop;
    }

    private static int answers(SlowClient client) {
        return text(client).split("HTTP/1.1 200", -1).length - 1;
    }

    private static String text(SlowClient client) {
        byte[] read = client.read(4 * 1024);
        return read == null ? "" : new String(read, StandardCharsets.US_ASCII);
    }
}
