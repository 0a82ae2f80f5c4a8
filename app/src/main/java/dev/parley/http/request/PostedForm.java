package dev.parley.http.request;

import dev.parley.channel.Draft;
import dev.parley.channel.InvalidInput;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a POST says, and the key under which it is said once. */
public record PostedForm(Draft draft, Optional<String> idempotencyKey) {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /**
     * Reads the body and the header Idempotency-Key.
     *
     * @throws InvalidInput when a field is missing or wrong
     */
    public static PostedForm read(Context ctx) {
        PostedFields fields = PostedFields.read(ctx);
        return new PostedForm(draft(fields), idempotencyKey(ctx.header("Idempotency-Key"), fields));
    }

    private static Draft draft(PostedFields fields) {
        if (!fields.has("event")) {
            return Draft.message(fields.text("sender"), fields.text("message"));
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
