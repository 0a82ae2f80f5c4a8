package dev.parley.wire.toy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The messages of all channels. Threading: everything is under its monitor, which is notified of every message. */
final class ToyStore {
    private static final long EPOCH = 1_795_226_995_253L;

    /** A message, already as the data of an event. */
    record Message(String event, String data, int writtenBy) {}

    private final Map<String, List<Message>> channels = new HashMap<>();
    private boolean isDown;

    /** What an id begins with, so that it is one channel's. */
    static String epoch(String channel) {
        return Long.toString(EPOCH + (channel.hashCode() & 0xfffff));
    }

    synchronized void add(String channel, Message message) {
        channels.computeIfAbsent(channel, name -> new ArrayList<>()).add(message);
        notifyAll();
    }

    /** How many messages it has. */
    synchronized int size(String channel) {
        return channels.getOrDefault(channel, List.of()).size();
    }

    synchronized Message get(String channel, int number) {
        return channels.get(channel).get(number);
    }

    synchronized void down(boolean now) {
        isDown = now;
    }

    synchronized boolean isDown() {
        return isDown;
    }

    /** Waits for a message, or so long, or for nothing: callers look again. */
    @SuppressWarnings("WaitNotInLoop")
    synchronized void await(long millis) throws InterruptedException {
        wait(millis);
    }

    synchronized void wake() {
        notifyAll();
    }
}
