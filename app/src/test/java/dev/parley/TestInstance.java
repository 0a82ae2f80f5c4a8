package dev.parley;

import static org.awaitility.Awaitility.await;

import dev.parley.redis.link.RedisUrl;
import dev.parley.support.Http;
import dev.parley.support.InstanceProcess;
import dev.parley.support.Signer;
import dev.parley.support.TestRedis;
import dev.parley.support.World;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** One instance in this JVM, on a free port. */
public final class TestInstance implements AutoCloseable {
    private final App app;

    private TestInstance(App app) {
        this.app = app;
    }

    /** Started and ready; flags as on the command line override the defaults for tests. */
    public static TestInstance start(TestRedis redis, String prefix, String... flags) {
        return start(redis.uri(), prefix, flags);
    }

    /** The same, over a Redis that may be behind something. */
    public static TestInstance start(URI redis, String prefix, String... flags) {
        TestInstance instance = starting(redis, prefix, flags);
        await().atMost(Duration.ofSeconds(10)).until(instance::isReady);
        return instance;
    }

    /** The same, and may not be ready yet. */
    static TestInstance starting(URI redis, String prefix, String... flags) {
        List<String> all = new ArrayList<>(List.of("--host=127.0.0.1", "--port=0", "--prefix=" + prefix, "--drain=0s"));
        all.addAll(InstanceProcess.busyClient(flags));
        all.addAll(World.flags(redis, flags));
        all.addAll(List.of(flags));
        CommandLine parser = Settings.parser(Map.of()).setOverwrittenOptionsAllowed(true);
        parser.parseArgs(all.toArray(String[]::new));
        App app = new App(parser.getCommand(), RedisUrl.parse(redis.toString()));
        app.start();
        return new TestInstance(app);
    }

    boolean isReady() {
        return http().get("/readyz").status() == 200;
    }

    public int port() {
        return app.port();
    }

    /** Each as {@code GET /{channel}}: everything that can be asked of it. */
    public List<String> routes() {
        return app.routes();
    }

    public Http http() {
        return new Http(port());
    }

    /** Ends it as SIGTERM does, with a drain of so long. */
    public void drain(Duration over) {
        app.close(over);
    }

    @Override
    public void close() {
        lookForSecrets();
        app.close();
    }

    /** In its figures: whoever asks looks. */
    private void lookForSecrets() {
        if (port() < 0) { // ended by the test
            return;
        }
        try {
            http().get("/metrics", Signer.bearer(Signer.KEY));
        } catch (UncheckedIOException unreachable) {
            // as the test has made it
        }
    }
}
