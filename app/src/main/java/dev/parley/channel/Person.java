package dev.parley.channel;

import org.owasp.encoder.Encode;

/**
 * Someone who speaks, listens or types: who has the same name is the same person.
 *
 * @param name 1 to 64 characters on one line (see {@link PersonName}), not yet escaped
 */
public record Person(String name) implements Comparable<Person> {
    /**
     * Checks a name, and brings it into the form in which it is known.
     *
     * @param what it is called where it comes from, as the beginning of a sentence: {@code Field 'sender'}
     * @throws InvalidInput when it is missing or no name
     */
    public static Person named(String what, String name) {
        return new Person(PersonName.of(what, name));
    }

    /**
     * The same for who speaks for themselves: {@code system} is the name of what is injected without one.
     *
     * @throws InvalidInput also when it is that
     */
    public static Person ofGuest(String what, String name) {
        Person guest = named(what, name);
        if (PersonName.isSystem(guest.name)) {
            throw new InvalidInput(what + " is kept for messages that are injected; choose another name.");
        }
        return guest;
    }

    /** The name as it is shown: safe to insert in a page. */
    public String html() {
        return Encode.forHtml(name);
    }

    @Override
    public int compareTo(Person other) {
        return name.compareTo(other.name);
    }
}
