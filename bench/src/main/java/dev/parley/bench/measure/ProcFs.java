package dev.parley.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;

/** What Linux says about processes. One that has ended counts as nothing. */
public final class ProcFs {
    private static final double TICKS_PER_SECOND = 100; // USER_HZ, on every Linux that Java runs on

    /** In seconds: what has taken less may count as nothing in {@link #cpuSeconds}. */
    public static final double LEAST_CPU = 1 / TICKS_PER_SECOND;

    private ProcFs() {}

    /** User and system time of all their threads, living and ended, in seconds. */
    public static double cpuSeconds(Collection<Long> pids) {
        return pids.stream().mapToDouble(pid -> cpuSeconds(read(pid, "stat"))).sum();
    }

    /**
     * The same of threads that live, exact where the other counts in 10 ms: for differences over a time in which none ends. Without those
     * that compile: they come and go, and a JVM that has been at work for an hour has none at work.
     */
    public static double busySeconds(Collection<Long> pids) {
        return pids.stream().mapToLong(ProcFs::busyNanos).sum() / 1e9;
    }

    /** Resident memory in bytes. What the processes share with each other, such as nginx' workers, counts once. */
    public static long residentBytes(Collection<Long> pids) {
        long own = 0;
        long shared = 0;
        for (long pid : pids) {
            String status = read(pid, "status");
            own += kibibytes(status, "RssAnon") + kibibytes(status, "RssFile");
            shared = Math.max(shared, kibibytes(status, "RssShmem"));
        }
        return (own + shared) * 1024;
    }

    /** @param stat the content of {@code /proc/<pid>/stat} (man 5 proc) */
    static double cpuSeconds(String stat) {
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1); // the name may hold blanks
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** @param status the content of {@code /proc/<pid>/status} */
    static long kibibytes(String status, String name) {
        int at = status.indexOf(name + ":");
        if (at < 0) {
            return 0;
        }
        String rest = status.substring(at + name.length() + 1, status.indexOf('\n', at));
        return Long.parseLong(rest.replace("kB", "").strip());
    }

    private static long busyNanos(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.filter(thread -> !isCompiler(read(pid, "task/" + thread.getFileName() + "/comm")))
                    .map(thread -> read(pid, "task/" + thread.getFileName() + "/schedstat"))
                    .mapToLong(ProcFs::busyNanos)
                    .sum();
        } catch (IOException ended) {
            return 0;
        }
    }

    /** @param comm the content of such a file: the first 15 characters of a thread's name */
    static boolean isCompiler(String comm) {
        return comm.startsWith("C1 CompilerThre") || comm.startsWith("C2 CompilerThre");
    }

    /** @param schedstat the content of such a file (Linux, Documentation/scheduler/sched-stats): busy, waiting, turns */
    static long busyNanos(String schedstat) {
        int blank = schedstat.indexOf(' ');
        return blank < 0 ? 0 : Long.parseLong(schedstat.substring(0, blank));
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (java.nio.file.NoSuchFileException ended) {
            return "";
        } catch (IOException e) {
            if (!Files.exists(Path.of("/proc", Long.toString(pid)))) {
                return "";
            }
            throw new UncheckedIOException(e);
        }
    }
}
