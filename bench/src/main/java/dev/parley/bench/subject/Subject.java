package dev.parley.bench.subject;

import dev.parley.bench.load.Dialect;
import java.io.IOException;
import java.util.Optional;

/** A server that is measured. */
public interface Subject {
    /** What a subject is compared as. */
    enum Kind {
        /** Ours: what it loses fails the run. */
        PARLEY,
        /** What others use for the same job. */
        PEER,
        /** No product: shows how far from the limit the others are, or from a beginner's way. */
        YARDSTICK
    }

    /**
     * How it is started.
     *
     * @param heartbeatSeconds how often a silent stream is told that it lives
     * @param needsHistory whether streams are going to be resumed; a peer that is quicker without history has none else
     */
    record Manner(int heartbeatSeconds, boolean needsHistory) {}

    Profile profile();

    default String name() {
        return profile().name();
    }

    default String title() {
        return profile().title();
    }

    default Kind kind() {
        return profile().kind();
    }

    /** Whether it runs what is not meant for some; otherwise only where it is named. */
    default boolean isUsual() {
        return true;
    }

    Dialect dialect();

    /** Instances and masters of Redis, as members of a JSON object, where it is there to be compared with what bin/simulate says. */
    default Optional<String> deployment() {
        return Optional.empty();
    }

    /**
     * Finds what is needed to start it.
     *
     * @param mayInstall whether to install or build what is missing
     * @return the version, for the results
     * @throws LeftOut when it can't be had on this machine
     */
    String prepare(boolean mayInstall) throws LeftOut, IOException, InterruptedException;

    /** Starts it, with a Redis of its own if it has one; ready when this returns. */
    Server start(Workbench workbench, Manner manner) throws IOException, InterruptedException;
}
