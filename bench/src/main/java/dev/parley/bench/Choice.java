package dev.parley.bench;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What of many was asked for by name. */
final class Choice {
    private Choice() {}

    /**
     * Those that were asked for, in their own order; all of them if none was.
     *
     * @param what they are, for the message
     * @throws IllegalArgumentException when one that was asked for is not there
     */
    static <T> List<T> of(String what, List<T> all, List<String> names, Function<T, String> name) {
        if (names.isEmpty()) {
            return all;
        }
        List<String> there = all.stream().map(name).toList();
        Set<String> meant = new HashSet<>();
        for (String asked : names) {
            List<String> these = meant(asked, there);
            if (these.isEmpty()) {
                throw new IllegalArgumentException(
                        "no " + what + " '" + asked + "'; there are " + String.join(", ", there));
            }
            meant.addAll(these);
        }
        return all.stream().filter(each -> meant.contains(name.apply(each))).toList();
    }

    /** What has that name; if nothing has, it is a group such as crowd or parley, and meant as a whole. */
    private static List<String> meant(String asked, List<String> there) {
        return there.contains(asked)
                ? List.of(asked)
                : there.stream().filter(each -> each.startsWith(asked + "-")).toList();
    }
}
