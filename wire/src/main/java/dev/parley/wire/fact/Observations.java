package dev.parley.wire.fact;

import dev.parley.wire.hub.Hub;
import dev.parley.wire.hub.NotTried;
import java.io.IOException;

/** What takes long to see and several facts look at: seen once. Not thread-safe. */
final class Observations {
    private final Hub hub;
    private Silence silence;
    private Departure departure;

    Observations(Hub hub) {
        this.hub = hub;
    }

    Silence silence() throws IOException, NotTried {
        if (silence == null) {
            silence = Silence.listen(hub);
        }
        return silence;
    }

    Departure departure() throws IOException, NotTried {
        if (departure == null) {
            departure = Departure.watch(hub);
        }
        return departure;
    }
}
