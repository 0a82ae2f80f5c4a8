package dev.parley.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many files and sockets this process may have open. */
final class OpenFiles {
    /** Its own: its jar, selectors and the connections to Redis, with room for some more. */
    private static final long OWN = 200;

    private OpenFiles() {}

    /** How many connections its clients may have together: a tenth of all files is left, and that at least. */
    static long forClients() {
        long all = max();
        return Math.max(1, Math.min(all / 10 * 9, all - OWN));
    }

    /** As the system says ({@code ulimit -n}), or as many as one likes where it does not say. */
    private static long max() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }
}
