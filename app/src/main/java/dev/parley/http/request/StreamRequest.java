package dev.parley.http.request;

import dev.parley.channel.Channels;
import dev.parley.channel.Cursor;
import dev.parley.channel.InvalidInput;
import dev.parley.identity.Browser;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;

/**
 * What someone asks for who asks for an event stream.
 *
 * @param cursorText the cursor as it was given; empty when there is none, or none that can be read
 * @param last how many past messages a channel without a position begins with
 * @param name as it was given; null when none was, empty for one who is not to be shown
 * @param browser null when it does not make itself known
 * @param heartbeat how long the stream may be silent at most, as the client says; very long when it does not
 */
public record StreamRequest(
        Channels channels,
        Cursor cursor,
        String cursorText,
        int last,
        String name,
        Browser browser,
        Duration heartbeat) {
    private static final int MAX_LAST = 200;
    private static final int MAX_HEARTBEAT_SECONDS = 60;
    private static final int FOR_EVER = Integer.MAX_VALUE;

    /** Libraries write their own one beside the one that the page began with, which comes last here therefore. */
    private static final List<String> CURSOR_PARAMETERS =
            List.of("lastEventId", "lastEventID", "last-event-id", "last_event_id");

    /**
     * Reads a request for a stream. A cursor in the header that can't be read is a position that no channel knows, since
     * clients that were cut within an id send back half of it, and for them a 400 would be final; in a parameter, which people
     * write, it is an error.
     *
     * @throws InvalidInput when a parameter or a channel is none
     * @throws dev.parley.http.problem.Problem when a channel's name is reserved
     */
    public static StreamRequest read(Context ctx) {
        Channels channels = ChannelPath.readAll(ctx);
        String text = ctx.header("Last-Event-ID");
        boolean isHeader = text != null && !text.isEmpty();
        if (!isHeader) {
            text = parameter(ctx);
        }
        Cursor cursor = text.isEmpty() ? Cursor.NONE : cursor(text, channels, isHeader);
        return new StreamRequest(
                channels,
                cursor,
                cursor.isKnown() ? text : "",
                Query.number(ctx, "last", 0, MAX_LAST, 0),
                ctx.queryParam("name"),
                Browser.of("Query parameter 'browser'", ctx.queryParam("browser")),
                Duration.ofSeconds(Query.number(ctx, "heartbeat", 1, MAX_HEARTBEAT_SECONDS, FOR_EVER)));
    }

    /** Of several values, the one that was written last; empty when there is none. */
    private static String parameter(Context ctx) {
        return CURSOR_PARAMETERS.stream()
                .map(ctx::queryParams)
                .filter(values -> !values.isEmpty())
                .map(values -> values.get(values.size() - 1))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static Cursor cursor(String text, Channels channels, boolean isHeader) {
        try {
            return Cursor.parse(text, channels);
        } catch (InvalidInput unreadable) {
            if (isHeader) {
                return Cursor.UNKNOWN;
            }
            throw unreadable;
        }
    }
}
