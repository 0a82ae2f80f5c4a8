package dev.parley.http;

import dev.parley.channel.ChannelName;
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
    private final Names names;
    private final InFlight typings;

    TypingHandler(Notices notices, Gate gate, Names names, InFlight typings) {
        this.notices = notices;
        this.gate = gate;
        this.names = names;
        this.typings = typings;
    }

    @Override
    public void handle(Context ctx) {
        ChannelName channel = ChannelPath.read(ctx);
        PostedFields fields = PostedFields.read(ctx);
        Person person = names.speaker(gate.who(ctx), fields.browser()).named(fields.text("sender"));
        typings.answer(ctx, () -> notices.tellTyping(channel, person), heardBy -> ctx.status(HttpStatus.NO_CONTENT));
    }
}
