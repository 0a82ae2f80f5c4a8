package dev.parley.redis.shared;

import dev.parley.channel.InvalidInput;
import dev.parley.channel.Person;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who was in a channel at a moment.
 *
 * @param count how many different people
 * @param listed the first of them in the order of their names, as many as were asked for
 * @param leases under which this was written
 */
public record Roll(int count, List<Person> listed, Set<String> leases) {
    static final Roll NOBODY = new Roll(0, List.of(), Set.of());

    static Roll of(List<?> answer) {
        Set<String> leases = new HashSet<>();
        ((List<?>) answer.get(1)).forEach(lease -> leases.add((String) lease));
        List<Person> listed = new ArrayList<>();
        for (Object written : answer.subList(2, answer.size())) {
            person((String) written).ifPresent(listed::add);
        }
        return new Roll(((Long) answer.get(0)).intValue(), List.copyOf(listed), Set.copyOf(leases));
    }

    /** Empty when someone else has put it there, or an instance that knows more of people than this one. */
    private static Optional<Person> person(String written) {
        try {
            return Optional.of(Person.read(written));
        } catch (InvalidInput notOurs) {
            return Optional.empty();
        }
    }
}
