package dev.parley.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.channel.ChannelName;
import dev.parley.channel.ChannelPattern;
import dev.parley.channel.Family;
import dev.parley.channel.Json;
import dev.parley.channel.PersonId;
import dev.parley.http.guard.Gate;
import dev.parley.http.request.ChannelPath;
import dev.parley.identity.Identity;
import dev.parley.identity.Verb;
import io.javalin.http.Context;
import java.util.function.Predicate;
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
            Predicate<Verb> granted = granted(who, channel);
            Stream.of(Verb.values()).filter(granted).forEach(verb -> verbs.add(verb.label()));
        }
    }

    private static Predicate<Verb> granted(Identity who, String channel) {
        if (Family.isMeant(channel)) {
            ChannelPattern family = new ChannelPattern(channel);
            return verb -> who.may(verb, family);
        }
        ChannelName name = new ChannelName(channel);
        return verb -> who.may(verb, name);
    }
}
