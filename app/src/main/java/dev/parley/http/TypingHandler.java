package dev.parley.http;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Draft;
import dev.parley.channel.Person;
import dev.parley.http.request.ChannelPath;
import dev.parley.http.request.PostedFields;
import dev.parley.redis.Notices;
import dev.parley.redis.Redis;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;

/** {@code POST /{channel}/typing}: someone is typing, for the next few seconds. */
final class TypingHandler implements Handler {
    private final Notices notices;

    TypingHandler(Notices notices) {
        this.notices = notices;
    }

    @Override
    public void handle(Context ctx) {
        ChannelName channel = ChannelPath.read(ctx);
        Person person = Draft.sender(PostedFields.read(ctx).text("sender"));
        Redis.await(notices.tellTyping(channel, person));
        ctx.status(HttpStatus.NO_CONTENT);
    }
}
