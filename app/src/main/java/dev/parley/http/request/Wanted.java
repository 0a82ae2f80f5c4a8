package dev.parley.http.request;

import io.javalin.http.Context;

/** What a channel's address shows, which depends on who asks. */
public enum Wanted {
    STREAM,
    PAGE,
    HISTORY;

    /** By the header Accept. */
    public static Wanted of(Context ctx) {
        String accept = ctx.header("Accept") == null ? "" : ctx.header("Accept");
        if (accept.contains("text/event-stream")) {
            return STREAM;
        }
        return accept.contains("text/html") ? PAGE : HISTORY;
    }
}
