package dev.parley.channel;

import org.owasp.encoder.Encode;

/**
 * Someone who speaks, listens or types: who has the same name is the same person.
 *
 * @param name 1 to 64 characters on one line, as it was given: not yet escaped
 */
public record Person(String name) implements Comparable<Person> {
    private static final int MAX_NAME = 64;

    /**
     * Checks a name.
     *
     * @param what it is called where it comes from, as the beginning of a sentence: {@code Field 'sender'}
     * @throws InvalidInput when it is missing or no name
     */
    public static Person named(String what, String name) {
        Text.require(what, name, MAX_NAME);
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            throw new InvalidInput(what + " is one line without control characters.");
        }
        return new Person(name);
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
