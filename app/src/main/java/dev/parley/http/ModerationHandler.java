package dev.parley.http;

import dev.parley.channel.InvalidInput;
import dev.parley.http.request.PostedFields;
import dev.parley.identity.Denials.Subject;
import dev.parley.redis.shared.Denied;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code POST /operator/moderation}: ends what tokens allow before they expire, on all instances. */
final class ModerationHandler implements Handler {
    private static final Duration KICK = Duration.ofSeconds(60);
    private static final int MAX_ID = 64;

    private final Denied denied;
    private final Duration tokenLife;
    private final InFlight posts;

    /** @param tokenLife after which no token that was made before holds */
    ModerationHandler(Denied denied, Duration tokenLife, InFlight posts) {
        this.denied = denied;
        this.tokenLife = tokenLife;
        this.posts = posts;
    }

    @Override
    public void handle(Context ctx) {
        PostedFields fields = PostedFields.read(ctx);
        Map<String, Duration> entries = new LinkedHashMap<>();
        switch (String.valueOf(fields.text("do"))) {
            case "revoke" -> revoke(fields, entries);
            case "kick" -> kick(fields, entries);
            default -> throw new InvalidInput("Field 'do' is revoke or kick.");
        }
        posts.answer(ctx, () -> denied.deny(entries), done -> ctx.status(HttpStatus.NO_CONTENT));
    }

    private void revoke(PostedFields fields, Map<String, Duration> entries) {
        for (Subject subject : new Subject[] {Subject.USER, Subject.TOKEN, Subject.SESSION}) {
            String id = fields.text(subject.label());
            if (id != null) {
                entries.put(subject.of(checked(subject.label(), id)), tokenLife);
            }
        }
        if (entries.size() != 1) {
            throw new InvalidInput("Say whom or what to revoke with one of the fields 'user' (sub), 'token' (jti) and"
                    + " 'session' (sid).");
        }
    }

    /** What they have is over, and for a minute they get in with nothing: to be let back at once would be no kick. */
    private void kick(PostedFields fields, Map<String, Duration> entries) {
        String user = fields.text("user");
        if (user == null) {
            throw new InvalidInput("Say whom to kick with the field 'user' (sub).");
        }
        entries.put(Subject.USER.of(checked("user", user)), tokenLife);
        entries.put(Subject.KICK.of(user), KICK);
    }

    private static String checked(String field, String id) {
        if (id.isBlank() || id.codePointCount(0, id.length()) > MAX_ID) {
            throw new InvalidInput("Field '" + field + "' has 1 to " + MAX_ID + " characters.");
        }
        return id;
    }
}
