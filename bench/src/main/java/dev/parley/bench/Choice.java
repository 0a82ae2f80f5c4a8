package dev.parley.bench;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

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
        for (String asked : names) {
            if (all.stream().noneMatch(each -> isMeant(name.apply(each), asked))) {
                String known = all.stream().map(name).collect(Collectors.joining(", "));
                throw new IllegalArgumentException("no " + what + " '" + asked + "'; there are " + known);
            }
        }
        return all.stream()
                .filter(each -> names.isEmpty() || names.stream().anyMatch(asked -> isMeant(name.apply(each), asked)))
                .toList();
    }

    /** A group such as crowd or parley is meant as a whole; but nchan is a subject of its own. */
    private static boolean isMeant(String name, String asked) {
        return name.equals(asked) || (name.startsWith(asked + "-") && !asked.equals("nchan"));
    }
}
