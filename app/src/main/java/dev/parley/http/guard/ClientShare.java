package dev.parley.http.guard;

import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Refusal;
import io.javalin.http.Context;

/**
 * How much of what there is room for each client may have under way at once, so that the many of one leave room for the few of
 * another. Threading: may be used by anyone.
 */
public final class ClientShare {
    private final AddressGuard guard;
    private final Holdings underWay;

    ClientShare(AddressGuard guard, int atMost) {
        this.guard = guard;
        this.underWay = new Holdings(atMost);
    }

    /**
     * Takes room for one more.
     *
     * @return gives it back; to be run once
     * @throws Problem when the client has as many as it may
     */
    public Runnable take(Context ctx) {
        Client client = guard.client(ctx);
        if (!underWay.take(client, 1)) {
            throw new Problem(
                    Refusal.READ_RATE,
                    "You have asked for " + underWay.atMost() + " such answers at once already; wait for one of them.");
        }
        return () -> underWay.giveBack(client, 1);
    }
}
