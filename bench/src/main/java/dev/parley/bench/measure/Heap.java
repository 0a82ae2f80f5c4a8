package dev.parley.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM on this machine holds, by the JDK's {@code jcmd}. */
public final class Heap {
    private static final Pattern USED = Pattern.compile("(?:new generation|tenured generation) .*?used (\\d+)K");
    private static final int COLLECTIONS =
            2; // what the first one only makes reachable to be freed goes with the second

    private Heap() {}

    /** What is left of the heap after a collection, in bytes: of a JVM with the serial collector. */
    public static long liveBytes(long pid) throws IOException {
        for (int i = 0; i < COLLECTIONS; i++) {
            jcmd(pid, "GC.run");
        }
        return used(jcmd(pid, "GC.heap_info"));
    }

    /** @param info lines such as {@code tenured generation  total 32768K, used 12345K [0x…} */
    static long used(String info) throws IOException {
        Matcher generations = USED.matcher(info);
        long kibibytes = 0;
        int found = 0;
        while (generations.find()) {
            kibibytes += Long.parseLong(generations.group(1));
            found++;
        }
        if (found == 0) {
            throw new IOException("jcmd does not tell what the heap holds: " + info);
        }
        return kibibytes * 1024;
    }

    private static String jcmd(long pid, String command) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
