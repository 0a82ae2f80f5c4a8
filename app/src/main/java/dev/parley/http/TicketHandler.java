package dev.parley.http;

import dev.parley.http.guard.Gate;
import dev.parley.identity.Voucher;
import dev.parley.redis.shared.Tickets;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;

/** {@code POST /tickets}: what opens one stream in place of a token, for an EventSource of another site. */
final class TicketHandler implements Handler {
    private final Tickets tickets;
    private final Gate gate;
    private final InFlight posts;

    TicketHandler(Tickets tickets, Gate gate, InFlight posts) {
        this.tickets = tickets;
        this.gate = gate;
        this.posts = posts;
    }

    @Override
    public void handle(Context ctx) {
        String voucher = Voucher.write(gate.who(ctx));
        posts.answer(ctx, () -> tickets.issue(voucher), ticket -> {
            ctx.status(HttpStatus.CREATED);
            Answer.json(ctx, "{\"ticket\":\"" + ticket + "\",\"for\":" + Tickets.LIFE.toSeconds() + "}");
        });
    }
}
