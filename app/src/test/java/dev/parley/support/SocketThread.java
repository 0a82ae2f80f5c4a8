package dev.parley.support;

import java.io.IOException;

/** A daemon that serves a socket until one side of it ends: by whoever has it, or with the test. */
final class SocketThread {
    private SocketThread() {}

    /** What it does. */
    interface Task {
        void run() throws IOException, InterruptedException;
    }

    static void start(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException ended) {
                        // by one of the two sides, or with the test
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
