package dev.parley.http;

import dev.parley.channel.ChannelName;
import io.javalin.http.Context;
import java.util.Set;

/** The channel that a request's path names. */
final class ChannelPath {
    /** First path segments that are, or will be, something else. */
    private static final Set<String> RESERVED =
            Set.of("subscribe", "channels", "assets", "metrics", "healthz", "readyz", "favicon.ico");

    private ChannelPath() {}

    /**
     * The decoded path parameter {@code channel}.
     *
     * @throws dev.parley.channel.InvalidInput when it is no channel name
     */
    static ChannelName channel(Context ctx) {
        return new ChannelName(ctx.pathParam("channel"));
    }

    /** The same where the channel is the first segment of the path. */
    static ChannelName firstSegment(Context ctx) {
        if (RESERVED.contains(ctx.pathParam("channel"))) {
            throw Problem.notFound();
        }
        return channel(ctx);
    }
}
