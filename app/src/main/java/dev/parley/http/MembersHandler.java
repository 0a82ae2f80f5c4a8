package dev.parley.http;

import dev.parley.channel.ChannelName;
import dev.parley.channel.Json;
import dev.parley.channel.Person;
import dev.parley.http.request.ChannelPath;
import dev.parley.redis.shared.Members;
import dev.parley.redis.shared.Roll;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/** {@code GET /{channel}/members}: who is here, over all instances. */
final class MembersHandler implements Handler {
    private final Members members;
    private final InFlight reads;

    MembersHandler(Members members, InFlight reads) {
        this.members = members;
        this.reads = reads;
    }

    @Override
    public void handle(Context ctx) {
        ChannelName channel = ChannelPath.read(ctx);
        reads.answer(ctx, () -> members.readListed(channel), roll -> Answer.json(ctx, json(channel, roll)));
    }

    private static String json(ChannelName channel, Roll roll) {
        var json = Json.NODES.objectNode().put("channel", channel.value()).put("count", roll.count());
        var listed = json.putArray("members");
        for (Person person : roll.listed()) {
            person.id().addTo(listed.addObject().put("name", person.html()));
        }
        return json.toString();
    }
}
