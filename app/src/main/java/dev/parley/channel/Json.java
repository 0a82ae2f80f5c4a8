package dev.parley.channel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** One strict reader of JSON for all that comes from outside; numbers keep every digit they came with. */
public final class Json {
    public static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Deep enough for what people send; what nests deeper is read, escaped and written by methods that call themselves. */
    private static final int MAX_DEPTH = 64;

    // Jackson's table of field names is shared by all requests, and names that collide in it fail those of others.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /**
     * Reads an object.
     *
     * @throws InvalidInput when the text is no single JSON object, or nests deeper than 64 levels
     */
    public static JsonNode object(String text) {
        try {
            JsonNode value = MAPPER.readTree(text);
            if (value.isObject()) {
                return value;
            }
        } catch (StreamConstraintsException e) {
            throw new InvalidInput("The JSON nests deeper than " + MAX_DEPTH
                    + " levels, or a number or a name in it is too" + " long.");
        } catch (JsonProcessingException e) {
            throw new InvalidInput("The JSON can't be read" + place(e.getLocation()) + ".");
        } catch (NumberFormatException e) {
            throw new InvalidInput("The JSON has a number with too large an exponent."); // Jackson lets it through
        }
        throw new InvalidInput(
                "The JSON is not an object; send something like {\"sender\":\"mason\",\"message\":\"hi\"}.");
    }

    /**
     * The same JSON without the characters at which some readers split lines though the standard does not: U+0085, U+2028 and
     * U+2029 become escapes. Whoever wrote it and wherever it was stored, this is the last thing before the wire.
     */
    public static String onOneLine(String json) {
        if (json.indexOf('\u0085') < 0 && json.indexOf('\u2028') < 0 && json.indexOf('\u2029') < 0) {
            return json;
        }
        return json.replace("\u0085", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : " near line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
