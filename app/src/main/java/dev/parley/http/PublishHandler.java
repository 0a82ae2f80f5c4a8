package dev.parley.http;

import dev.parley.channel.ChannelName;
import dev.parley.http.request.ChannelPath;
import dev.parley.http.request.PostedForm;
import dev.parley.redis.Publisher;
import dev.parley.redis.Publisher.Published;
import dev.parley.redis.Redis;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;

/** {@code POST /{channel}}: someone says something. They hear it themselves like everybody else, through Redis. */
final class PublishHandler implements Handler {
    private final Publisher publisher;

    PublishHandler(Publisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public void handle(Context ctx) {
        ChannelName channel = ChannelPath.read(ctx);
        PostedForm form = PostedForm.read(ctx);
        Published published = Redis.await(publisher.publish(channel, form.draft(), form.idempotencyKey()));
        ctx.status(published.first() ? HttpStatus.CREATED : HttpStatus.OK)
                .contentType("application/json")
                .result("{\"id\":\"" + published.id() + "\",\"at\":" + published.at() + "}");
    }
}
