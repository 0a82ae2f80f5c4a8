package dev.parley.http.request;

import dev.parley.channel.Draft;
import dev.parley.channel.Person;
import dev.parley.channel.PersonId;
import dev.parley.identity.Digest;
import java.util.function.UnaryOperator;

/**
 * Who speaks, as far as that is known before it is read what they say.
 *
 * @param sender under which name someone speaks who gives this one, or null for none
 * @param id what tells them from others of their name
 * @param author of what is said under idempotency keys, which are each author's own; null for a guest who is known by their name only
 */
public record Speaker(UnaryOperator<String> sender, PersonId id, String author) {
    private static final int DIGITS = 16;

    /**
     * Who it is under a name.
     *
     * @param given null for none
     * @throws dev.parley.channel.InvalidInput when there is none, or it is no name
     */
    public Person named(String given) {
        return Draft.sender(sender.apply(given)).with(id);
    }

    /** An author's key, other than that of any other author, and of which nobody can tell whose it is. */
    String own(String key, String name) {
        String whose = author == null ? "guest:" + name : author;
        return Digest.of(whose).substring(0, DIGITS) + ":" + key;
    }
}
