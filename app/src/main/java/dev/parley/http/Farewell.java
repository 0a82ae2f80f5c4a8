package dev.parley.http;

import dev.parley.channel.Frame;
import dev.parley.http.guard.ClientAddresses;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Problems;
import dev.parley.http.problem.Refusal;
import dev.parley.relay.ByeReason;
import dev.parley.relay.Relay;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The answer to who asks for a stream that can't be served now: a stream that says {@code bye}, and when to come back. By the
 * standard an EventSource gives up for good on any status but 200.
 *
 * <p>There is one exception. While an instance drains and others live, a trusted proxy is left without an answer: it takes the
 * request to another instance at once. (nginx' {@code proxy_next_upstream error}; Caddy with {@code lb_try_duration}.) The last
 * instance never does that, since a proxy that finds no other answers with 502, which is as final.
 */
final class Farewell {
    /** Beside a moment of chance: what is full or away now is so for a while. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Readiness readiness;
    private final ClientAddresses addresses;
    private final Problems problems;

    Farewell(Readiness readiness, ClientAddresses addresses, Problems problems) {
        this.readiness = readiness;
        this.addresses = addresses;
        this.problems = problems;
    }

    /** Whether it is the answer to that. */
    static boolean isFor(Problem refused) {
        return reason(refused.refusal()).isPresent();
    }

    /**
     * Answers; fails with the problem itself when that is no passing one of this instance.
     *
     * @param cursor the client's, checked; empty when it has none
     */
    CompletableFuture<Void> say(Context ctx, String cursor, Problem refused) {
        Optional<ByeReason> reason = reason(refused.refusal());
        if (reason.isEmpty()) {
            return CompletableFuture.failedFuture(refused);
        }
        problems.count(refused.refusal());
        Takeover socket = new Takeover(ctx);
        if (readiness.isHandingOver() && addresses.isProxy(ctx)) {
            socket.endPoint().close();
            return CompletableFuture.completedFuture(null);
        }
        byte[] bye = Frame.bye(retry(reason.get()), cursor, reason.get().label());
        return socket.begin(ByteBuffer.wrap(bye), new Hangup(socket)).exceptionally(gone -> null);
    }

    private int retry(ByeReason reason) {
        Duration pause = reason == ByeReason.DRAINING ? readiness.leftOfDrain() : PAUSE;
        return Math.toIntExact(pause.toMillis()) + Relay.randomRetry();
    }

    private static Optional<ByeReason> reason(Refusal refusal) {
        return Optional.ofNullable(
                switch (refusal) {
                    case GOING_AWAY -> ByeReason.DRAINING;
                    case STREAMS, CHANNELS, BUSY -> ByeReason.FULL;
                    case REDIS_AWAY -> ByeReason.REDIS;
                    case AUTHORITY_AWAY -> ByeReason.AUTHORITY;
                    default -> null;
                });
    }
}
