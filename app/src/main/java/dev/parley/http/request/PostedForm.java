package dev.parley.http.request;

import dev.parley.channel.Draft;
import dev.parley.channel.InvalidInput;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a POST says.
 *
 * @param idempotencyKey the key under which its author says it once
 */
public record PostedForm(Draft draft, boolean isEvent, Optional<String> idempotencyKey) {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /**
     * Reads the fields.
     *
     * @param keyHeader the header Idempotency-Key; null when there is none
     * @throws InvalidInput when a field is missing or wrong
     */
    public static PostedForm of(PostedFields fields, String keyHeader, Speaker who) {
        Optional<String> key = idempotencyKey(keyHeader, fields);
        return new PostedForm(
                draft(fields, who), fields.has("event"), key.map(each -> who.own(each, fields.text("sender"))));
    }

    private static Draft draft(PostedFields fields, Speaker who) {
        if (!fields.has("event")) {
            return Draft.message(who.named(fields.text("sender")), fields.text("message"));
        }
        if (fields.has("message")) {
            throw new InvalidInput("Send either 'message' or 'event', not both.");
        }
        return Draft.event(fields.text("event"), fields.value("data"));
    }

    private static Optional<String> idempotencyKey(String header, PostedFields fields) {
        String key = header != null ? header : fields.text("key");
        if (key != null && !KEY.matcher(key).matches()) {
            throw new InvalidInput("An idempotency key has 1 to 64 of the characters A-Z a-z 0-9 _ -");
        }
        return Optional.ofNullable(key);
    }
}
