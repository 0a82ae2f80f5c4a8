package dev.parley.http;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Json;
import dev.parley.http.request.ChannelPath;
import dev.parley.redis.Directory;
import dev.parley.redis.Members;
import dev.parley.redis.Redis;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /channels}: which channels were active lately, and how many people are there.
 *
 * <p>Threading: counting people is work for Redis, so one request does it at a time, a few times a second
 * at most, and the others share what it found.
 */
final class DirectoryHandler implements Handler {
    private static final int MAX_CHANNELS = 100;
    private static final long FRESH_NANOS = Duration.ofMillis(250).toNanos();

    private final Directory directory;
    private final Members members;

    // Guarded by this.
    private String json;
    private long madeAt;

    DirectoryHandler(Directory directory, Members members) {
        this.directory = directory;
        this.members = members;
    }

    @Override
    public void handle(Context ctx) {
        Answer.json(ctx, newest());
    }

    private synchronized String newest() {
        if (json == null || System.nanoTime() - madeAt > FRESH_NANOS) {
            json = make();
            madeAt = System.nanoTime();
        }
        return json;
    }

    private String make() {
        List<Directory.Entry> entries = Redis.await(directory.newest(MAX_CHANNELS)).stream()
                .filter(entry -> !ChannelPath.isReserved(entry.channel().value()))
                .toList();
        Map<ChannelName, Integer> people = Redis.await(
                members.count(entries.stream().map(Directory.Entry::channel).toList()));
        var json = Json.NODES.objectNode();
        var channels = json.putArray("channels");
        for (Directory.Entry entry : entries) {
            channels.addObject()
                    .put("channel", entry.channel().value())
                    .put("members", people.get(entry.channel()))
                    .put("at", entry.at());
        }
        return json.toString();
    }
}
