package dev.parley.wire.toy;

/** Threads that nobody waits for. */
final class Threads {
    private Threads() {}

    static void start(String name, Runnable run) {
        Thread thread = new Thread(run, name);
        thread.setDaemon(true);
        thread.start();
    }
}
