package dev.parley.wire.hub;

import dev.parley.wire.http.Request;
import java.util.List;
import java.util.Optional;

/** nchan: its locations are the configuration's, so they are told. Several channels are joined by commas. */
public final class NchanDialect implements Dialect {
    private static final String CHANNEL = "{channel}";

    private final String listenPath;
    private final String publishPath;

    /**
     * At two paths.
     *
     * @param listenPath with {@code {channel}} in it, as {@code publishPath}
     */
    public NchanDialect(String listenPath, String publishPath) {
        this.listenPath = listenPath;
        this.publishPath = publishPath;
    }

    @Override
    public String name() {
        return "nchan";
    }

    @Override
    public Request listen(List<String> channels) {
        return Request.stream(listenPath.replace(CHANNEL, String.join(",", channels)));
    }

    @Override
    public Optional<Request> say(String channel, String text, String key) {
        return Optional.of(Request.post(publishPath.replace(CHANNEL, channel), "text/plain", text));
    }

    /** README, "EventSource": a header of the publisher names the event. */
    @Override
    public Optional<Request> sayNamed(String channel, String event, String text) {
        return say(channel, text, "").map(request -> request.with("X-EventSource-Event", event));
    }

    @Override
    public boolean hasManyChannels() {
        return true;
    }

    /** The publisher's location tells about its channel. */
    @Override
    public Optional<Request> countListeners(String channel) {
        return Optional.of(Request.get(publishPath.replace(CHANNEL, channel)).with("Accept", "text/json"));
    }

    @Override
    public int listeners(String answer) {
        return Json.read(answer).path("subscribers").asInt(-1);
    }
}
