package dev.parley.wire.fact;

import java.util.Arrays;
import java.util.Optional;

/**
 * What client libraries need of a server of event streams; each was found by running them (docs/wire.md). The order is that of
 * the numbers.
 */
public enum Fact {
    STATUS_AND_TYPE(
            Group.ANSWER,
            "200 and text/event-stream, whatever Accept says; not to be cached or transformed",
            "Clients ask with `Accept: text/event-stream`, with a list, or with none. A stream from a cache, or one that a proxy"
                    + " compresses, is late or wrong.",
            "all (any other status or type is final for EventSource); Ktor sends `*/*,text/event-stream`, sse.js and curl `*/*`"),
    CHUNKED(
            Group.ANSWER,
            "HTTP/1.1 without Content-Length, chunked; the head comes before the first event, each event at once",
            "A body that only the connection's end delimits is handed out by some readers when their buffer is full, and a cut of"
                    + " it looks like its end.",
            "sseclient-py, requests-sse, LaunchDarkly's for Python (all over urllib3: late by 128 to 10,000 bytes);"
                    + " fetch-event-source and r3labs/sse stop at a cut"),
    CHUNK_BORDERS(
            Group.ANSWER,
            "Chunks end where events end, and no event waits for the next",
            "Some readers take what a chunk holds as whole lines, and an event whose last byte waits for the next event is late.",
            "sseclient 0.0.27 (reads below HTTP's chunks)"),
    HTTP10_HEAD_AND_POOL(
            Group.ANSWER,
            "No chunks over HTTP/1.0, no stream for HEAD, no second answer on a connection that streams",
            "Old proxies speak HTTP/1.0 and pass chunk sizes on as content; probes send HEAD; pools would read a stream as the"
                    + " answer to something else.",
            "clients behind nginx without `proxy_http_version 1.1`; every pooled client"),
    NO_CODING(
            Group.ANSWER,
            "No content coding, though Accept-Encoding offers some",
            "Compressors hold back bytes until they have enough.",
            "all that send Accept-Encoding by default (browsers, undici, requests, httpx, okhttp): events come late or in heaps"),
    VISIBLE_CUT(
            Group.ANSWER,
            "A premature end is visible as one: a server that dies leaves an incomplete body",
            "Who takes a cut for the end does not come back, or hands out half an event as a whole one.",
            "fetch-event-source (defaults) and r3labs/sse stop; Jersey, Spring, sse.js, sseclient-py hand out half events"),

    LINES(
            Group.FORMAT,
            "UTF-8 without a byte order mark inside, one kind of line break, no NUL in ids, no raw U+0085, U+2028, U+2029 in JSON",
            "Readers that split lines as their language does see line breaks where there are none.",
            "sseclient 0.0.27 and httpx-sse up to 0.4.1 (Python's splitlines): truncated messages"),
    DATA_IN_EVERY_BLOCK(
            Group.FORMAT,
            "Every block that ends in a blank line has data",
            "A block of `retry`, `id` or a comment alone is handed out as an empty message, and `JSON.parse(\"\")` throws.",
            "fetch-event-source (then reconnects for ever), httpx-sse (a comment and a blank line suffice), sseclient, Jersey,"
                    + " Spring, Ktor, go-sse, r3labs/sse, LaunchDarkly's for Go, donovanhide/eventsource"),
    RETRY(
            Group.FORMAT,
            "`retry:` in digits, in a block with data, on every connection, and different for each",
            "Without it all clients of an instance that died come back in the same moment; in a block without data some lose it.",
            "reqwest-eventsource, sseclient-py (lose it in a block without data); a crowd of any library comes back at once"),
    ID_EVERYWHERE(
            Group.FORMAT,
            "An id in every event: ASCII, legal in a header and in a URL, at most 4 KiB",
            "The last event that a client heard is where it resumes; some keep the id per event and not per stream.",
            "all without ids; Jersey, Spring, okhttp-sse, sseclient-py, LaunchDarkly's for Go (an event without one forgets it)"),
    ID_LAST(
            Group.FORMAT,
            "`id:` after `data:`",
            "Readers that take the id as soon as its line is there skip an event that is cut behind it.",
            "fetch-event-source, eventsource 1 and 2 (npm), sse.js, r3labs/sse, Spring, Jersey: one message lost at such a cut"),
    LINE_LENGTH(
            Group.FORMAT,
            "No line of 64 KiB or more, whatever is said; what is accepted arrives whole",
            "A reader with a bounded line fails there, comes back with its cursor, and fails there again, for ever.",
            "tmaxmax/go-sse, r3labs/sse (Go's bufio.Scanner): stuck until the message is no longer kept"),
    LINE_BREAKS_IN_TEXT(
            Group.FORMAT,
            "Line breaks in what is said stay in its event",
            "Otherwise whoever may speak can forge events, ids and `retry` for everybody.",
            "all"),
    RESERVED_NAMES(
            Group.FORMAT,
            "No event is named open, error or message",
            "These are the client's own events: a listener can't tell a server's `error` from a lost connection.",
            "all with EventSource's interface"),
    KEEP_ALIVE(
            Group.FORMAT,
            "A silent stream says something every 5 s or on demand, and every 9 s at least",
            "A quiet room is otherwise a reconnect per client each time its read timeout passes.",
            "httpx-sse, LaunchDarkly's for Java and Node (5 s), okhttp-sse (10 s)"),

