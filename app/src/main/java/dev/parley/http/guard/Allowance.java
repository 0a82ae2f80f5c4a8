package dev.parley.http.guard;

import dev.parley.http.problem.Refusal;

/** What one client may have only so much of in a time, and what it is told beyond. */
public enum Allowance {
    POSTS(Refusal.POST_RATE, "You post too often; try again in a moment."),
    /** Apart from what is said, so that who types may always speak. */
    TYPING(Refusal.TYPING_RATE, "You tell too often that someone is typing; once in 3 s for each is enough."),
    /** Channels in which something is said and nothing is retained. */
    NEW_CHANNELS(
            Refusal.NEW_CHANNEL_RATE, "You begin too many new channels; post to one that exists, or try again later."),
    /** Streams, each by its channels. */
    OPENINGS(
            Refusal.OPENING_RATE,
            "You open streams too often; keep one open, wait for its retry time, or put fewer channels on it."),
    /** Tokens, keys and tickets that are none. */
    GUESSES(Refusal.GUESS_RATE, "You show too many tokens or keys that are none; get a good one, and wait a moment."),
    /** What asks Redis. */
    READS(
            Refusal.READ_RATE,
            "You ask too often for history, members or channels; a stream tells what changes as it does."),
    /** Of answers and of what streams begin with. */
    BYTES(Refusal.BYTE_RATE, "You have read very much in a short time; ask for less with limit= or last=, or wait.");

    final Refusal refusal;
    final String advice;

    Allowance(Refusal refusal, String advice) {
        this.refusal = refusal;
        this.advice = advice;
    }
}
