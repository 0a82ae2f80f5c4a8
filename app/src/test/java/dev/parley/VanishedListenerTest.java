package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.support.InstanceProcess;
import dev.parley.support.Recorder;
import dev.parley.support.Sockets;
import dev.parley.support.TestRedis;
import dev.parley.support.VanishingNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who vanished without a word is gone soon, and nobody else is. */
@Timeout(120)
class VanishedListenerTest {
    private static final Duration USUAL_HEARTBEAT = Duration.ofSeconds(10);

    /** The usual one in a long run; a short one leaves less to wait for. */
    private static final Duration HEARTBEAT =
            Boolean.getBoolean("parley.long") ? USUAL_HEARTBEAT : Duration.ofSeconds(1);

    private static final Duration SOON =
            Duration.ofSeconds(45).minus(USUAL_HEARTBEAT).plus(HEARTBEAT);

    @Test
    void aNamedListenerWhoseLinkIsDeadIsGoneWithin45SecondsAndAnonymousOnesKeepTheirs() throws IOException {
        String prefix = "test:" + UUID.randomUUID() + ":";
        String redis = TestRedis.shared().uri().toString();
        try (VanishingNetwork network = VanishingNetwork.open();
                InstanceProcess instance = InstanceProcess.launch(
                        List.of(),
                        redis,
                        prefix,
                        "--host=" + network.host(),
                        "--heartbeat=" + HEARTBEAT.toSeconds() + "s");
                TestInstance other = TestInstance.start(TestRedis.shared(), prefix);
                Recorder ana = Recorder.open(other.port(), "/subscribe/room?name=ana")) {
            Path ghost = listen(network, instance, "/subscribe/room?name=ghost");
            Path anonymous = listen(network, instance, "/subscribe/room");
            ana.awaitPresent("ana", "ghost");
            awaitContent(ghost, "ghost");
            awaitContent(anonymous, "ghost");
            int told = ana.events("presence").size();

            network.vanish();
            await().atMost(SOON).until(() -> ana.events("presence").size() > told);
            ana.awaitPresent("ana");
            assertEquals(List.of("ana"), ana.events("presence").get(told).names());
            assertEquals(
                    2, Sockets.open(instance.port()), "where it listens, and the anonymous one, who may come back");
        }
    }

    private static Path listen(VanishingNetwork network, InstanceProcess instance, String path) {
        String socket = "/dev/tcp/" + network.host() + "/" + instance.port();
        String request = "GET " + path + " HTTP/1.1\\r\\nHost: chat\\r\\n\\r\\n";
        return network.run("bash", "-c", "exec 3<>" + socket + "; printf '" + request + "' >&3; cat <&3");
    }

    private static void awaitContent(Path output, String text) {
        await().until(() -> Files.readString(output, StandardCharsets.UTF_8).contains(text));
    }
}
