package dev.parley.http.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.channel.InvalidInput;
import dev.parley.channel.Json;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Refusal;
import dev.parley.http.transfer.BodyReader;
import dev.parley.identity.Browser;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.util.UrlEncoded;

/** The fields of a POST's body, which is a form or JSON, in UTF-8. */
public record PostedFields(JsonNode json) {
    private static final int MAX_FIELDS = 16;

    /**
     * Reads the body.
     *
     * @throws InvalidInput when it is not what its type says
     * @throws Problem when it is of another type, encoded, too large or cut short
     */
    public static PostedFields read(Context ctx) {
        requireIdentity(ctx.header("Content-Encoding"));
        String type = mediaType(ctx.header("Content-Type"));
        if (type.equals("application/json")) {
            return new PostedFields(Json.object(body(ctx)));
        }
        if (type.equals("application/x-www-form-urlencoded")) {
            return new PostedFields(form(body(ctx)));
        }
        throw new Problem(
                Refusal.UNSUPPORTED_TYPE,
                "Send the header Content-Type: application/x-www-form-urlencoded or application/json.");
    }

    boolean has(String name) {
        return json.has(name);
    }

    /** Null when the field is missing. */
    JsonNode value(String name) {
        return json.get(name);
    }

    /**
     * Null when the field is missing.
     *
     * @throws InvalidInput when it is no text
     */
    public String text(String name) {
        JsonNode value = json.get(name);
        if (value != null && !value.isTextual()) {
            throw new InvalidInput("Field '" + name + "' is a string.");
        }
        return value == null ? null : value.textValue();
    }

    /**
     * The browser that the field of this name tells; null when it is missing.
     *
     * @throws InvalidInput when it is none
     */
    public Browser browser() {
        return Browser.of("Field 'browser'", text("browser"));
    }

    /** Nothing is unpacked here, so that nothing small becomes large. */
    private static void requireIdentity(String encoding) {
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            throw new Problem(Refusal.UNSUPPORTED_TYPE, "Send the body as it is, without Content-Encoding.");
        }
    }

    private static String mediaType(String contentType) {
        return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static String body(Context ctx) {
        byte[] body = BodyReader.body(ctx);
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
}
