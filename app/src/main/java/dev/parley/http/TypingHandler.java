package dev.parley.http;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Draft;
import dev.parley.channel.Person;
import dev.parley.http.guard.Gate;
import dev.parley.http.request.ChannelPath;
import dev.parley.http.request.PostedFields;
import dev.parley.redis.shared.Notices;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;

/** {@code POST /{channel}/typing}: someone is typing, for the next few seconds. */
final class TypingHandler implements Handler {
    private final Notices notices;
    private final Gate gate;
    private final InFlight typings;

    TypingHandler(Notices notices, Gate gate, InFlight typings) {
        this.notices = notices;
        this.gate = gate;
        this.typings = typings;
    }

    @Override
    public void handle(Context ctx) {
        ChannelName channel = ChannelPath.read(ctx);
        Person person =
                Draft.sender(Names.of(gate.who(ctx), PostedFields.read(ctx).text("sender")));
        typings.answer(ctx, () -> notices.tellTyping(channel, person), heardBy -> ctx.status(HttpStatus.NO_CONTENT));
    }
}
