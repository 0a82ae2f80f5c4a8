package dev.parley.bench.scenario;

import dev.parley.bench.subject.Subject;

/** Scenarios that share a start of each subject. */
public enum Group {
    /** Few channels; messages. */
    TALK,
    /** Many channels. */
    ROOMS,
    /** Very many streams, in a process that has done nothing before. */
    HOLD;

    private static final int RARE_HEARTBEAT = 10;

    /** How its subjects are started. */
    public Subject.Manner manner(Sizes sizes) {
        return this == HOLD ? held(sizes) : new Subject.Manner(RARE_HEARTBEAT, false);
    }

    /** How a subject is started that does everything in one go. */
    public static Subject.Manner held(Sizes sizes) {
        return new Subject.Manner(sizes.heartbeat(), true);
    }
}
