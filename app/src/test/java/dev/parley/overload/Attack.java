package dev.parley.overload;

import java.util.EnumSet;
import java.util.Set;

/** What strangers do (see {@link Habits}): the rows of the report, in its order. */
enum Attack {
    NOTHING_AT_ALL("nothing, for comparison"),
    IDLE_CONNECTIONS("connections on which nothing is said"),
    STALLED_HEADS("heads that stand still"),
    TRICKLED_HEADS("heads that trickle in"),
    STALLED_BODIES("bodies of 60 KB that stand still at the half"),
    TRICKLED_BODIES("the same, that trickle in"),
    UNREAD_ANSWERS("answers of 80 KB that nobody reads"),
    TRICKLED_ANSWERS("the same, read by half a kilobyte"),
    STREAMS_IN_AND_OUT("streams opened and closed"),
    MANY_CHANNELS("streams of 32 new channels, opened and closed"),
    LARGE_HISTORIES("large histories, read over and over"),
    LARGE_CATCH_UPS("streams with the last 200 of 8 full channels, over and over"),
    SQUATTED_CHANNELS("streams of 32 channels that stay, 10,000 channels by four"),
    BROKEN_CHUNKS("broken chunks, behind Caddy"),
    NEW_CHANNELS("posts to new channels"),
    LONG_NAMES("names of 64 emoji that come and go"),
    TYPING("typing"),
    RAW_MESSAGES("raw messages of 16 KiB (PUBLISH), 450 a second"),
    DEEP_JSON("JSON that is 10,000 levels deep"),
    ODD_FORWARDED("`Forwarded` and `X-Forwarded-For` of 7 KB each, with odd ones in them"),
    TALKATIVE_STREAMS("streams whose clients talk, 10 MB/s");

    /** Where it matters how far away Redis is. */
    static final Set<Attack> THAT_TOUCH_REDIS = EnumSet.of(
            NOTHING_AT_ALL,
            UNREAD_ANSWERS,
            STREAMS_IN_AND_OUT,
            MANY_CHANNELS,
            LARGE_HISTORIES,
            LARGE_CATCH_UPS,
            SQUATTED_CHANNELS,
            NEW_CHANNELS,
            LONG_NAMES,
            TYPING);

    private final String text;

    Attack(String text) {
        this.text = text;
    }

    boolean isBehindCaddy() {
        return this == BROKEN_CHUNKS;
    }

    @Override
    public String toString() {
        return text;
    }
}
