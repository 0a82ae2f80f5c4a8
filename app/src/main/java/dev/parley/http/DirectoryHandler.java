package dev.parley.http;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Json;
import dev.parley.http.guard.Gate;
import dev.parley.http.request.ChannelPath;
import dev.parley.identity.Identity;
import dev.parley.identity.Verb;
import dev.parley.redis.shared.Directory;
import dev.parley.redis.shared.Members;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code GET /channels}: which channels were active lately, and how many people are there. Of more than can be listed those count in
 * which the most people are, so that nobody pushes the rooms of others out by naming new ones. Counting people is work for Redis, so
 * it is asked once at a time, twice a second at most, and everybody shares what it answered, or that it did not.
 */
final class DirectoryHandler implements Handler {
    private static final int MAX_CHANNELS = 100;

    /** The newest ones, among which those are looked for that are listed. */
    private static final int MAX_SEARCHED = 1_000;

    private static final Duration FRESH = Duration.ofMillis(500);

    /** Of all there are, which are read only for who may listen to few of the newest. */
    private static final Duration FRESH_WHOLE = Duration.ofSeconds(2);

    private final Directory directory;
    private final Members members;
    private final InFlight reads;
    private final Gate gate;
    private final Executor executor;
    private final Shared<List<Directory.Entry>> newest = new Shared<>(FRESH, () -> entries(MAX_SEARCHED));
    private final Shared<List<Directory.Entry>> whole =
            new Shared<>(FRESH_WHOLE, () -> entries(Directory.MAX_CHANNELS));
    private final Shared<String> json = new Shared<>(
            FRESH,
            () -> newest.get().thenCompose(entries -> counted(entries.stream().filter(DirectoryHandler::isReachable))));

    /** @param executor for looking through many channels */
    DirectoryHandler(Directory directory, Members members, InFlight reads, Gate gate, Executor executor) {
        this.directory = directory;
        this.members = members;
        this.reads = reads;
        this.gate = gate;
        this.executor = executor;
    }

    @Override
    public void handle(Context ctx) {
        Identity who = gate.who(ctx);
        reads.answer(ctx, () -> gate.isOpen() ? json.get() : heardBy(who), told -> Answer.json(ctx, told));
    }

    /** What they may not hear is not told them either; nobody shares this, and people are counted only there. */
    private CompletableFuture<String> heardBy(Identity who) {
        return newest.get()
                .thenComposeAsync(
                        entries -> {
                            List<Directory.Entry> heard = heard(who, entries).toList();
                            return heard.size() >= MAX_CHANNELS || entries.size() < MAX_SEARCHED
                                    ? counted(heard.stream())
                                    : whole.get().thenComposeAsync(all -> counted(heard(who, all)), executor);
                        },
                        executor);
    }

    private static Stream<Directory.Entry> heard(Identity who, List<Directory.Entry> entries) {
        return entries.stream()
                .filter(entry -> isReachable(entry) && who.may(Verb.LISTEN, entry.channel()))
                .limit(MAX_SEARCHED);
    }

    /** A raw message can name a channel whose path is something else. */
    private static boolean isReachable(Directory.Entry entry) {
        return !ChannelPath.isReserved(entry.channel().value());
    }

    private CompletableFuture<List<Directory.Entry>> entries(int most) {
        return directory.newest(most, executor);
    }

    private CompletableFuture<String> counted(Stream<Directory.Entry> some) {
        List<Directory.Entry> entries = some.toList();
        return members.count(entries.stream().map(Directory.Entry::channel).toList())
                .thenApply(people -> json(listed(entries, people), people));
    }

    /** In the order in which they were. */
    private static List<Directory.Entry> listed(List<Directory.Entry> entries, Map<ChannelName, Integer> people) {
        Comparator<Directory.Entry> byPeople = Comparator.comparing(entry -> people.get(entry.channel()));
        Set<Directory.Entry> listed =
                entries.stream().sorted(byPeople.reversed()).limit(MAX_CHANNELS).collect(Collectors.toSet());
        return entries.stream().filter(listed::contains).toList();
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
