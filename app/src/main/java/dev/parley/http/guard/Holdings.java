package dev.parley.http.guard;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How much of something each client holds at once. Bounded by what they hold. Threading: may be used by anyone. */
final class Holdings {
    private final int atMost;
    private final ConcurrentMap<String, Integer> held = new ConcurrentHashMap<>();

    /** @param atMost of a user, an address or a network; {@link HttpLimits#OFF} for no limit */
    Holdings(int atMost) {
        this.atMost = atMost;
    }

    int atMost() {
        return atMost;
    }

    /** Returns false, and takes nothing, when it would be too much. */
    boolean take(Client client, int many) {
        if (!isLimited(client)) {
            return true;
        }
        if (!take(client.name(), many, atMost)) {
            return false;
        }
        if (client.site() != null && !take(client.site(), many, (long) atMost * Client.NETWORKS_OF_A_SITE)) {
            give(client.name(), many);
            return false;
        }
        return true;
    }

    /** What was taken. */
    void giveBack(Client client, int many) {
        if (isLimited(client)) {
            give(client.name(), many);
            if (client.site() != null) {
                give(client.site(), many);
            }
        }
    }

    private boolean isLimited(Client client) {
        return client.isLimited() && atMost != HttpLimits.OFF;
    }

    private boolean take(String who, int many, long limit) {
        if (held.merge(who, many, Integer::sum) <= limit) {
            return true;
        }
        give(who, many);
        return false;
    }

    private void give(String who, int many) {
        held.computeIfPresent(who, (same, count) -> count <= many ? null : count - many);
    }
}
