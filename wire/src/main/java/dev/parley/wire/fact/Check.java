package dev.parley.wire.fact;

import dev.parley.wire.hub.Hub;
import dev.parley.wire.hub.NotTried;
import java.io.IOException;

/** How one fact is looked at. */
@FunctionalInterface
interface Check {
    /**
     * Looks.
     *
     * @throws NotTried when no more of it can be looked at; what was found before counts
     * @throws IOException when the hub does not answer as it must; the fact has failed then
     */
    void look(Hub hub, Findings findings) throws IOException, NotTried;
}
