package dev.parley.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.regex.Pattern;
import org.owasp.encoder.Encode;

/**
 * What tells someone from others of their name: who is verified has the id of a user, a guest the tag of their browser, if it
 * makes itself known; others have nothing.
 *
 * @param value the id, not yet escaped, or the tag; empty for nothing
 */
public record PersonId(Kind kind, String value) {
    /** Which of them it is. */
    public enum Kind {
        USER,
        TAG,
        NONE;

        /** The member of an object that says it. */
        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final PersonId NONE = new PersonId(Kind.NONE, "");

    private static final Pattern TAG = Pattern.compile("[a-z2-7]{8}");
    private static final int MAX_USER = 64;

    /** That of a verified person, whose id was checked where it comes from. */
    public static PersonId user(String id) {
        return new PersonId(Kind.USER, id);
    }

    /** That of a guest's browser. */
    public static PersonId tag(String tag) {
        return new PersonId(Kind.TAG, tag);
    }

    public boolean isNone() {
        return kind == Kind.NONE;
    }

    /** Says it as a member {@code user} or {@code tag} of an object, safe to insert in a page; nothing, if there is nothing. */
    public void addTo(ObjectNode json) {
        if (!isNone()) {
            json.put(kind.label(), Encode.forHtml(value));
        }
    }

    /** As instances tell it to each other: {@code u42}, {@code tk3f9abcd}. */
    String written() {
        return kind.label().charAt(0) + value;
    }

    /**
     * What {@link #written} has written.
     *
     * @throws InvalidInput when it is something else, such as of a kind that is not known here yet
     */
    static PersonId read(String written) {
        String value = written.isEmpty() ? "" : written.substring(1);
        if (written.startsWith("t") && TAG.matcher(value).matches()) {
            return tag(value);
        }
        if (written.startsWith("u") && value.codePoints().noneMatch(Character::isISOControl)) {
            return user(Text.require("A user's id", value, MAX_USER));
        }
        throw new InvalidInput("That is neither a user nor a tag.");
    }
}
