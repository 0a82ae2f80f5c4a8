package dev.parley.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.channel.Draft;
import dev.parley.channel.InvalidInput;
import dev.parley.channel.Json;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.util.UrlEncoded;

/** The body of a POST, a form or JSON, as what it says and the key under which it is said once. */
record PostedForm(Draft draft, Optional<String> idempotencyKey) {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int MAX_FIELDS = 16;

    /** @throws InvalidInput when a field is missing or wrong */
    static PostedForm read(Context ctx) {
        JsonNode fields = fields(ctx);
        return new PostedForm(draft(fields), idempotencyKey(ctx.header("Idempotency-Key"), fields));
    }

    private static JsonNode fields(Context ctx) {
        String type = mediaType(ctx.contentType());
        if (type.equals("application/json")) {
            return Json.object(text(ctx));
        }
        if (type.equals("application/x-www-form-urlencoded")) {
            return form(text(ctx));
        }
        throw new Problem(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
                "Send the header Content-Type: application/x-www-form-urlencoded or application/json.");
    }

    private static String mediaType(String contentType) {
        return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static String text(Context ctx) {
        byte[] body = ctx.bodyAsBytes();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new InvalidInput("The body is not UTF-8.");
        }
    }

    private static JsonNode form(String text) {
        ObjectNode fields = Json.NODES.objectNode();
        try {
            UrlEncoded.decodeUtf8To(text, 0, text.length(), (name, value) -> {
                if (fields.size() == MAX_FIELDS) {
                    throw new InvalidInput("A form has at most " + MAX_FIELDS + " fields.");
                }
                fields.put(name, value);
            });
        } catch (IllegalArgumentException e) {
            throw new InvalidInput("The form is not percent-encoded UTF-8.");
        }
        return fields;
    }

    private static Draft draft(JsonNode fields) {
        if (!fields.has("event")) {
            return Draft.message(text(fields, "sender"), text(fields, "message"));
        }
        if (fields.has("message")) {
            throw new InvalidInput("Send either 'message' or 'event', not both.");
        }
        return Draft.event(text(fields, "event"), fields.get("data"));
    }

    private static Optional<String> idempotencyKey(String header, JsonNode fields) {
        String key = header != null ? header : text(fields, "key");
        if (key != null && !KEY.matcher(key).matches()) {
            throw new InvalidInput("An idempotency key has 1 to 64 of the characters A-Z a-z 0-9 _ -");
        }
        return Optional.ofNullable(key);
    }

    /** Null when the field is missing. */
    private static String text(JsonNode fields, String name) {
        JsonNode value = fields.get(name);
        if (value != null && !value.isTextual()) {
            throw new InvalidInput("Field '" + name + "' is a string.");
        }
        return value == null ? null : value.textValue();
    }
}
