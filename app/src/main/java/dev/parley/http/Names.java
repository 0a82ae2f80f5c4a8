package dev.parley.http;

import dev.parley.channel.Person;
import dev.parley.channel.PersonId;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Refusal;
import dev.parley.http.request.Speaker;
import dev.parley.identity.Browser;
import dev.parley.identity.Identity;
import dev.parley.redis.shared.Tags;
import java.util.Objects;

/**
 * As whom someone is shown: under which name, a verified person under theirs only, unless their token allows others; and by what they
 * are told from others of that name.
 */
final class Names {
    private final Tags tags;

    Names(Tags tags) {
        this.tags = tags;
    }

    /**
     * Under which name.
     *
     * @param given what the request says; null when it says nothing
     * @return null when nobody says who it is
     * @throws Problem when it is another's name
     */
    private static String of(Identity who, String given) {
        if (given == null || given.equals(who.name())) {
            return who.name();
        }
        if (who.isVerified()
                && !who.maySpeakAs(Person.named("Field 'sender'", given).name())) {
            throw new Problem(
                            Refusal.SENDER,
                            "Your token says that you are called otherwise; leave the name out, or use that of the token.")
                    .with("reason", "sender");
        }
        return given;
    }

    /**
     * Makes sure that it is still the same user, or still nobody, whose words a page has kept.
     *
     * @param user as the request says, empty for nobody; null when it does not say
     * @throws Problem when it is another
     */
    static void requireSame(Identity who, String user) {
        if (user != null && !user.equals(Objects.requireNonNullElse(who.user(), ""))) {
            throw new Problem(Refusal.SENDER, "That is not from who is signed in now.").with("reason", "sender");
        }
    }

    /**
     * Who speaks or types.
     *
     * @param browser null when it does not make itself known
     */
    Speaker speaker(Identity who, Browser browser) {
        PersonId id = id(who, browser);
        String author = switch (who.kind()) {
            case GUEST -> id.isNone() ? null : "tag:" + id.value();
            case USER -> "user:" + who.user();
            case PROGRAM -> "program:" + who.name();
        };
        return new Speaker(given -> of(who, given), id, author);
    }

    /**
     * What tells them from others of their name. A program speaks for many.
     *
     * @param browser null when it does not make itself known
     * @throws dev.parley.redis.link.RedisAway when its tag can't be known yet
     */
    PersonId id(Identity who, Browser browser) {
        return switch (who.kind()) {
            case GUEST -> browser == null ? PersonId.NONE : tags.of(browser);
            case USER -> PersonId.user(who.user());
            case PROGRAM -> PersonId.NONE;
        };
    }

    /**
     * Who listens.
     *
     * @param given null when the request gives no name, and whoever is known is shown
     * @return null for one who is not to be shown
     */
    static Person listener(Identity who, String given, PersonId id) {
        if (given != null && given.isEmpty()) {
            return null;
        }
        if (!who.isVerified()) {
            return given == null
                    ? null
                    : Person.ofGuest("Query parameter 'name'", given).with(id);
        }
        return Person.named("Query parameter 'name'", of(who, given)).with(id);
    }
}
