package dev.parley.identity;

import dev.parley.channel.ChannelName;
import dev.parley.channel.ChannelPattern;
import java.util.List;
import java.util.Optional;

/**
 * Who asks, and what they may.
 *
 * @param user the stable id of a verified person; null for a guest and for a program with a key
 * @param name what is shown of a verified person; null for a guest, who gives one with each request; of a program, its key's name
 * @param privately which channels are meant only by who says so
 * @param as the names beside their own under which they may speak; {@code *} for any
 */
public record Identity(
        Kind kind, String user, String name, Grants grants, PrivateNames privately, Term term, List<String> as) {
    /** What one is known by. */
    public enum Kind {
        /** Nothing. */
        GUEST,
        /** A token, or the word of whom the chat asks. */
        USER,
        /** An API key. */
        PROGRAM
    }

    private static final String ANY_NAME = "*";

    public Identity {
        as = List.copyOf(as);
    }

    static Identity guest(Grants grants, PrivateNames privately) {
        return new Identity(Kind.GUEST, null, null, grants, privately, Term.ENDLESS, List.of(ANY_NAME));
    }

    static Identity program(String name, Grants grants, PrivateNames privately) {
        return new Identity(Kind.PROGRAM, null, name, grants, privately, Term.ENDLESS, List.of(ANY_NAME));
    }

    public boolean isVerified() {
        return kind == Kind.USER;
    }

    public boolean isGuest() {
        return kind == Kind.GUEST;
    }

    public boolean isProgram() {
        return kind == Kind.PROGRAM;
    }

    public boolean may(Verb verb, ChannelName channel) {
        return grants.of(verb).stream().anyMatch(pattern -> privately.isGranted(pattern, channel));
    }

    /** The grant by which they may; empty when they may not. */
    public Optional<ChannelPattern> by(Verb verb, ChannelName channel) {
        return grants.of(verb).stream()
                .filter(pattern -> privately.isGranted(pattern, channel))
                .findFirst();
    }

    /** Whether all channels of a family, also those that are not there yet. */
    public boolean may(Verb verb, ChannelPattern family) {
        return grants.of(verb).stream().anyMatch(pattern -> privately.isGranted(pattern, family));
    }

    /** Whether anywhere at all. */
    public boolean may(Verb verb) {
        return !grants.of(verb).isEmpty();
    }

    /** Whether they may speak or be shown under this name. */
    public boolean maySpeakAs(String other) {
        return other.equals(name) || as.contains(ANY_NAME) || as.contains(other);
    }
}
