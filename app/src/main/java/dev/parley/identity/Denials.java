package dev.parley.identity;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose credentials don't hold any more, though they have not expired: as instances write it down for each other, {@code user:42},
 * {@code token:<jti>} or {@code session:<sid>} with the time before which what was issued is over (ms since 1970), and {@code
 * kick:42} with the time until which nobody of that name gets in.
 */
public final class Denials {
    public static final Denials NONE = new Denials(Map.of());

    private static final Pattern ENTRY = Pattern.compile("(\\d{1,15}) (\\d{1,15})");

    /** Why. */
    public enum Denial {
        /** What was issued up to then is over; a new one holds. */
        REVOKED,
        /** The user is out for a moment. */
        KICKED
    }

    /** Whom or what an entry is about. */
    public enum Subject {
        USER,
        TOKEN,
        SESSION,
        KICK;

        /** As it is written. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The name of the entry. */
        public String of(String id) {
            return label() + ":" + id;
        }
    }

    private final Map<String, Long> times = new HashMap<>();

    private Denials(Map<String, String> entries) {
        entries.forEach((name, text) -> {
            Matcher entry = ENTRY.matcher(text);
            if (entry.matches()) {
                times.put(name, Long.parseLong(entry.group(name.startsWith("kick:") ? 2 : 1)));
            }
        });
    }

    /**
     * Those that are written down.
     *
     * @param entries each as {@code <issued before> <until>}, in ms; what is none is left out
     */
    public static Denials of(Map<String, String> entries) {
        return new Denials(entries);
    }

    /**
     * Why this one does not hold; empty when it does.
     *
     * @param now in ms since 1970
     */
    public Optional<Denial> of(Identity identity, long now) {
        return of(identity.user(), identity.term(), now);
    }

    /**
     * The same of what is left of one.
     *
     * @param user null for who is not verified, of whom nothing is denied
     */
    public Optional<Denial> of(String user, Term term, long now) {
        if (times.isEmpty() || user == null) {
            return Optional.empty();
        }
        if (times.getOrDefault(Subject.KICK.of(user), 0L) > now) {
            return Optional.of(Denial.KICKED);
        }
        boolean isOver = isOver(Subject.USER, user, term)
                || isOver(Subject.TOKEN, term.token(), term)
                || isOver(Subject.SESSION, term.session(), term);
        return isOver ? Optional.of(Denial.REVOKED) : Optional.empty();
    }

    /**
     * Whether a user's credentials of that time are over.
     *
     * @param since in s since 1970
     */
    public boolean isRevoked(String user, long since) {
        return isOver(Subject.USER, user, new Term(since, Long.MAX_VALUE, null, null));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Denials denials && times.equals(denials.times);
    }

    @Override
    public int hashCode() {
        return times.hashCode();
    }

    /** In whole seconds, as tokens have them: one of the same second is over, too. */
    private boolean isOver(Subject subject, String id, Term term) {
        Long before = id == null ? null : times.get(subject.of(id));
        return before != null && term.since() <= before / 1_000;
    }
}
