package dev.parley.http;

import dev.parley.channel.InvalidInput;
import dev.parley.http.guard.Gate;
import dev.parley.http.guard.Guards;
import dev.parley.http.guard.SessionCookie;
import dev.parley.http.guard.StrangerGuard;
import dev.parley.identity.Denials.Subject;
import dev.parley.identity.Term;
import dev.parley.redis.shared.Denied;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.Map;

/** {@code POST} and {@code DELETE /session}: a page of our own signs in, by a token that it has got somewhere, and out again. */
final class SessionHandler {
    private final SessionCookie cookie;
    private final StrangerGuard strangers;
    private final Gate gate;
    private final Denied denied;
    private final Duration tokenLife;
    private final InFlight writes;

    /** @param tokenLife after which no token that was made before holds */
    SessionHandler(Guards guards, Gate gate, Denied denied, Duration tokenLife, InFlight writes) {
        this.cookie = guards.cookie();
        this.strangers = guards.strangers();
        this.gate = gate;
        this.denied = denied;
        this.tokenLife = tokenLife;
        this.writes = writes;
    }

    /** The token comes as a header, which no page of others can make a browser send, and goes back as a cookie. */
    void begin(Context ctx) {
        strangers.requireOwnOrNamed(ctx);
        String token = gate.bearer(ctx)
                .orElseThrow(
                        () -> new InvalidInput("Send the token as Authorization: Bearer; it comes back as a cookie."));
        cookie.set(ctx, token, gate.who(ctx).term().until());
        ctx.status(HttpStatus.NO_CONTENT);
    }

    /**
     * The cookie is gone whatever it held, also when Redis, or whoever publishes the keys, does not answer. The session of the token is over on all instances, or else
     * the token; of one that has neither id, only the cookie can be taken away.
     */
    void end(Context ctx) {
        strangers.requireOwnOrNamed(ctx);
        cookie.clear(ctx);
        gate.requireKnown(ctx);
        Map<String, Duration> over = own(gate.who(ctx).term());
        if (over.isEmpty()) {
            ctx.status(HttpStatus.NO_CONTENT);
        } else {
            writes.answer(ctx, () -> denied.deny(over), done -> ctx.status(HttpStatus.NO_CONTENT));
        }
    }

    private Map<String, Duration> own(Term term) {
        if (term.session() != null) {
            return Map.of(Subject.SESSION.of(term.session()), tokenLife);
        }
        return term.token() == null ? Map.of() : Map.of(Subject.TOKEN.of(term.token()), tokenLife);
    }
}
