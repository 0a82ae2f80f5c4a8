package dev.parley.channel;

import org.owasp.encoder.Encode;

/**
 * Someone who speaks, listens or types: who is the same in all is the same person. So two of one name are two where they are known
 * by more than that, and one user on two devices is one.
 *
 * @param name 1 to 64 characters on one line (see {@link PersonName}), not yet escaped
 */
public record Person(String name, PersonId id) implements Comparable<Person> {
    /** Behind the name, where instances tell each other more than that; no name has it. */
    private static final char MORE = '\u0001';

    /** Someone of whom only the name is known. */
    public Person(String name) {
        this(name, PersonId.NONE);
    }

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

    /**
     * What {@link #written} has written, on whatever instance.
     *
     * @throws InvalidInput when it is something else
     */
    public static Person read(String written) {
        int end = written.indexOf(MORE);
        return end < 0
                ? named("A name", written)
                : named("A name", written.substring(0, end)).with(PersonId.read(written.substring(end + 1)));
    }

    /** The same name, and what tells them from others of it. */
    public Person with(PersonId known) {
        return new Person(name, known);
    }

    /** The name as it is shown: safe to insert in a page. */
    public String html() {
        return Encode.forHtml(name);
    }

    /** As instances tell each other of someone: the name, and behind U+0001 what else is known. */
    public String written() {
        return id.isNone() ? name : name + MORE + id.written();
    }

    /** By names. */
    @Override
    public int compareTo(Person other) {
        return written().compareTo(other.written());
    }
}
