package dev.parley.relay;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Lets so many things be under way at once; the others wait for their turn. Each client has a queue of their own, and the queues
 * take turns, so that whoever asks for little does not wait behind those who ask for much. Each thing that waits is one of something
 * that is bounded itself: a log, a family, or a reader, each at most once for a client.
 *
 * <p>Threading: may be used by anyone. What has its turn is started by whoever made room for it, outside the monitor, and
 * never from within another start, so that a row of failures does not pile up on one stack. No turn is lost: who finds
 * someone else starting leaves it to them, and they look again under the monitor before they stop.
 */
final class Turns {
    /** Something that waits. */
    interface Start {
        /**
         * Its turn has come. Must not block or throw.
         *
         * @return whether it has begun, and {@link #done} will be called once when it is over; else it is not wanted any more, and
         *     takes no turn
         */
        boolean begin();
    }

    private final int atOnce;

    // Guarded by this.
    private final Map<String, Queue<Start>> waiting = new LinkedHashMap<>(); // by client, whose turn it is first
    private int underWay;
    private boolean starting;

    Turns(int atOnce) {
        this.atOnce = atOnce;
    }

    /** Starts something when its turn has come. */
    void enter(String client, Start start) {
        synchronized (this) {
            waiting.computeIfAbsent(client, first -> new ArrayDeque<>()).add(start);
        }
        startWhatMay();
    }

    void done() {
        synchronized (this) {
            underWay--;
        }
        startWhatMay();
    }

    private void startWhatMay() {
        synchronized (this) {
            if (starting) {
                return;
            }
            starting = true;
        }
        for (Start next = next(); next != null; next = next()) {
            if (!next.begin()) {
                giveBack();
            }
        }
    }

    private synchronized Start next() {
        if (underWay == atOnce || waiting.isEmpty()) {
            starting = false;
            return null;
        }
        underWay++;
        Map.Entry<String, Queue<Start>> first = waiting.entrySet().iterator().next();
        Start next = first.getValue().remove();
        waiting.remove(first.getKey());
        if (!first.getValue().isEmpty()) {
            waiting.put(first.getKey(), first.getValue()); // behind the others
        }
        return next;
    }

    private synchronized void giveBack() {
        underWay--;
    }
}