    RESUME(
            Group.RESUMING,
            "With a cursor, on any instance: all that follows, once, in order, then live, without a gap at the seam",
            "This is what makes a lost connection harmless.",
            "all"),
    PARAMETER(
            Group.RESUMING,
            "The cursor as a query parameter too: lastEventId, last-event-id or last_event_id, lastEventID; the header wins",
            "Libraries that can't set headers send it there. Where it is ignored every reconnect loses in silence.",
            "event-source-polyfill (always), reconnecting-eventsource (after an error), clients of Mercure"),
    BAD_CURSORS(
            Group.RESUMING,
            "An empty cursor counts as none; one that can't be honoured gets 200 and is told so: never 4xx, never silence",
            "A client can do nothing about its cursor. 4xx is final, and beginning now without a word loses messages unnoticed.",
            "reqwest-eventsource (sends an empty one first), sse.js, Spring, r3labs/sse, Jersey (send half an id after a cut)"),
    CURSOR_FROM_THE_START(
            Group.RESUMING,
            "The first event with data has an id, and ids of events without a message resume too",
            "A connection may be lost before the first message, or after a keep-alive.",
            "all"),
    CUT_ANYWHERE(
            Group.RESUMING,
            "After a cut at any byte, by FIN or RST, a reader has everything once, also one that takes ids early",
            "Cuts do not wait for the end of an event.",
            "eventsource 1 and 2, fetch-event-source, sse.js, Spring, Jersey (early readers)"),
    CUT_IN_A_BURST(
            Group.RESUMING,
            "The same within a burst that is larger than the socket's buffers",
            "That is when cuts happen: what was written is not what was read.",
            "all"),
    SEVERAL_CHANNELS(
            Group.RESUMING,
            "One id resumes each of several channels, in order, also with another list of channels",
            "One connection per channel does not scale: browsers have six.",
            "all"),

    FAREWELL(
            Group.GOING,
            "On SIGTERM: not ready first, then a farewell with `retry`, a whole last event and the end, spread over time",
            "All clients of an instance at once are a storm for the others; nothing may be lost by those who come back.",
            "all; LaunchDarkly's and r3labs/sse have a delay of their own"),
    RECOVERABLE_REFUSAL(
            Group.GOING,
            "Draining, full or without its store: a new stream gets nothing that is final for EventSource",
            "Any status but 200 ends an EventSource for good. A refused connection, or 200 with `retry` and the end, does not.",
            "Chromium, Firefox, eventsource 3-5, undici, event-source-polyfill, Ktor, reqwest-eventsource, go-sse,"
                    + " aiohttp-sse-client, requests-sse, sseclient stop at one 503"),
    RETRY_AFTER(
            Group.GOING,
            "429 and 503 carry Retry-After in whole seconds",
            "Without it clients guess, mostly too soon; a date or a fraction is not understood.",
            "Jersey (the only one that obeys); whoever posts"),
    NO_CONTENT(
            Group.GOING,
            "204 only to end clients for good",
            "It is the one status by which a server says: do not come back.",
            "EventSource, eventsource-client, Ktor, undici stop"),
    REDIRECT(
            Group.GOING,
            "No redirect that loses the cursor",
            "A redirect to another origin, or without the query, begins anew in silence.",
            "fetch-based clients and those with the cursor in the query"),

    PROXIES(
            Group.LOAD,
            "Behind a proxy the same: chunked, at once, cuts, resuming, farewell; and a client that leaves is noticed",
            "Hardly any hub is alone. A proxy that buffers, or holds on to streams of clients that have left, undoes all of it.",
            "all"),
    SLOW_READER(
            Group.LOAD,
            "A reader that stops reading costs no one else, and is told or cut, and can resume",
            "One sleeping phone must not stop a room, nor lose messages without a word.",
            "all"),
    CORS(
            Group.LOAD,
            "A page of an allowed origin may send Last-Event-ID",
            "Only EventSource may send it unasked; fetch asks first, and is refused unless the header is allowed by name.",
            "fetch-event-source, eventsource-client, eventsource-parser in browsers, on other origins");

    /** What facts are about. */
    public enum Group {
        ANSWER("Answer"),
        FORMAT("Format"),
        RESUMING("Resuming"),
        GOING("Going away"),
        LOAD("Load and proxies");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    private final Group group;
    private final String what;
    private final String why;
    private final String breaks;

    Fact(Group group, String what, String why, String breaks) {
        this.group = group;
        this.what = what;
        this.why = why;
        this.breaks = breaks;
    }

    /** 1 to 30: the order here is that of the list. */
    @SuppressWarnings("EnumOrdinal")
    public int number() {
        return ordinal() + 1;
    }

    public static Optional<Fact> numbered(int number) {
        return Arrays.stream(values()).filter(fact -> fact.number() == number).findFirst();
    }

    public Group group() {
        return group;
    }

    /** The fact itself, in a sentence. */
    public String what() {
        return what;
    }

    public String why() {
        return why;
    }

    /** Which libraries break where it does not hold, and how. */
    public String breaks() {
        return breaks;
    }
}
