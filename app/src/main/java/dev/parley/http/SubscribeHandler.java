package dev.parley.http;

import dev.parley.channel.ChannelName;
import dev.parley.channel.EventId;
import dev.parley.relay.PastUnavailable;
import dev.parley.relay.Relay;
import dev.parley.relay.Subscription;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.Optional;

/** An event stream. Everything that can be refused is refused before the answer begins. */
final class SubscribeHandler implements Handler {
    private static final int MAX_LAST = 200;

    private final Relay relay;
    private final Readiness readiness;

    SubscribeHandler(Relay relay, Readiness readiness) {
        this.relay = relay;
        this.readiness = readiness;
    }

    @Override
    public void handle(Context ctx) throws IOException {
        ChannelName channel = ChannelPath.read(ctx);
        Optional<EventId> cursor = cursor(ctx);
        int last = Query.number(ctx, "last", 0, MAX_LAST, 0);
        readiness.requireOpen();
        SseConnection.open(ctx, subscribe(channel, cursor, last));
    }

    private Subscription subscribe(ChannelName channel, Optional<EventId> cursor, int last) {
        try {
            return relay.subscribe(channel, cursor, last);
        } catch (PastUnavailable e) {
            throw Problem.unavailable("The channel can't be read now, because Redis is away; connect again shortly.");
        }
    }

    /** The header wins: a browser that reconnects sends it beside the address it was given first. */
    private static Optional<EventId> cursor(Context ctx) {
        String header = ctx.header("Last-Event-ID");
        String cursor = header != null && !header.isEmpty() ? header : ctx.queryParam("last_event_id");
        return cursor == null || cursor.isEmpty() ? Optional.empty() : Optional.of(EventId.parse(cursor));
    }
}
