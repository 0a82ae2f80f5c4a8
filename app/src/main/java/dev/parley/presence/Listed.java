package dev.parley.presence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.channel.Person;
import java.util.Collection;

/**
 * People as an event lists them: their names, and beside them, where more is known of at least one, in the same order who they are:
 * {@code "members":["Ana","Mason"],"who":[{"user":"42"},{}]}.
 */
final class Listed {
    private static final String WHO = "who";

    private Listed() {}

    static void put(ObjectNode json, String member, Collection<Person> people) {
        ArrayNode names = json.putArray(member);
        people.forEach(person -> names.add(person.html()));
        if (isAnyKnown(people)) {
            ArrayNode who = json.putArray(WHO);
            people.forEach(person -> person.id().addTo(who.addObject()));
        }
    }

    static boolean isAnyKnown(Collection<Person> people) {
        return people.stream().anyMatch(person -> !person.id().isNone());
    }
}
