package dev.parley.http;

import dev.parley.channel.Person;
import dev.parley.channel.PersonId;
import dev.parley.http.guard.Gate;
import dev.parley.http.guard.StrangerGuard;
import dev.parley.http.guard.StreamLimit;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Refusal;
import dev.parley.http.request.StreamRequest;
import dev.parley.relay.PastUnavailable;
import dev.parley.relay.Permit;
import dev.parley.relay.Relay;
import dev.parley.relay.Subscriber;
import dev.parley.relay.TooManyChannels;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.sse.SseClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * An event stream: an {@link SseClient}, opened when everything that can be refused was refused, and its socket taken over then.
 *
 * <p>Threading: no thread waits while logs are read; what follows is done on one of Jetty's.
 */
final class SubscribeHandler implements Handler {
    private final Relay relay;
    private final Readiness readiness;
    private final StrangerGuard strangers;
    private final StreamLimit streams;
    private final Farewell farewell;
    private final Gate gate;
    private final Names names;

    SubscribeHandler(
            Relay relay,
            Readiness readiness,
            StrangerGuard strangers,
            StreamLimit streams,
            Farewell farewell,
            Gate gate,
            Names names) {
        this.relay = relay;
        this.readiness = readiness;
        this.strangers = strangers;
        this.streams = streams;
        this.farewell = farewell;
        this.gate = gate;
        this.names = names;
    }

    @Override
    public void handle(Context ctx) {
        strangers.requireNoStranger(ctx);
        StreamRequest asked = StreamRequest.read(ctx);
        PersonId id = names.id(gate.who(ctx), asked.browser());
        Person listener = Names.listener(gate.who(ctx), asked.name(), id);
        ctx.future(() -> admit(ctx, asked, listener, id).exceptionallyCompose(failure -> refuse(ctx, asked, failure)));
    }

    private CompletableFuture<Void> admit(Context ctx, StreamRequest asked, Person listener, PersonId id) {
        StreamLimit.Admission admission;
        try {
            readiness.requireOpen();
            admission = streams.admit(ctx, asked.channels().size());
        } catch (Problem refused) {
            return CompletableFuture.failedFuture(refused);
        }
        try {
            return open(ctx, asked, listener, admission, You.of(gate, ctx, id));
        } catch (Throwable e) { // whatever it is, it counts no more
            admission.close();
            throw e;
        }
    }

    private CompletableFuture<Void> open(
            Context ctx, StreamRequest asked, Person listener, StreamLimit.Admission admission, String you) {
        Takeover socket = new Takeover(ctx);
        SseClient client = new SseClient(new HandshakeContext(ctx));
        client.onClose(admission::close); // and when there is more to free, that too: see SseConnection
        CompletableFuture<SseConnection> subscribed = relay.subscribe(
                        new Subscriber(admission.client(), listener, permit(ctx)),
                        asked.channels(),
                        asked.cursor(),
                        asked.last(),
                        asked.heartbeat())
                .thenApply(subscription -> new SseConnection(client, socket, subscription, admission));
        return onJettysThread(subscribed, socket, connection -> connection.begin(you))
                .whenComplete((opened, failure) -> {
                    if (failure != null) {
                        client.close();
                    }
                });
    }

    /** Null where nobody asks who listens. */
    private Permit permit(Context ctx) {
        return gate.isOpen() ? null : StreamPermit.of(gate.who(ctx), gate.registrar());
    }

    /** This one, when it need not wait. */
    private static CompletableFuture<Void> onJettysThread(
            CompletableFuture<SseConnection> subscribed,
            Takeover socket,
            Function<SseConnection, CompletableFuture<Void>> next) {
        return subscribed.isDone()
                ? subscribed.thenCompose(next)
                : subscribed.thenComposeAsync(next, socket.executor());
    }

    private CompletableFuture<Void> refuse(Context ctx, StreamRequest asked, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof TooManyChannels) {
            cause = new Problem(
                    Refusal.CHANNELS,
                    "This instance serves as many channels as it can; connect again to reach another.");
        } else if (cause instanceof PastUnavailable) {
            cause = new Problem(
                    Refusal.REDIS_AWAY, "The channel can't be read now, because Redis is away; connect again shortly.");
        }
        return cause instanceof Problem refused
                ? farewell.say(ctx, asked.cursorText(), refused)
                : CompletableFuture.failedFuture(cause);
    }
}
