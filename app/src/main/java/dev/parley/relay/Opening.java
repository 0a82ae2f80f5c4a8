package dev.parley.relay;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Channels;
import dev.parley.channel.Cursor;
import dev.parley.channel.EventId;
import dev.parley.channel.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A stream that is being opened: joins the logs of its channels, finds the members of its families, joins theirs, and finds where
 * it starts in each.
 *
 * <p>Threading: one step at a time, the first on the request's thread, others on those that read; each begins when the one before has
 * ended. Nothing here blocks.
 */
final class Opening {
    private final Logs logs;
    private final LiveFamilies families;
    private final Starts starts;
    private final String client;
    private final Channels channels;
    private final Cursor cursor;
    private final int last;
    private final long until = Starts.deadline();
    private final List<ChannelLog> joined = new ArrayList<>();
    private final List<LiveFamily> followed = new ArrayList<>();

    /**
     * @param client who opens it, by whatever they are one client
     * @param last how many past messages a channel without a position begins with
     */
    Opening(
            Logs logs,
            LiveFamilies families,
            Starts starts,
            String client,
            Channels channels,
            Cursor cursor,
            int last) {
        this.logs = logs;
        this.families = families;
        this.starts = starts;
        this.client = client;
        this.channels = channels;
        this.cursor = cursor;
        this.last = last;
    }

    /**
     * What was found.
     *
     * @param omitted members for which there was no room
     */
    record Opened(List<Start> starts, List<FamilySeat.Interest> interests, Map<Family, List<ChannelName>> omitted) {}

    /** Fails as {@link Relay#subscribe} does; what was joined then is to be {@link #abandon abandoned}. */
    CompletableFuture<Opened> open() {
        try {
            channels.names().forEach(channel -> joined.add(logs.acquire(channel)));
            channels.families().forEach(family -> followed.add(families.acquire(family)));
            return followed.isEmpty() ? openNamed() : openAll();
        } catch (Throwable e) { // whatever it is, what was joined must be left again
            return CompletableFuture.failedFuture(e);
        }
    }

    void abandon() {
        joined.forEach(logs::release);
        followed.forEach(families::release);
    }

    private CompletableFuture<Opened> openNamed() {
        return starts.find(client, joined, cursor, last, until)
                .thenApply(found -> new Opened(found, List.of(), Map.of()));
    }

    /** Each family is read anew: what it lacked a moment ago, the client may have missed since. */
    private CompletableFuture<Opened> openAll() {
        return starts.read(client, followed, until).thenCompose(read -> {
            Choice choice = new Choice(channels.families(), channels.names());
            List<FamilySeat.Interest> interests = new ArrayList<>();
            for (int i = 0; i < read.size(); i++) {
                interests.add(choose(choice, followed.get(i), read.get(i)));
            }
            choice.joining().forEach(channel -> joined.add(logs.acquire(channel)));
            return starts.find(client, joined, cursor.with(choice.positions()), last, until)
                    .thenApply(found -> new Opened(found, interests, choice.omitted()));
        });
    }

    /**
     * First those in which the client stands somewhere, then the others; those that Redis knows nothing of (any more) last, where the
     * client may have missed something only if Redis has lost it.
     */
    private FamilySeat.Interest choose(Choice choice, LiveFamily family, LiveFamily.Known known) {
        Family name = family.name();
        long mark = cursor.mark(name).orElse(known.newest());
        known.members().keySet().stream()
                .filter(channel -> cursor.positions().containsKey(channel))
                .forEach(channel -> choice.offer(name, channel, null));
        known.members().values().stream()
                .filter(member -> !cursor.positions().containsKey(member.channel()))
                .forEach(member ->
                        choice.offer(name, member.channel(), member.began() > mark ? EventId.BEGINNING : null));
        cursor.positions().keySet().stream()
                .filter(channel -> name.has(channel) && !known.members().containsKey(channel))
                .forEach(channel -> choice.take(name, channel, null));
        return new FamilySeat.Interest(family, mark, known.version());
    }
}
