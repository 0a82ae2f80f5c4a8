package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.BareClient;
import dev.parley.support.Http;
import dev.parley.support.InstanceProcess;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.StreamEntryID;

/** An instance with a heap of 256 MB, and channels that are as full as anybody can make them. */
@Timeout(300)
class SmallHeapTest {
    private static final List<String> OPTIONS = List.of("@jvm.options", "-Xmx256m");
    private static final String PREFIX = "chat:";
    private static final long EPOCH = 1_795_226_995_253L;
    private static final int FULL = 120; // events of 16 KB: 2 MB
    private static final Pattern BYTES = Pattern.compile("(?m)^parley_log_bytes (\\S+)$");
    private static final double BUDGET = 64 * 1024 * 1024;

    private TestRedis redis;
    private InstanceProcess instance;

    @BeforeEach
    void start() {
        redis = TestRedis.own();
        instance =
                InstanceProcess.launch(OPTIONS, redis.uri().toString(), PREFIX).awaitReady();
    }

    @AfterEach
    void stop() {
        instance.close();
        redis.close();
    }

    @Test
    void fullChannelsOnOneStreamAreReadToTheirEnd() {
        fill(16, FULL, 16_000);
        try (Recorder listener = Recorder.open(instance.port(), everything(16))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> listener.messages().size() == 16 * FULL);
            IntStream.range(0, 16).forEach(i -> Recorder.assertDense(listener.messages("full-" + i)));
        }
        assertLives();
    }

    @Test
    void fullChannelsThatAreOpenedAndNotReadCostWhatTheyMay() throws Exception {
        fill(32, FULL, 16_000);
        List<BareClient> clients = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            clients.add(BareClient.requestWithTinyWindow(instance.port(), everything(32)));
        }
        for (BareClient client : clients) {
            client.readHead();
            client.readBlock();
        }
        assertLives();
        for (BareClient client : clients) {
            client.close();
        }
    }

    @Test
    void largeHistoriesThatAreReadOverAndOverEndNobody() throws Exception {
        fill(8, FULL, 16_000);
        readOverAndOver(8, 300);
        assertLives();
    }

    @Test
    @EnabledIfSystemProperty(named = "parley.long", matches = "true")
    void tenThousandChannelsOfAThousandMessagesAreCarried() {
        fill(10_000, 1_000, 80);
        List<Recorder> listeners = new ArrayList<>();
        for (int first = 0; first < 10_000; first += 32) {
            String channels = String.join(
                    ",",
                    IntStream.range(first, Math.min(10_000, first + 32))
                            .mapToObj(i -> "full-" + i)
                            .toList());
            listeners.add(Recorder.open(instance.port(), "/subscribe/" + channels));
        }
        assertEquals(
                "10000.0",
                instance.http().get("/metrics").text().replaceAll("(?s).*\nparley_channels (\\S+)\n.*", "$1"));
        for (int i = 0; i < 10_000; i += 97) {
            assertEquals(201, instance.http().say("full-" + i, "mason", "hi").status());
            listeners.get(i / 32).awaitText("hi");
        }
        assertLives();
        listeners.forEach(Recorder::close);
    }

    private void readOverAndOver(int channels, int times) throws Exception {
        ExecutorService readers = Executors.newFixedThreadPool(20);
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            String path = "/full-" + i % channels + "?limit=200";
            answers.add(readers.submit(() -> instance.http().get(path).status()));
        }
        for (Future<Integer> answer : answers) {
            assertEquals(200, answer.get());
        }
        readers.shutdown();
    }

    private void assertLives() {
        Http.Answer metrics = instance.http().get("/metrics");
        assertEquals(200, metrics.status());
        await().untilAsserted(() -> {
            Matcher bytes = BYTES.matcher(instance.http().get("/metrics").text());
            assertTrue(bytes.find());
            assertTrue(Double.parseDouble(bytes.group(1)) <= BUDGET, bytes.group());
        });
        try (Recorder listener = Recorder.open(instance.port(), "/subscribe/quiet")) {
            assertEquals(
                    201, instance.http().say("quiet", "mason", "still here").status());
            listener.awaitText("still here");
        }
    }

    private static String everything(int channels) {
        String cursor = String.join(
                ",",
                IntStream.range(0, channels).mapToObj(i -> "full-" + i + "=0-0").toList());
        String names = String.join(
                ",", IntStream.range(0, channels).mapToObj(i -> "full-" + i).toList());
        return "/subscribe/" + names + "?last_event_id=" + cursor;
    }

    /** As people would, but faster. */
    private void fill(int channels, int messages, int bytes) {
        Map<String, String> event = Map.of(
                "event", "{\"event\":\"large\",\"data\":{\"x\":\"" + "x".repeat(bytes) + "\"},\"at\":" + EPOCH + "}");
        try (Jedis jedis = redis.connect()) {
            for (int channel = 0; channel < channels; channel++) {
                Pipeline pipeline = jedis.pipelined();
                for (int n = 0; n < messages; n++) {
                    pipeline.xadd("{" + PREFIX + "full-" + channel + "}:log", new StreamEntryID(EPOCH, n), event);
                }
                pipeline.sync();
            }
        }
    }
}
