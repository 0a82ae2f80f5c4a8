package dev.parley.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.util.SafeEncoder;

/** A Lua script of this package, run by its digest; sent in full when Redis does not know it (yet, or any more). */
final class Script {
    private final String source;
    private final String digest;

    /** @param files names of the files that make up the script, in order */
    Script(String... files) {
        StringBuilder text = new StringBuilder();
        for (String file : files) {
            text.append(read(file));
        }
        source = text.toString();
        digest = Sha1.hex(SafeEncoder.encode(source));
    }

    /** The script's answer, which must be a list. */
    List<?> run(RedisClient client, List<String> keys, List<String> args) {
        try {
            return (List<?>) client.evalsha(digest, keys, args);
        } catch (JedisNoScriptException unknown) {
            return (List<?>) client.eval(source, keys, args);
        }
    }

    private static String read(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
