package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.InstanceProcess;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import dev.parley.support.TlsProxy;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Redis over TLS, with {@code rediss://}: whose certificate is not good is not talked to. */
class RedisTlsTest {
    private final String prefix = "test:" + UUID.randomUUID() + ":";
    private final TestRedis redis = TestRedis.shared();

    @Test
    void everythingGoesOverTls() {
        try (TlsProxy tls = TlsProxy.inFrontOf(redis, "localhost");
                InstanceProcess instance = launch(tls, tls.trusting()).awaitReady();
                Recorder listener = Recorder.open(instance.port(), "/subscribe/room")) {
            assertEquals(201, instance.http().say("room", "mason", "hi").status());
            listener.awaitText("hi");
            assertEquals(200, instance.http().get("/room").status());
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefused() {
        try (TlsProxy tls = TlsProxy.inFrontOf(redis, "elsewhere.example");
                InstanceProcess instance = launch(tls, tls.trusting())) {
            assertStaysAway(instance, "No subject alternative DNS name matching localhost found");
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() {
        try (TlsProxy tls = TlsProxy.inFrontOf(redis, "localhost");
                InstanceProcess instance = launch(tls, List.of())) {
            assertStaysAway(instance, "unable to find valid certification path");
        }
    }

    private InstanceProcess launch(TlsProxy tls, List<String> jvm) {
        return InstanceProcess.launch(jvm, "rediss://localhost:" + tls.port(), prefix);
    }

    private static void assertStaysAway(InstanceProcess instance, String why) {
        await().until(() -> instance.log().stream().anyMatch(line -> line.contains("Redis is away")));
        assertTrue(
                instance.log().stream().anyMatch(line -> line.contains(why)),
                () -> instance.log().toString());
        assertEquals(503, instance.http().get("/readyz").status());
        assertEquals(503, instance.http().say("room", "mason", "hi").status());
    }
}
