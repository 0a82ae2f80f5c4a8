package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.ClassPath;
import dev.parley.support.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances without any setting but their ports, on a machine without a Redis. */
class TwoTerminalsTest {
    private final List<Process> started = new ArrayList<>();

    private final List<Path> logs = new ArrayList<>();

    @TempDir
    private Path home;

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void theFirstDrainsWithItsRedisAndTheSecondGoesOn() throws IOException {
        try (NetworkNamespace machine = NetworkNamespace.open()) {
            Process first = start(machine, "--port=7070", "--drain=3s");
            awaitReady(machine, 7070);
            Process second = start(machine, "--port=7071");
            awaitReady(machine, 7071);
            for (Path log : logs) {
                assertFalse(Files.readString(log).contains("WARN"), log + " warns of something");
            }
            Process listeners = listen(machine, 7070, 5); // so that the drain takes its time

            first.destroy(); // SIGTERM
            await().until(() -> !isReady(machine, 7070));
            assertTrue(first.isAlive(), "it does not drain");
            assertEquals("201", post(machine, 7071), "Redis ended before the drain");
            assertEquals(0, first.onExit().join().exitValue());

            await().until(() -> post(machine, 7071).equals("201"));
            second.destroy();
            assertEquals(0, second.onExit().join().exitValue());
            listeners.destroy();
        }
    }

    private Process start(NetworkNamespace machine, String... flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + home,
                "-cp",
                ClassPath.own(),
                "dev.parley.Main",
                "--host=127.0.0.1"));
        command.addAll(List.of(flags));
        Path log = Files.createTempFile(home, "instance", ".log");
        logs.add(log);
        return start(machine.command(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(log.toFile()));
    }

    private Process start(ProcessBuilder program) throws IOException {
        Process process = program.start();
        started.add(process);
        return process;
    }

    /** Returns once they are welcomed. */
    private Process listen(NetworkNamespace machine, int port, int streams) throws IOException {
        Path heard = Files.createTempFile(home, "heard", ".txt");
        String url = "http://127.0.0.1:" + port + "/subscribe/room-[1-" + streams + "]";
        Process listeners = start(machine.command(
                        List.of("curl", "-sN", "--parallel", "--parallel-immediate", "--no-progress-meter", url))
                .redirectOutput(heard.toFile()));
        await().until(() -> Files.readString(heard).split("event: welcome", -1).length > streams);
        return listeners;
    }

    private static void awaitReady(NetworkNamespace machine, int port) {
        await().until(() -> isReady(machine, port));
    }

    private static boolean isReady(NetworkNamespace machine, int port) {
        return status(machine, "http://127.0.0.1:" + port + "/readyz").equals("200");
    }

    private static String post(NetworkNamespace machine, int port) {
        return status(machine, "-d", "sender=ana&message=hi", "http://127.0.0.1:" + port + "/everyone");
    }

    /** 000 when nothing answers. */
    private static String status(NetworkNamespace machine, String... request) {
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", "curl -s -m 5 -o /dev/null -w '%{http_code}' \"$@\" || true", "curl"));
        command.addAll(List.of(request));
        return machine.output(command.toArray(String[]::new));
    }
}
