package dev.parley.http.guard;

import io.javalin.security.RouteRole;

/** What a route asks for of whoever comes; every route says one. */
public enum Need implements RouteRole {
    /** Nothing: it is the same for everybody, and says nothing of any channel. */
    NOTHING,
    /** To listen to every channel that the path names. */
    LISTEN,
    /** The same, and what is asked for is a stream for certain. */
    STREAM,
    /** To listen, unless it is only the page that is wanted, which is for everybody, with what anybody may hear. */
    LISTEN_OR_PAGE,
    /** To publish or to emit in the channel; which of them, the body tells. */
    SPEAK,
    /** To publish in the channel. */
    PUBLISH,
    /** To listen somewhere: what is shown depends on where. */
    SOMEWHERE,
    /** To be someone: a guest has nothing to hand on. */
    USER,
    /** Nothing, and to be no program: who leaves may show what does not hold any more, and is nobody then. */
    NO_PROGRAM,
    /** To operate. */
    OPERATE
}
