package dev.parley.http.request;

import dev.parley.identity.Digest;
import java.util.function.UnaryOperator;

/**
 * Who speaks, as far as that is known before it is read what they say.
 *
 * @param sender under which name someone speaks who gives this one, or null for none
 * @param user the verified person; null for others
 * @param author of what is said under idempotency keys, which are each author's own; null for a guest, who is known by their name
 */
public record Speaker(UnaryOperator<String> sender, String user, String author) {
    private static final int DIGITS = 16;

    /** An author's key, other than that of any other author, and of which nobody can tell whose it is. */
    String own(String key, String name) {
        String whose = author == null ? "guest:" + name : author;
        return Digest.of(whose).substring(0, DIGITS) + ":" + key;
    }
}
