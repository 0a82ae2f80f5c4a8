package dev.parley.bench.subject;

/**
 * What a subject is.
 *
 * @param name for {@code --subjects}: lower case
 * @param title for tables
 * @param kind what it is compared as
 * @param hasRedis whether Redis is part of it, and its cost counts
 * @param canResume whether a stream can go on where it was cut
 * @param isJvm whether it is slow until it has compiled its code
 */
public record Profile(
        String name, String title, Subject.Kind kind, boolean hasRedis, boolean canResume, boolean isJvm) {

    static Profile of(String name, String title, Subject.Kind kind) {
        return new Profile(name, title, kind, false, false, false);
    }

    Profile withRedis() {
        return new Profile(name, title, kind, true, canResume, isJvm);
    }

    Profile resuming() {
        return new Profile(name, title, kind, hasRedis, true, isJvm);
    }

    Profile onJvm() {
        return new Profile(name, title, kind, hasRedis, canResume, true);
    }
}
