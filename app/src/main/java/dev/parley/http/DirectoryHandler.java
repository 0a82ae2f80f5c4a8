package dev.parley.http;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Json;
import dev.parley.http.request.ChannelPath;
import dev.parley.redis.shared.Directory;
import dev.parley.redis.shared.Members;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * {@code GET /channels}: which channels were active lately, and how many people are there. Counting people is work for Redis, so it
 * is asked once at a time, a few times a second at most, and everybody shares what it answered, or that it did not.
 */
final class DirectoryHandler implements Handler {
    private static final int MAX_CHANNELS = 100;
    private static final Duration FRESH = Duration.ofMillis(250);

    private final Directory directory;
    private final Members members;
    private final InFlight reads;
    private final Shared<String> json = new Shared<>(FRESH, this::make);

    DirectoryHandler(Directory directory, Members members, InFlight reads) {
        this.directory = directory;
        this.members = members;
        this.reads = reads;
    }

    @Override
    public void handle(Context ctx) {
        reads.answer(ctx, json::get, newest -> Answer.json(ctx, newest));
    }

    private CompletableFuture<String> make() {
        return directory.newest(MAX_CHANNELS).thenCompose(newest -> {
            List<Directory.Entry> entries = newest.stream()
                    .filter(entry -> !ChannelPath.isReserved(entry.channel().value()))
                    .toList();
            return members.count(entries.stream().map(Directory.Entry::channel).toList())
                    .thenApply(people -> json(entries, people));
        });
    }

    private static String json(List<Directory.Entry> entries, Map<ChannelName, Integer> people) {
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
