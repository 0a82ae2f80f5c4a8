package dev.parley.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.channel.Json;
import java.util.List;

/** An identity as instances hand it to each other: what a ticket stands for. */
public final class Voucher {
    private Voucher() {}

    /** One JSON object. */
    public static String write(Identity identity) {
        ObjectNode json = Json.NODES
                .objectNode()
                .put("user", identity.user())
                .put("name", identity.name())
                .put("since", identity.term().since())
                .put("until", identity.term().until())
                .put("token", identity.term().token())
                .put("session", identity.term().session());
        json.set("grants", identity.grants().json());
        identity.as().forEach(name -> json.withArray("as").add(name));
        return json.toString();
    }

    /** What {@link #write} wrote, on whatever instance. */
    public static Identity read(String text, PrivateNames privately) {
        JsonNode json = Json.object(text);
        JsonNode as = json.path("as");
        return new Identity(
                Identity.Kind.USER,
                json.path("user").textValue(),
                json.path("name").textValue(),
                Grants.of(json.path("grants")),
                privately,
                new Term(
                        json.path("since").longValue(),
                        json.path("until").longValue(),
                        json.path("token").textValue(),
                        json.path("session").textValue()),
                as.isArray() ? Grants.texts("as", as).toList() : List.of());
    }
}
