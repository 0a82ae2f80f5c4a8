package dev.parley.wire.toy;

import dev.parley.wire.fact.Fact;

/** What the toy can do wrong. */
public enum Flaw {
    PLAIN_TEXT(Fact.STATUS_AND_TYPE, "text/plain"),
    NO_STREAM_WITHOUT_ACCEPT(Fact.STATUS_AND_TYPE, "no Accept"),
    CACHED(Fact.STATUS_AND_TYPE, "no-cache"),
    UNTIL_CLOSE(Fact.CHUNKED, "Transfer-Encoding"),
    LATE_HEAD(Fact.CHUNKED, "no head"),
    TWO_CHUNKS(Fact.CHUNK_BORDERS, "chunks that end within an event"),
    HELD_BACK(Fact.CHUNK_BORDERS, "did not hear what was said, with nothing after it"),
    CHUNKS_OVER_10(Fact.HTTP10_HEAD_AND_POOL, "Transfer-Encoding"),
    STREAM_FOR_HEAD(Fact.HTTP10_HEAD_AND_POOL, "a body of"),
    SECOND_ANSWER(Fact.HTTP10_HEAD_AND_POOL, "second"),
    COMPRESSED(Fact.NO_CODING, "gzip"),
    LAST_CHUNK_WHEN_KILLED(Fact.VISIBLE_CUT, "as if that were all"),

    RAW_SEPARATORS(Fact.LINES, "raw in JSON"),
    MIXED_LINES(Fact.LINES, "several kinds"),
    LATIN1(Fact.LINES, "no UTF-8"),
    PRIMING_BLOCK(Fact.DATA_IN_EVERY_BLOCK, "block without data"),
    COMMENT_BLOCK(Fact.DATA_IN_EVERY_BLOCK, "a comment that a blank line follows"),
    NO_RETRY(Fact.RETRY, "no `retry:`"),
    SAME_RETRY(Fact.RETRY, "on each"),
    HEARTBEAT_WITHOUT_ID(Fact.ID_EVERYWHERE, "without an id"),
    ID_FIRST(Fact.ID_LAST, "before `data:`"),
    LONG_LINES(Fact.LINE_LENGTH, "a line of"),
    RAW_BREAKS(Fact.LINE_BREAKS_IN_TEXT, "an event of its own"),
    ANY_NAME(Fact.RESERVED_NAMES, "has an event of that name"),
    SILENT(Fact.KEEP_ALIVE, "nothing within"),

    GAP_AT_THE_SEAM(Fact.RESUME, "lost"),
    FORGETS_ELSEWHERE(Fact.RESUME, "lost"),
    NO_PARAMETER(Fact.PARAMETER, "ignored"),
    PARAMETER_WINS(Fact.PARAMETER, "header did not win"),
    BAD_CURSOR_400(Fact.BAD_CURSORS, "status 400"),
    SILENTLY_FROM_NOW(Fact.BAD_CURSORS, "did not say"),
    EMPTY_IS_UNREADABLE(Fact.BAD_CURSORS, "without a cursor"),
    WELCOME_AHEAD(Fact.CURSOR_FROM_THE_START, "lost"),
    EARLY_ID(Fact.CUT_ANYWHERE, "lost at"),
    REPEATS_THE_LAST(Fact.CUT_ANYWHERE, "from before the cursor"),
    REPLAYS_LITTLE(Fact.CUT_IN_A_BURST, "lost"),
    OWN_CHANNEL_ONLY(Fact.SEVERAL_CHANNELS, "lost"),

    NO_BYE(Fact.FAREWELL, "no farewell"),
    BYE_WITHOUT_RETRY(Fact.FAREWELL, "without `retry:`"),
    ALL_AT_ONCE(Fact.FAREWELL, "all streams ended within"),
    STILL_READY(Fact.FAREWELL, "still said that it is ready"),
    HALF_AN_EVENT(Fact.FAREWELL, "within an event"),
    REFUSES_WITH_503(Fact.RECOVERABLE_REFUSAL, "status 503"),
    FULL_503(Fact.RECOVERABLE_REFUSAL, "status 503"),
    STORELESS_503(Fact.RECOVERABLE_REFUSAL, "status 503"),
    NO_RETRY_AFTER(Fact.RETRY_AFTER, "without Retry-After"),
    NOTHING_NEW_204(Fact.NO_CONTENT, "204"),
    REDIRECTS_WITHOUT_QUERY(Fact.REDIRECT, "without the query"),

    PROXY_HOLDS_BACK(Fact.PROXIES, "behind toy, fact 2"),
    PROXY_KEEPS_STREAMS(Fact.PROXIES, "listen"),
    ALL_WAIT_FOR_THE_SLOWEST(Fact.SLOW_READER, "the other one did not hear"),
    SKIPS_FOR_THE_SLOW(Fact.SLOW_READER, "neither told nor able"),
    NO_ALLOWED_HEADER(Fact.CORS, "without Last-Event-ID");

    private final Fact fact;
    private final String words;

    Flaw(Fact fact, String words) {
        this.fact = fact;
        this.words = words;
    }

    /** The one that it breaks; maybe others too. */
    public Fact fact() {
        return fact;
    }

    /** What its failure has to speak of. */
    public String words() {
        return words;
    }
}
