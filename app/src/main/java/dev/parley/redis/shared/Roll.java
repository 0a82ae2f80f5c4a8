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
    static Roll of(List<?> answer) {
        Set<String> leases = new HashSet<>();
        ((List<?>) answer.get(1)).forEach(lease -> leases.add((String) lease));
        List<Person> listed = new ArrayList<>();
        for (Object name : answer.subList(2, answer.size())) {
            person((String) name).ifPresent(listed::add);
        }
        return new Roll(((Long) answer.get(0)).intValue(), List.copyOf(listed), Set.copyOf(leases));
    }

    /** Empty when someone else has put it there. */
    private static Optional<Person> person(String name) {
        try {
            return Optional.of(Person.named("A name", name));
        } catch (InvalidInput notOurs) {
            return Optional.empty();
        }
    }
}
