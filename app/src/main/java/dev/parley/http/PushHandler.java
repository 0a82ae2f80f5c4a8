package dev.parley.http;

import dev.parley.channel.ChannelName;
import dev.parley.channel.InvalidInput;
import dev.parley.channel.Json;
import dev.parley.channel.Person;
import dev.parley.channel.PersonId;
import dev.parley.http.guard.Gate;
import dev.parley.http.problem.Problem;
import dev.parley.http.request.ChannelPath;
import dev.parley.http.request.PostedFields;
import dev.parley.identity.Identity;
import dev.parley.push.PushServices;
import dev.parley.push.PushTarget;
import dev.parley.push.VapidKey;
import dev.parley.redis.shared.PushTargets;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.time.Instant;

/** {@code GET} and {@code POST /{channel}/push}: a browser asks to be told what is said there while no page is open. */
final class PushHandler {
    private static final String NONE = "none";

    private final PushServices services;
    private final PushTargets targets;
    private final Gate gate;
    private final Names names;
    private final InFlight waiting;

    PushHandler(PushServices services, PushTargets targets, Gate gate, Names names, InFlight waiting) {
        this.services = services;
        this.targets = targets;
        this.gate = gate;
        this.names = names;
        this.waiting = waiting;
    }

    /** With which key browsers subscribe. */
    void key(Context ctx) {
        ChannelPath.read(ctx);
        requireOn();
        waiting.answer(
                ctx,
                () -> targets.key(VapidKey.create()),
                key -> Answer.json(
                        ctx,
                        Json.NODES
                                .objectNode()
                                .put("key", VapidKey.read(key).publicKey())
                                .toString()));
    }

    void note(Context ctx) {
        ChannelName channel = ChannelPath.read(ctx);
        requireOn();
        PostedFields fields = PostedFields.read(ctx);
        URI endpoint = services.endpoint(fields.text("endpoint"));
        if (NONE.equals(fields.text("level"))) {
            waiting.answer(
                    ctx, () -> targets.remove(channel, endpoint.toString()), done -> ctx.status(HttpStatus.NO_CONTENT));
            return;
        }
        PushTarget target = target(ctx, fields, endpoint);
        waiting.answer(
                ctx,
                () -> targets.add(channel, endpoint.toString(), target.json()),
                done -> ctx.status(HttpStatus.NO_CONTENT));
    }

    private PushTarget target(Context ctx, PostedFields fields, URI endpoint) {
        Identity who = gate.who(ctx);
        if (who.isProgram()) {
            throw new InvalidInput("Programs have no browser to be told by.");
        }
        String name = who.isVerified() ? who.name() : fields.text("name");
        return new PushTarget(
                endpoint,
                given(fields, "p256dh"),
                given(fields, "auth"),
                PushTarget.Level.of(given(fields, "level")),
                name == null || name.isEmpty()
                        ? ""
                        : Person.named("Field 'name'", name).name(),
                who(names.id(who, fields.browser())),
                String.valueOf(ctx.header("Origin")),
                Instant.now().getEpochSecond());
    }

    private static String given(PostedFields fields, String name) {
        String value = fields.text(name);
        return value == null ? "" : value;
    }

    private static String who(PersonId id) {
        return switch (id.kind()) {
            case USER -> PushTarget.user(id.value());
            case TAG -> PushTarget.tag(id.value());
            case NONE -> "";
        };
    }

    private void requireOn() {
        if (services.areOff()) {
            throw Problem.notFound();
        }
    }
}
