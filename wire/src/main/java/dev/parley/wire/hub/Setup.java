package dev.parley.wire.hub;

import java.net.URI;
import java.util.List;

/**
 * What is looked at, and how.
 *
 * @param instances of one hub; scheme, host and port count
 * @param publishCommand says things instead of the dialect; empty for none
 * @param headers sent with every request, each {@code "Name: value"}
 * @param version of HTTP for streams, {@code 1.1} or {@code 1.0}
 * @param channels of each stream
 */
public record Setup(
        List<URI> instances,
        Dialect dialect,
        Means means,
        Pace pace,
        String publishCommand,
        List<String> headers,
        String version,
        int channels) {
    public Setup {
        instances = List.copyOf(instances);
        headers = List.copyOf(headers);
    }

    public static Setup of(List<URI> instances, Dialect dialect, Means means) {
        return new Setup(instances, dialect, means, Pace.USUAL, "", List.of(), "1.1", 1);
    }

    /** The same hub at other addresses. */
    public Setup at(List<URI> others) {
        return new Setup(others, dialect, means, pace, publishCommand, headers, version, channels);
    }

    public Setup with(Pace other) {
        return new Setup(instances, dialect, means, other, publishCommand, headers, version, channels);
    }
}
