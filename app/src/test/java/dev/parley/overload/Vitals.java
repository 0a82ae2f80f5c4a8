package dev.parley.overload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The most that a process has taken meanwhile, as the system sees it. Threading: a clock looks, ten times a second. */
final class Vitals implements AutoCloseable {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+)");
    private static final Pattern THREADS = Pattern.compile("Threads:\\s+(\\d+)");

    private final Path status;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private volatile long residentKib;
    private volatile long threads;

    private Vitals(long pid) {
        status = Path.of("/proc", Long.toString(pid), "status");
    }

    static Vitals watch(long pid) {
        Vitals vitals = new Vitals(pid);
        vitals.clock.scheduleAtFixedRate(vitals::look, 0, 100, TimeUnit.MILLISECONDS);
        return vitals;
    }

    long residentMib() {
        return residentKib / 1024;
    }

    long threads() {
        return threads;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void look() {
        try {
            String text = Files.readString(status);
            residentKib = Math.max(residentKib, number(RESIDENT, text));
            threads = Math.max(threads, number(THREADS, text));
        } catch (IOException ended) {
            // which others notice
        }
    }

    private static long number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }
}
