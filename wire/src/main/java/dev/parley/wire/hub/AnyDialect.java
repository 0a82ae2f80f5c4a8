package dev.parley.wire.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.wire.http.Request;
import dev.parley.wire.sse.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A server of which only an address is known. It is spoken to by a command, or not at all. */
public final class AnyDialect implements Dialect {
    private static final String CHANNEL = "{channel}";

    private final String target;

    /**
     * At an address.
     *
     * @param target path and query of the stream, with {@code {channel}} in it where there are several
     */
    public AnyDialect(String target) {
        this.target = target;
    }

    @Override
    public String name() {
        return "any";
    }

    @Override
    public Request listen(List<String> channels) {
        return Request.stream(target.replace(CHANNEL, Request.encode(channels.get(0))));
    }

    @Override
    public Optional<Request> say(String channel, String text, String key) {
        return Optional.empty();
    }

    /** The data, and every string in it if it is JSON. */
    @Override
    public List<String> texts(Block block) {
        List<String> texts = new ArrayList<>();
        if (block.hasData()) {
            texts.add(block.data());
            strings(Json.read(block.data()), texts);
        }
        return texts;
    }

    @Override
    public String whyOneChannel() {
        return "nothing is known of several channels";
    }

    @Override
    public boolean choosesChannels() {
        return target.contains(CHANNEL);
    }

    private static void strings(JsonNode node, List<String> into) {
        if (node.isTextual()) {
            into.add(node.asText());
        }
        node.forEach(child -> strings(child, into));
    }
}
