package dev.parley.http;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.channel.Message;
import dev.parley.http.request.ChannelPath;
import dev.parley.http.request.Query;
import dev.parley.redis.log.History;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.stream.Collectors;

/** {@code GET /{channel}} as JSON: a page of the channel's history, ascending. */
final class HistoryHandler implements Handler {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    /** Of the messages as they are stored: whoever asks for more gets fewer messages than they asked for. */
    static final int MAX_BYTES = 80 * 1024;

    private final History history;
    private final InFlight pages;

    HistoryHandler(History history, InFlight pages) {
        this.history = history;
        this.pages = pages;
    }

    @Override
    public void handle(Context ctx) {
        ChannelName channel = ChannelPath.read(ctx);
        String after = ctx.queryParam("after");
        String before = bound(ctx.queryParam("before"));
        int limit = Query.number(ctx, "limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        EventId start = after == null ? null : EventId.parse(after);
        pages.answer(
                ctx,
                () -> start == null
                        ? history.before(channel, before, limit, MAX_BYTES)
                        : history.after(channel, start, before, limit, MAX_BYTES),
                page -> Answer.json(ctx, json(channel, page)));
    }

    private static String bound(String before) {
        if (before == null) {
            return "+";
        }
        EventId id = EventId.parse(before);
        return id.equals(EventId.BEGINNING) ? id.toString() : "(" + id; // Redis refuses "before the beginning"
    }

    private static String json(ChannelName channel, History.Page page) {
        String messages = page.messages().stream().map(Message::jsonWithId).collect(Collectors.joining(","));
        return "{\"channel\":\"" + channel + "\",\"messages\":[" + messages + "],\"oldest\":\"" + page.oldest()
                + "\",\"head\":\"" + page.head() + "\"}";
    }
}
