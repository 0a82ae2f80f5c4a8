package dev.parley.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** One SSE event as it came: its id line, its type ("message" by default) and its data. */
public record Heard(String id, String type, String data) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public JsonNode json() {
        try {
            return JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + data, e);
        }
    }

    public String text() {
        return json().path("message").textValue();
    }

    public long epoch() {
        return Long.parseLong(id.substring(0, id.indexOf('-')));
    }

    public long n() {
        return Long.parseLong(id.substring(id.indexOf('-') + 1));
    }
}
