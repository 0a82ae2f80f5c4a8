package dev.parley.support;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** What is alive in this JVM, as the garbage collector sees it: so that "freed" needs no window into the server's parts. */
public final class Live {
    private static final Pattern ROW = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+).*");
    private static final Pattern SERVER =
            Pattern.compile("dev\\.parley\\.(?:channel|http|presence|redis|relay)\\.\\S+|dev\\.parley\\.App\\S*");

    private Live() {}

    /** How many objects of each of the server's classes are reachable, after a full collection. */
    public static Map<String, Integer> objects() {
        Map<String, Integer> counts = all();
        counts.keySet().removeIf(type -> !SERVER.matcher(type).matches());
        return counts;
    }

    private static Map<String, Integer> all() {
        Map<String, Integer> counts = new TreeMap<>();
        histogram()
                .lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> counts.put(row.group(2), Integer.valueOf(row.group(1))));
        return counts;
    }

    public static int objects(Class<?> type) {
        return objects(type.getName());
    }

    /** Of any class, the server's or not. */
    public static int objects(String type) {
        return all().getOrDefault(type, 0);
    }

    private static String histogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }
}
