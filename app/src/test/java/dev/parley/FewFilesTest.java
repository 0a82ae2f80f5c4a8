package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.support.InstanceProcess;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the process may open few files, four strangers don't take them all. */
class FewFilesTest {
    private static final int FILES = 700; // 500 of them for connections
    private static final int CONNECTIONS = 150; // of each stranger, who may have 100

    private final List<Socket> strangers = new ArrayList<>();

    @Test
    void whatFourStrangersHoldLeavesRoomForTheOthers() throws IOException {
        try (TestRedis redis = TestRedis.own();
                InstanceProcess instance = InstanceProcess.launchWithFiles(
                                FILES, redis.uri().toString(), "test:", "--post-rate=off")
                        .awaitReady();
                Recorder before = Recorder.open(instance.port(), "/subscribe/hall")) {
            for (int stranger = 2; stranger <= 5; stranger++) {
                connectMany("127.0.0." + stranger, instance.port());
            }
            await().until(() -> instance.http()
                    .get("/metrics")
                    .text()
                    .contains("parley_refusals_total{reason=\"connections_per_address\"} 200.0"));
            try (Recorder newcomer = Recorder.open(instance.port(), "/subscribe/hall")) {
                assertEquals(201, instance.http().say("hall", "ana", "hi").status());
                before.awaitText("hi");
                newcomer.awaitText("hi");
            }
            assertEquals(
                    List.of(),
                    instance.log().stream()
                            .filter(line -> !line.contains(" INFO "))
                            .toList());
        } finally {
            for (Socket stranger : strangers) {
                stranger.close();
            }
        }
    }

    private void connectMany(String from, int port) throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            strangers.add(new Socket("127.0.0.1", port, InetAddress.getByName(from), 0));
        }
    }
}
