package dev.parley.http;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Json;
import dev.parley.channel.Person;
import dev.parley.http.request.ChannelPath;
import dev.parley.presence.Presence;
import dev.parley.redis.Members;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Set;

/** {@code GET /{channel}/members}: who is here, over all instances. */
final class MembersHandler implements Handler {
    private final Members members;

    MembersHandler(Members members) {
        this.members = members;
    }

    @Override
    public void handle(Context ctx) {
        ChannelName channel = ChannelPath.read(ctx);
        Answer.json(ctx, json(channel, members.read(channel)));
    }

    private static String json(ChannelName channel, Set<Person> people) {
        var json = Json.NODES.objectNode().put("channel", channel.value()).put("count", people.size());
        var listed = json.putArray("members");
        Presence.shown(people).forEach(person -> listed.addObject().put("name", person.html()));
        return json.toString();
    }
}
