package dev.parley.http;

import dev.parley.channel.Channels;
import dev.parley.channel.Cursor;
import dev.parley.channel.Person;
import dev.parley.http.guard.StrangerGuard;
import dev.parley.http.guard.StreamLimit;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Refusal;
import dev.parley.http.request.ChannelPath;
import dev.parley.http.request.Query;
import dev.parley.relay.PastUnavailable;
import dev.parley.relay.Relay;
import dev.parley.relay.Subscription;
import dev.parley.relay.TooManyChannels;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;

/** An event stream. Everything that can be refused is refused before the answer begins. */
final class SubscribeHandler implements Handler {
    private static final int MAX_LAST = 200;

    private final Relay relay;
    private final Readiness readiness;
    private final StrangerGuard strangers;
    private final StreamLimit streams;

    SubscribeHandler(Relay relay, Readiness readiness, StrangerGuard strangers, StreamLimit streams) {
        this.relay = relay;
        this.readiness = readiness;
        this.strangers = strangers;
        this.streams = streams;
    }

    @Override
    public void handle(Context ctx) throws IOException {
        strangers.requireNoStranger(ctx);
        Channels channels = ChannelPath.readAll(ctx);
        Cursor cursor = cursor(ctx, channels);
        int last = Query.number(ctx, "last", 0, MAX_LAST, 0);
        Person listener = listener(ctx);
        readiness.requireOpen();
        StreamLimit.Admission admission = streams.admit(ctx, channels.names().size());
        try {
            SseConnection.open(ctx, subscribe(channels, cursor, last, listener), admission);
        } catch (RuntimeException | IOException e) {
            admission.close();
            throw e;
        }
    }

    private Subscription subscribe(Channels channels, Cursor cursor, int last, Person listener) {
        try {
            return relay.subscribe(channels, cursor, last, listener);
        } catch (TooManyChannels e) {
            throw new Problem(
                    Refusal.CHANNELS,
                    "This instance serves as many channels as it can; connect again to reach another.");
        } catch (PastUnavailable e) {
            throw new Problem(
                    Refusal.REDIS_AWAY, "The channel can't be read now, because Redis is away; connect again shortly.");
        }
    }

    /** The header wins: a browser that reconnects sends it beside the address it was given first. */
    private static Cursor cursor(Context ctx, Channels channels) {
        String header = ctx.header("Last-Event-ID");
        String cursor = header != null && !header.isEmpty() ? header : ctx.queryParam("last_event_id");
        return cursor == null || cursor.isEmpty() ? Cursor.NONE : Cursor.parse(cursor, channels);
    }

    /** Null for one who gave no name. */
    private static Person listener(Context ctx) {
        String name = ctx.queryParam("name");
        return name == null || name.isEmpty() ? null : Person.named("Query parameter 'name'", name);
    }
}
