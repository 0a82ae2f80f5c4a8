package dev.parley.channel;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A published message or custom event: it has an id, a time and a place in the channel's history.
 *
 * @param json one JSON object on one line, HTML-escaped, without the id: {@code {"sender":…,"message":…,"at":…}}, see {@link Draft}, or
 *     {@code {"event":…,"data":{…},"at":…}}, members in this order, as {@code append.lua} wrote it
 */
public record Message(EventId id, String json) {
    private static final String CUSTOM = "{\"event\":\"";
    private static final String DATA = "\",\"data\":";
    private static final String AT = ",\"at\":";
    private static final Pattern TIME = Pattern.compile(",\"at\":\\d{1,18}}");

    /** Empty when the JSON has another form, and so was written by someone else. */
    public static Optional<Message> read(EventId id, String json) {
        int at = json.lastIndexOf(AT);
        boolean whole = json.startsWith("{")
                && TIME.matcher(json.substring(Math.max(0, at))).matches();
        boolean oneLine = json.indexOf('\n') < 0 && json.indexOf('\r') < 0;
        boolean hasData = !json.startsWith(CUSTOM)
                || (json.indexOf(DATA) >= CUSTOM.length() && json.indexOf(DATA) + DATA.length() <= at);
        return whole && oneLine && hasData ? Optional.of(new Message(id, json)) : Optional.empty();
    }

    /** When it was published, in ms since 1970, by Redis' clock. */
    public long at() {
        return Long.parseLong(json, json.lastIndexOf(AT) + AT.length(), json.length() - 1, 10);
    }

    /** The message as one JSON object that begins with its id. */
    public String jsonWithId() {
        return "{\"id\":\"" + id + "\"," + json.substring(1);
    }

    /** The message as an SSE event, as it goes over the wire. */
    public byte[] frame() {
        String shown = Shortened.of(json, json.substring(json.lastIndexOf(AT)));
        return shown.startsWith(CUSTOM) ? customFrame(shown) : Frame.of(id.toString(), shown);
    }

    // The event's name has no quotes and "at" is always the last member, so the parts are found without parsing.
    private byte[] customFrame(String json) {
        int nameEnd = json.indexOf(DATA);
        String name = json.substring(CUSTOM.length(), nameEnd);
        String data = json.substring(nameEnd + DATA.length(), json.lastIndexOf(AT));
        return Frame.of(id.toString(), name, data);
    }
}
