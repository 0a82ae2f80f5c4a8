package dev.parley.http.guard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.parley.channel.ChannelName;
import dev.parley.channel.Channels;
import dev.parley.channel.Family;
import dev.parley.channel.Json;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Refusal;
import dev.parley.http.request.ChannelPath;
import dev.parley.http.request.Wanted;
import dev.parley.identity.Access;
import dev.parley.identity.Identity;
import dev.parley.identity.Registrar;
import dev.parley.identity.Verb;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.security.RouteRole;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one gate: before any route's handler, it finds out who asks, and lets pass who may what the route {@link Need}s. Where the
 * chat is open it does nothing at all.
 *
 * <p>Who shows something that is no good is refused, and never taken for a guest: a page whose cookie has expired must notice.
 * Whether a channel exists makes no difference to any answer.
 */
public final class Gate implements Handler {
    private static final String WHO = Gate.class.getName();
    private static final String DOUBT = WHO + " doubt";

    private final Access access;
    private final Registrar registrar;
    private final WhoAsks whoAsks;
    private final Identity guest;

    public Gate(Access access, StrangerGuard strangers, AddressGuard addresses, Registrar registrar, Waiting waiting) {
        this.access = access;
        this.registrar = registrar;
        this.whoAsks = new WhoAsks(access, strangers, addresses, registrar, waiting);
        this.guest = access.guest();
    }

    /** Whether everybody may everything, and nobody is asked. */
    public boolean isOpen() {
        return access.isOpen();
    }

    /** Whether who shows nothing may listen there. */
    public boolean mayAnybodyHear(ChannelName channel) {
        return access.isOpen() || guest.may(Verb.LISTEN, channel);
    }

    /** Runs before every route's handler. */
    @Override
    public void handle(Context ctx) {
        if (access.isOpen()) {
            return;
        }
        Need need = need(ctx);
        if (need == Need.NOTHING || (need == Need.LISTEN_OR_PAGE && Wanted.of(ctx) == Wanted.PAGE)) {
            return;
        }
        if (need == Need.NO_PROGRAM) {
            admitWhoLeaves(ctx);
        } else {
            whoAsks.find(ctx, asksForStream(ctx), who -> admit(ctx, need, who));
        }
    }

    /** Who asks: where the gate was passed. */
    public Identity who(Context ctx) {
        Identity who = ctx.attribute(WHO);
        return who == null ? guest : who;
    }

    /** The token by which the gate was passed, if it came as a header. */
    public Optional<String> bearer(Context ctx) {
        return Credential.find(ctx, access.cookie())
                .filter(shown -> shown.from() == Credential.From.HEADER)
                .map(Credential::value);
    }

    /** Whether there are tokens, which this instance reads itself. */
    public boolean takesTokens() {
        return access.tokens() != null;
    }

    /**
     * Makes sure that who asks may.
     *
     * @throws Problem when they may not
     */
    public void require(Context ctx, Verb verb, ChannelName channel) {
        if (!access.isOpen() && !who(ctx).may(verb, channel)) {
            throw refusal(who(ctx), verb, List.of(channel.value()));
        }
    }

    /** Makes sure that it was found out who leaves; throws what kept it from being so. */
    public void requireKnown(Context ctx) {
        RuntimeException doubt = ctx.attribute(DOUBT);
        if (doubt != null) {
            throw doubt;
        }
    }

    /** Whether it still holds, for who asks again and again. */
    public Registrar registrar() {
        return registrar;
    }

    /** Who has passed the gate; null before that, and where the chat is open. */
    static Identity passed(Context ctx) {
        return ctx.attribute(WHO);
    }

    /** Whether what is asked for is a stream; a HEAD, which has the same needs, is answered without one. */
    public static boolean asksForStream(Context ctx) {
        Need need = need(ctx);
        boolean isStream = need == Need.STREAM || (need == Need.LISTEN_OR_PAGE && Wanted.of(ctx) == Wanted.STREAM);
        return isStream && ctx.req().getMethod().equals("GET");
    }

    private static Need need(Context ctx) {
        for (RouteRole role : ctx.routeRoles()) {
            if (role instanceof Need need) {
                return need;
            }
        }
        return Need.OPERATE; // what says nothing is for nobody
    }

    private void admitWhoLeaves(Context ctx) {
        if (takesTokens()) {
            whoAsks.findLeaving(ctx, leaving -> {
                ctx.attribute(DOUBT, leaving.doubt());
                admit(ctx, Need.NO_PROGRAM, leaving.who());
            });
        }
    }

    private void admit(Context ctx, Need need, Identity who) {
        switch (need) {
            case LISTEN, STREAM, LISTEN_OR_PAGE -> requireAll(ctx, who, Verb.LISTEN);
            case PUBLISH -> requireAll(ctx, who, Verb.PUBLISH);
            case SPEAK -> requireAny(ctx, who);
            case SOMEWHERE -> requireSomewhere(who, Verb.LISTEN);
            case OPERATE -> requireSomewhere(who, Verb.OPERATE);
            case USER -> requireUser(who);
            case NO_PROGRAM -> requireNoProgram(who);
            default -> throw new IllegalStateException("nothing is needed for " + need);
        }
        ctx.attribute(WHO, who);
    }

    private static void requireAll(Context ctx, Identity who, Verb verb) {
        Channels asked = ChannelPath.readAll(ctx); // whatever it is, it must be some that can be asked for
        List<String> refused = Stream.concat(
                        asked.names().stream()
                                .filter(channel -> !who.may(verb, channel))
                                .map(ChannelName::value),
                        asked.families().stream()
                                .filter(family -> !who.may(verb, family.pattern()))
                                .map(Family::value))
                .toList();
        if (!refused.isEmpty()) {
            throw refusal(who, verb, refused);
        }
    }

    private static void requireAny(Context ctx, Identity who) {
        ChannelName channel = ChannelPath.read(ctx);
        if (!who.may(Verb.PUBLISH, channel) && !who.may(Verb.EMIT, channel)) {
            throw refusal(who, Verb.PUBLISH, List.of(channel.value()));
        }
    }

    private static void requireSomewhere(Identity who, Verb verb) {
        if (!who.may(verb)) {
            throw refusal(who, verb, List.of());
        }
    }

    private static void requireUser(Identity who) {
        if (!who.isVerified()) {
            throw who.isGuest() ? unknown() : refusal(who, Verb.LISTEN, List.of());
        }
    }

    private static void requireNoProgram(Identity who) {
        if (who.isProgram()) {
            throw refusal(who, Verb.LISTEN, List.of());
        }
    }

    /** For who has shown nothing: who they are. For all others: that they may not. */
    private static Problem refusal(Identity who, Verb verb, List<String> channels) {
        ArrayNode names = Json.NODES.arrayNode();
        channels.forEach(names::add);
        if (who.isGuest()) {
            return unknown().with("channels", names);
        }
        return new Problem(
                        Refusal.NOT_GRANTED,
                        "You may not " + verb.label() + " here; leave out what is listed, or ask whoever"
                                + " made your token for more.")
                .with("reason", "not_granted")
                .with("channels", names);
    }

    private static Problem unknown() {
        return new Problem(
                        Refusal.NO_TOKEN,
                        "This needs a token: sign in, or send one as Authorization: Bearer, a cookie or a ticket.")
                .challenging("");
    }
}
