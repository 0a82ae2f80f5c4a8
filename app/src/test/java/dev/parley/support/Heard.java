package dev.parley.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** On a stream of several channels: the one that it belongs to, the first of its id. */
    public String channel() {
        return positions().keySet().iterator().next();
    }

    /** On a stream of several channels: where the stream stood in each, in the order of the id. */
    public Map<String, String> positions() {
        Map<String, String> positions = new LinkedHashMap<>();
        for (String part : id.split(",", -1)) {
            String[] position = part.split("=", 2);
            String twice = positions.put(URLDecoder.decode(position[0], StandardCharsets.UTF_8), position[1]);
            if (twice != null) {
                throw new AssertionError("a channel is twice in " + id);
            }
        }
        return positions;
    }

    /** Its own id: all of the id line on a stream of one channel, the first position on others. */
    public String ownId() {
        return id.replaceFirst("^[^=]*=", "").replaceFirst(",.*", "");
    }

    public long epoch() {
        return Long.parseLong(ownId().substring(0, ownId().indexOf('-')));
    }

    public long n() {
        return Long.parseLong(ownId().substring(ownId().indexOf('-') + 1));
    }

    /** Those who are here, or who type, as a presence or typing event lists them. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        json().path(type.equals("typing") ? "names" : "members").forEach(name -> names.add(name.textValue()));
        return names;
    }
}
