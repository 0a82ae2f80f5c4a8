package dev.parley.browser;

import dev.parley.TwoInstances;

/** What instances tell of themselves. */
final class Metrics {
    private Metrics() {}

    /** The sum over both instances. */
    static double sum(TwoInstances chat, String metric) {
        return chat.both().stream()
                .flatMap(instance -> instance.http().get("/metrics").text().lines())
                .filter(line -> line.startsWith(metric + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(metric.length() + 1)))
                .sum();
    }
}
