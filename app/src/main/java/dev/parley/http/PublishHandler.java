package dev.parley.http;

import dev.parley.channel.ChannelName;
import dev.parley.http.guard.AddressGuard;
import dev.parley.http.guard.Allowance;
import dev.parley.http.guard.Gate;
import dev.parley.http.request.ChannelPath;
import dev.parley.http.request.PostedFields;
import dev.parley.http.request.PostedForm;
import dev.parley.identity.Identity;
import dev.parley.identity.Verb;
import dev.parley.redis.log.Publisher;
import dev.parley.redis.log.Publisher.Published;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.util.Optional;

/** {@code POST /{channel}}: someone says something. They hear it themselves like everybody else, through Redis. */
final class PublishHandler implements Handler {
    private final Publisher publisher;
    private final InFlight posts;
    private final AddressGuard addresses;
    private final Gate gate;
    private final Names names;

    PublishHandler(Publisher publisher, InFlight posts, AddressGuard addresses, Gate gate, Names names) {
        this.publisher = publisher;
        this.gate = gate;
        this.names = names;
        this.posts = posts;
        this.addresses = addresses;
    }

    @Override
    public void handle(Context ctx) {
        ChannelName channel = ChannelPath.read(ctx);
        Identity who = gate.who(ctx);
        PostedFields fields = PostedFields.read(ctx);
        Names.requireSame(who, fields.text("if_user"));
        PostedForm form = PostedForm.of(fields, ctx.header("Idempotency-Key"), names.speaker(who, fields.browser()));
        gate.require(ctx, form.isEvent() ? Verb.EMIT : Verb.PUBLISH, channel);
        boolean mayBegin = addresses.hasSome(ctx, Allowance.NEW_CHANNELS);
        posts.answer(
                ctx,
                () -> publisher.publish(channel, form.draft(), form.idempotencyKey(), mayBegin),
                said -> answer(ctx, said));
    }

    /** Whether a channel is new is only known when it has been said. */
    private void answer(Context ctx, Optional<Published> said) {
        Published published = said.orElseThrow(() -> addresses.refusal(ctx, Allowance.NEW_CHANNELS));
        if (published.began()) {
            addresses.charge(ctx, Allowance.NEW_CHANNELS, 1);
        }
        ctx.status(published.first() ? HttpStatus.CREATED : HttpStatus.OK)
                .contentType("application/json")
                .result("{\"id\":\"" + published.id() + "\",\"at\":" + published.at() + "}");
    }
}
