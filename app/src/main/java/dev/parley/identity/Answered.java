package dev.parley.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.channel.InvalidInput;
import dev.parley.channel.Json;
import dev.parley.channel.Person;
import java.time.Instant;
import java.util.List;

/** What an {@link Authority} says of someone: {@code {"user":"42","name":"Ana","grants":{"listen":["team-7"]},"for":60}}. */
public final class Answered {
    private static final long USUAL_SECONDS = 60;
    private static final long MAX_SECONDS = 3_600;
    private static final int MAX_DETAIL = 200;

    private Answered() {}

    /**
     * Who that is.
     *
     * @param users what they may when nothing is said of it
     * @throws InvalidInput when it is not what it must be
     */
    public static Identity read(String answer, Grants users, PrivateNames privately, Instant now) {
        JsonNode json = Json.object(answer);
        String user = json.path("user").isIntegralNumber()
                ? json.path("user").asText()
                : json.path("user").textValue();
        Person.named("The member 'user'", user);
        JsonNode name = json.path("name");
        JsonNode grants = json.path("grants");
        long seconds = json.has("for") ? json.path("for").asLong() : USUAL_SECONDS;
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw new InvalidInput("The member 'for' is a number of seconds up to " + MAX_SECONDS + ".");
        }
        return new Identity(
                Identity.Kind.USER,
                user,
                Person.named("The member 'name'", name.isTextual() ? name.textValue() : user)
                        .name(),
                (grants.isObject() ? Grants.of(grants) : users).of(user),
                privately,
                new Term(now.getEpochSecond(), now.plusSeconds(seconds).toEpochMilli(), null, null),
                List.of());
    }

    /** It knows nobody of that kind. */
    public static Rejected nobody() {
        return new Rejected(Rejected.Fault.UNFIT, "Your sign-in does not hold here (any more); sign in again.");
    }

    /** It knows them, and lets them in nowhere. */
    public static Rejected barred(String detail) {
        return new Rejected(
                Rejected.Fault.BARRED,
                detail.isBlank() || detail.length() > MAX_DETAIL ? "You may not use this chat." : detail);
    }
}
