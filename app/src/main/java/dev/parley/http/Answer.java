package dev.parley.http;

import dev.parley.channel.Json;
import io.javalin.http.Context;

/** How what was asked for is answered. */
final class Answer {
    private Answer() {}

    /** Something that may be otherwise a moment later. */
    static void json(Context ctx, String json) {
        ctx.contentType("application/json").header("Cache-Control", "no-store").result(Json.onOneLine(json));
    }
}
