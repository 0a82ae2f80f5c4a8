package dev.parley.presence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.channel.Json;
import dev.parley.channel.Person;
import dev.parley.redis.shared.Members;
import dev.parley.redis.shared.Roll;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What streams are told of who is in a channel: the first by name, and how many there are; of a crowd only that.
 *
 * @param named who is named; those who are told are among them, or among the others who are counted
 * @param data the event's data: JSON on one line, at most some 8 KiB
 */
record Told(int count, Set<Person> named, String data) {
    /** Of the names and what else is known as they are shown, however long they are. */
    private static final int MAX_BYTES = 8 * 1024;

    /** A second, and a little more, so that jitter on the way does not make two in one second of it. */
    private static final Duration MIN_INTERVAL = Duration.ofMillis(1_100);

    private static final Duration CROWD_INTERVAL = Duration.ofSeconds(10);
    private static final int BYTES_PER_SECOND = 512;

    static Told of(Roll roll) {
        var json = Json.NODES.objectNode().put("count", roll.count());
        List<Person> named = roll.count() <= Members.MAX_TOLD_BY_NAME ? fitting(roll.listed()) : List.of();
        Listed.put(json, "members", named);
        return new Told(roll.count(), Set.copyOf(named), json.toString());
    }

    /**
     * How long (ns) until those who were told this are told of a change. The more there is to be told, the longer, so that a
     * room of many, or of long names, costs each of its listeners no more than a room of a few.
     */
    long interval() {
        if (count > Members.MAX_TOLD_BY_NAME) {
            return CROWD_INTERVAL.toNanos();
        }
        long nanos = Duration.ofSeconds(data.length()).toNanos() / BYTES_PER_SECOND;
        return Math.max(MIN_INTERVAL.toNanos(), nanos);
    }

    private static List<Person> fitting(List<Person> people) {
        int[] left = {MAX_BYTES};
        boolean isAnyKnown = Listed.isAnyKnown(people);
        return people.stream()
                .takeWhile(person -> (left[0] -= bytes(person, isAnyKnown)) >= 0)
                .toList();
    }

    private static int bytes(Person person, boolean withId) {
        ObjectNode known = Json.NODES.objectNode();
        person.id().addTo(known);
        return bytes(Json.NODES.textNode(person.html())) + (withId ? bytes(known) : 0);
    }

    /** In a list, with a comma. */
    private static int bytes(JsonNode value) {
        return 1 + Json.onOneLine(value.toString()).getBytes(StandardCharsets.UTF_8).length;
    }
}
