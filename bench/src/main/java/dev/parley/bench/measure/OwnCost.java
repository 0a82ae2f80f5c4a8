package dev.parley.bench.measure;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What the load generator itself costs: it shares the machine with the servers. */
public final class OwnCost {
    private OwnCost() {}

    /** User and system time of this process, in seconds. */
    public static double cpuSeconds() {
        return system().getProcessCpuTime() / 1e9;
    }

    /** Files, and so streams, that this process may open; `ulimit -n`. */
    public static long mostFiles() {
        return system().getMaxFileDescriptorCount();
    }

    private static UnixOperatingSystemMXBean system() {
        return (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }
}
