package dev.parley.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.channel.ChannelName;
import dev.parley.channel.ChannelPattern;
import dev.parley.channel.Json;
import dev.parley.identity.Identity;
import dev.parley.identity.Registrar;
import dev.parley.identity.Verb;
import dev.parley.relay.ByeReason;
import dev.parley.relay.Permit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.owasp.encoder.Encode;

/** Who listens, as what allows their stream. */
record StreamPermit(Identity who, List<String> channels, Registrar registrar) implements Permit {
    @Override
    public long until() {
        return who.term().until();
    }

    @Override
    public Optional<ByeReason> withdrawn() {
        return registrar.denied().of(who, System.currentTimeMillis()).map(why -> switch (why) {
            case REVOKED -> ByeReason.REVOKED;
            case KICKED -> ByeReason.KICKED;
        });
    }

    @Override
    public Optional<String> you() {
        return Optional.of(who.isVerified() ? verified().toString() : "null");
    }

    private ObjectNode verified() {
        ObjectNode you = Json.NODES
                .objectNode()
                .put("user", Encode.forHtml(who.user()))
                .put("name", Encode.forHtml(who.name()))
                .put("until", until());
        ObjectNode may = you.putObject("may");
        for (String channel : channels) {
            var verbs = may.putArray(channel);
            Stream.of(Verb.values()).filter(verb -> may(verb, channel)).forEach(verb -> verbs.add(verb.label()));
        }
        return you;
    }

    private boolean may(Verb verb, String channel) {
        return channel.endsWith("*")
                ? who.may(verb, new ChannelPattern(channel))
                : who.may(verb, new ChannelName(channel));
    }
}
