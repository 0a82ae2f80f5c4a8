package dev.parley.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import redis.embedded.RedisExecProvider;
import redis.embedded.util.OSDetector;

/**
 * The Redis that the tests bring with them, unpacked once for each process. A process that is started by another thread while
 * the program is written holds it open until it has become what it is to be, and till then nobody can run it ("text file busy").
 */
public final class RedisBinary {
    private static final Path PATH = unpack();

    private RedisBinary() {}

    public static Path path() {
        return PATH;
    }

    static RedisExecProvider provider() {
        return RedisExecProvider.defaultProvider().override(OSDetector.getOS(), PATH.toString());
    }

    private static Path unpack() {
        try {
            Path path = RedisExecProvider.defaultProvider().get().toPath();
            await().pollInSameThread()
                    .ignoreExceptions()
                    .until(() -> !Programs.version(path).isEmpty());
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
