package dev.parley.bench.scenario;

import dev.parley.bench.subject.Subject;

/** Scenarios that ask the same of a server. */
public enum Group {
    /** Few channels; messages. */
    TALK(false),
    /** Many channels. */
    ROOMS(false),
    /** Very many streams that come back. */
    RESUME(true),
    /** Very many streams, in a process that has done nothing before. */
    HOLD(true);

    private static final int RARE_HEARTBEAT = 10;

    private final boolean needsHistory;

    Group(boolean needsHistory) {
        this.needsHistory = needsHistory;
    }

    /** Whether a server that has been at work for long is to be measured. */
    public boolean isOfWarmServers() {
        return this != HOLD;
    }

    /** How its subjects are started. */
    public Subject.Manner manner(Sizes sizes) {
        return this == HOLD ? held(sizes) : new Subject.Manner(RARE_HEARTBEAT, needsHistory);
    }

    /** How a subject is started that does everything in one go. */
    public static Subject.Manner held(Sizes sizes) {
        return new Subject.Manner(sizes.heartbeat(), true);
    }
}
