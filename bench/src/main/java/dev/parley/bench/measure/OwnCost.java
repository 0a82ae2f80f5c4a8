package dev.parley.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What the load generator itself costs: it shares the machine with the servers. */
public final class OwnCost {
    private OwnCost() {}

    /** User and system time of this process, in seconds. */
    public static double cpuSeconds() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }
}
