package dev.parley.http.guard;

import java.time.Duration;

/**
 * What one client may ask for. Three of it are settings, of which the others are multiples, or constants that leave room
 * for an office of fifty behind one address, with five channels on each page, which all come back at once.
 *
 * @param isOn whether there are any limits of this kind
 * @param posts {@link Rate#OFF} for no limit on what is said, typed and begun
 * @param streams of an address, open at once; {@link HttpLimits#OFF} for no limit on streams and connections, also of users
 * @param userStreams of a verified user, instead; {@link HttpLimits#OFF} for no limit
 */
public record AddressLimits(boolean isOn, Rate posts, int streams, int userStreams) {
    /** Most channels of a stream. */
    private static final int STREAM_OF_MANY = 32;

    private static final int POSTS_IN_A_BURST = 2;
    private static final Quota NEW_CHANNELS = new Quota(60, new Rate(60, Duration.ofHours(1)));

    // Of the streams that may be open at once.
    private static final int CHANNELS = 4;
    private static final int CONNECTIONS = 5; // a browser opens six to a host, of which one is a stream
    private static final int OPENINGS_IN_A_BURST = 10;
    private static final int SECONDS_TO_OPEN_AS_MANY = 5;

    private static final Quota READS = new Quota(1_000, new Rate(20, Duration.ofSeconds(1)));
    private static final Quota GUESSES = new Quota(10, new Rate(10, Duration.ofMinutes(1)));
    private static final Quota BYTES = new Quota(64L * 1024 * 1024, new Rate(1024 * 1024, Duration.ofSeconds(1)));

    Quota quota(Allowance of) {
        return switch (of) {
            case POSTS, TYPING -> posting(new Quota((long) POSTS_IN_A_BURST * posts.count(), posts));
            case NEW_CHANNELS -> posting(NEW_CHANNELS);
            case OPENINGS -> streaming(openings());
            case GUESSES -> isOn ? GUESSES : Quota.OFF;
            case READS -> isOn ? READS : Quota.OFF;
            case BYTES -> isOn ? BYTES : Quota.OFF;
        };
    }

    /** Open at once. */
    int openStreams(Client.Kind of) {
        int most = of == Client.Kind.USER ? userStreams : streams;
        return limitsStreams() ? most : HttpLimits.OFF;
    }

    /** On all its streams together, each time that a stream has one. */
    int openChannels(Client.Kind of) {
        int most = openStreams(of);
        return most == HttpLimits.OFF ? HttpLimits.OFF : Math.max(STREAM_OF_MANY, CHANNELS * most);
    }

    /**
     * Open at once, whatever is asked on them: never so many that four clients leave no room for others.
     *
     * @param most that all clients together may have
     */
    int connections(long most) {
        return limitsStreams() ? (int) Math.min((long) CONNECTIONS * streams, most / 5) : HttpLimits.OFF;
    }

    private Quota openings() {
        long burst = Math.max(STREAM_OF_MANY, (long) OPENINGS_IN_A_BURST * streams);
        return new Quota(burst, new Rate(streams, Duration.ofSeconds(SECONDS_TO_OPEN_AS_MANY)));
    }

    private Quota posting(Quota quota) {
        return isOn && !posts.equals(Rate.OFF) ? quota : Quota.OFF;
    }

    private Quota streaming(Quota quota) {
        return limitsStreams() ? quota : Quota.OFF;
    }

    /** Whether streams are counted, and what comes with them. */
    public boolean limitsStreams() {
        return isOn && streams != HttpLimits.OFF;
    }
}
