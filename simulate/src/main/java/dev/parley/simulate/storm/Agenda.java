package dev.parley.simulate.storm;

import java.util.PriorityQueue;

/** What is going to happen, in the order of time; what is due at once happens in the order in which it was put down. */
final class Agenda {
    private record Event(double time, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Double.compare(time, other.time);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private double now;
    private long next;

    /** Seconds since the beginning. */
    double now() {
        return now;
    }

    /** @param time not before now */
    void at(double time, Runnable action) {
        if (time < now) {
            throw new IllegalArgumentException("at " + time + " s, but it is " + now + " s already");
        }
        events.add(new Event(time, next++, action));
    }

    /** Until nothing is left to happen. */
    void run() {
        for (Event event = events.poll(); event != null; event = events.poll()) {
            now = event.time();
            event.action().run();
        }
    }
}
