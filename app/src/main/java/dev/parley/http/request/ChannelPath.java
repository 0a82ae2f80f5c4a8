package dev.parley.http.request;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Channels;
import dev.parley.channel.Family;
import dev.parley.channel.InvalidInput;
import dev.parley.http.problem.Problem;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;

/** The channel that a request's path names. */
public final class ChannelPath {
    /** First path segments that are, or will be, something else. */
    private static final Set<String> RESERVED = Set.of(
            "subscribe",
            "channels",
            "assets",
            "metrics",
            "healthz",
            "readyz",
            "favicon.ico",
            "tickets",
            "session",
            "operator");

    private ChannelPath() {}

    /**
     * The decoded path parameter {@code channel}.
     *
     * @throws dev.parley.channel.InvalidInput when it is no channel name
     * @throws Problem when it is reserved
     */
    public static ChannelName read(Context ctx) {
        String name = ctx.pathParam("channel");
        requireUnreserved(name);
        if (Family.isMeant(name)) {
            throw new InvalidInput("A family of channels can only be listened to, as with /subscribe/user-42:*;"
                    + " name one of its channels here.");
        }
        return new ChannelName(name);
    }

    /** The decoded path parameter {@code channel}, as one or several names; errors as {@link #read}. */
    public static Channels readAll(Context ctx) {
        Channels channels = Channels.parse(ctx.pathParam("channel"));
        channels.names().forEach(channel -> requireUnreserved(channel.value()));
        return channels;
    }

    /** The same as it is written, one name or pattern each. */
    public static List<String> parts(Context ctx) {
        return List.of(ctx.pathParam("channel").split(",", -1));
    }

    /** Whether nobody can get there, since its path is something else; a raw message can still name it. */
    public static boolean isReserved(String name) {
        return RESERVED.contains(name);
    }

    private static void requireUnreserved(String name) {
        if (isReserved(name)) {
            throw Problem.notFound();
        }
    }
}
