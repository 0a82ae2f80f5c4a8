package clients;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What every program here does with a message: a line of JSON, at once. */
final class Heard {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Heard() {}

    static synchronized void message(String id, String data) {
        try {
            ObjectNode line = JSON.createObjectNode().put("id", id);
            line.set("message", JSON.readTree(data));
            System.out.println(line);
            System.out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Messages, and the custom events that the tests say; not the events about the stream. */
    static boolean isSaid(String event) {
        return event == null || event.isEmpty() || event.equals("message") || event.equals("note");
    }
}
