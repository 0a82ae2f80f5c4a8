package dev.parley.http;

import dev.parley.channel.ChannelName;
import dev.parley.http.request.ChannelPath;
import dev.parley.http.request.PostedForm;
import dev.parley.redis.Publisher;
import dev.parley.redis.Publisher.Published;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;

/** {@code POST /{channel}}: someone says something. They hear it themselves like everybody else, through Redis. */
final class PublishHandler implements Handler {
    private final Publisher publisher;
    private final InFlight posts;

    PublishHandler(Publisher publisher, InFlight posts) {
        this.publisher = publisher;
        this.posts = posts;
    }

    @Override
    public void handle(Context ctx) {
        ChannelName channel = ChannelPath.read(ctx);
        PostedForm form = PostedForm.read(ctx);
        posts.answer(
                ctx,
                () -> publisher.publish(channel, form.draft(), form.idempotencyKey()),
                published -> answer(ctx, published));
    }

    private static void answer(Context ctx, Published published) {
        ctx.status(published.first() ? HttpStatus.CREATED : HttpStatus.OK)
                .contentType("application/json")
                .result("{\"id\":\"" + published.id() + "\",\"at\":" + published.at() + "}");
    }
}
