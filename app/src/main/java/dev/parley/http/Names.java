package dev.parley.http;

import dev.parley.channel.Person;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Refusal;
import dev.parley.http.request.Speaker;
import dev.parley.identity.Identity;

/** Under which name someone is shown: a verified person under theirs only, unless their token allows others. */
final class Names {
    private Names() {}

    /**
     * Who speaks or types.
     *
     * @param given what the request says; null when it says nothing
     * @return null when nobody says who it is
     * @throws Problem when it is another's name
     */
    static String of(Identity who, String given) {
        if (given == null) {
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

    /** The same, and whose idempotency keys are used. */
    static Speaker speaker(Identity who) {
        String author = switch (who.kind()) {
            case GUEST -> null;
            case USER -> "user:" + who.user();
            case PROGRAM -> "program:" + who.name();
        };
        return new Speaker(given -> of(who, given), who.user(), author);
    }

    /**
     * Who listens.
     *
     * @param given null when the request gives no name, and whoever is known is shown
     * @return null for one who is not to be shown
     */
    static Person listener(Identity who, String given) {
        if (given != null && given.isEmpty()) {
            return null;
        }
        if (!who.isVerified()) {
            return given == null ? null : Person.ofGuest("Query parameter 'name'", given);
        }
        return Person.named("Query parameter 'name'", of(who, given));
    }
}
