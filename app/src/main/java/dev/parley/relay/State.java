package dev.parley.relay;

import dev.parley.channel.Person;
import java.util.function.Predicate;

/**
 * Something that is so for now: who is here, who is typing, whether Redis is there.
 *
 * @param event the kind, which is the type of the event that tells it
 * @param data JSON on one line
 * @param isUsual whether everyone takes it for granted, so that a new stream need not be told
 * @param people whether it is about someone; null when it is about nobody in particular
 */
public record State(String event, String data, boolean isUsual, Predicate<Person> people) {
    public static State of(String event, String data) {
        return new State(event, data, false, null);
    }

    public static State usual(String event, String data) {
        return new State(event, data, true, null);
    }

    public static State about(Predicate<Person> people, String event, String data) {
        return new State(event, data, false, people);
    }

    boolean isAboutPeople() {
        return people != null;
    }

    /** A listener who gave a name is not told who is here before they are among them. */
    boolean isFor(Person listener) {
        return listener == null || people == null || people.test(listener);
    }
}
