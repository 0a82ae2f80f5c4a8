package dev.parley.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.channel.ChannelName;
import dev.parley.channel.ChannelPattern;
import dev.parley.channel.Json;
import dev.parley.channel.PersonId;
import dev.parley.http.guard.Gate;
import dev.parley.http.request.ChannelPath;
import dev.parley.identity.Identity;
import dev.parley.identity.Verb;
import io.javalin.http.Context;
import java.util.stream.Stream;
import org.owasp.encoder.Encode;

/** What a stream begins by telling whoever listens of themselves: who they are, and what they may. */
final class You {
    private static final String NOBODY = "null";

    private You() {}

    /**
     * As one JSON value; null where there is nothing to tell.
     *
     * @param id what tells them from others of their name
     */
    static String of(Gate gate, Context ctx, PersonId id) {
        Identity who = gate.who(ctx);
        if (who.isVerified()) {
            return verified(who, ctx).toString();
        }
        if (id.isNone()) {
            return gate.isOpen() ? null : NOBODY;
        }
        ObjectNode you = Json.NODES.objectNode();
        id.addTo(you);
        if (!gate.isOpen()) {
            addMay(you, who, ctx);
        }
        return you.toString();
    }

    private static ObjectNode verified(Identity who, Context ctx) {
        ObjectNode you = Json.NODES
                .objectNode()
                .put("user", Encode.forHtml(who.user()))
                .put("name", Encode.forHtml(who.name()))
                .put("until", who.term().until());
        addMay(you, who, ctx);
        return you;
    }

    private static void addMay(ObjectNode you, Identity who, Context ctx) {
        ObjectNode may = you.putObject("may");
        for (String channel : ChannelPath.parts(ctx)) {
            var verbs = may.putArray(channel);
            Stream.of(Verb.values()).filter(verb -> may(who, verb, channel)).forEach(verb -> verbs.add(verb.label()));
        }
    }

    private static boolean may(Identity who, Verb verb, String channel) {
        return channel.endsWith("*")
                ? who.may(verb, new ChannelPattern(channel))
                : who.may(verb, new ChannelName(channel));
    }
}
