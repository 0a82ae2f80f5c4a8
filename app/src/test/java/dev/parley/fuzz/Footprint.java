package dev.parley.fuzz;

import dev.parley.support.InstanceProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an instance takes, seen from outside.
 *
 * @param heap bytes of the objects that are reachable, after a full collection
 * @param direct bytes of buffers outside the heap
 * @param resident KiB of memory that the system has given it
 */
record Footprint(long heap, long direct, long threads, long files, long resident) {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+)");

    static Footprint of(InstanceProcess instance) {
        String metrics = instance.http().get("/metrics").text();
        return new Footprint(
                number(TOTAL, histogram(instance.pid())),
                number("jvm_buffer_memory_used_bytes{id=\"direct\"}", metrics),
                number("jvm_threads_live_threads", metrics),
                number("process_files_open_files", metrics),
                number(RESIDENT, read(Path.of("/proc/" + instance.pid() + "/status"))));
    }

    /** Of the classes of which there is most, in a full collection; what has grown, has grown here. */
    static String histogram(long pid) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long number(String series, String metrics) {
        return number(Pattern.compile("(?m)^" + Pattern.quote(series) + " ([0-9.E]+)"), metrics);
    }

    private static long number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return (long) Double.parseDouble(found.group(1));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
