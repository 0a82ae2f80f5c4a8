package dev.parley.channel;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads a raw message: something published to a channel by other means than Parley, such as
 * {@code redis-cli publish chat:everyone 'deploying'}. There is nobody to send an error to, so whatever can be shown is
 * taken: a JSON object with a good {@code message} (and {@code sender}) is that message, anything else is plain text from
 * {@code system}; bytes that are no UTF-8 become U+FFFD.
 */
public final class Injection {
    private static final int MAX_BYTES = 16 * 1024;

    /** So that the event which tells it stays below 64 KiB. */
    private static final int MAX_STORED_BYTES = 48 * 1024;

    private static final Person DEFAULT_SENDER = new Person("system");

    private Injection() {}

    /** The message in a raw payload; empty when it has nothing to show or is larger than 16 KiB, 48 KiB when escaped. */
    public static Optional<Draft> read(byte[] payload) {
        if (payload.length > MAX_BYTES) {
            return Optional.empty();
        }
        String text = withoutByteOrderMark(new String(payload, StandardCharsets.UTF_8));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(readObject(text).orElseGet(() -> Draft.said(DEFAULT_SENDER, text)))
                .filter(draft -> draft.bytes() <= MAX_STORED_BYTES);
    }

    private static Optional<Draft> readObject(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        try {
            JsonNode object = Json.object(text);
            String message = object.path("message").textValue();
            if (message == null || message.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(Draft.said(sender(object), message));
        } catch (InvalidInput notAMessage) {
            return Optional.empty(); // so it is plain text that looks like JSON
        }
    }

    private static Person sender(JsonNode object) {
        JsonNode sender = object.path("sender");
        return sender.isMissingNode() || sender.isNull()
                ? DEFAULT_SENDER
                : Person.named("Member 'sender'", sender.textValue());
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
