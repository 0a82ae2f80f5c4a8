package dev.parley.bench.scenario;

/**
 * How large and how long the scenarios are. Times in seconds.
 *
 * @param listeners of the crowd's channel
 * @param rooms channels of the rooms, with so many {@code roomListeners} each, and {@code roomRate} messages/s over all
 * @param held streams that idle and storm hold, over {@code heldChannels} channels
 * @param heartbeat interval of heartbeats while streams are idle
 * @param posters connections that publish, and {@code manyPosters} where many do
 * @param warmUp POSTs flat out to a JVM that is kept for all rounds, when it has started
 * @param runUp load before each measured one
 * @param crowd measured, at 50 messages/s; {@code crowdAside} at the other rates
 * @param scale each measured load of the scale, with so many {@code joins} of cold channels besides
 * @param drain for what is still under way after the last POST
 */
public record Sizes(
        int listeners,
        int rooms,
        int roomListeners,
        int roomRate,
        int held,
        int heldChannels,
        int heartbeat,
        int posters,
        int manyPosters,
        double warmUp,
        double runUp,
        double crowd,
        double crowdAside,
        double flood,
        double roomsMeasured,
        double slow,
        double echo,
        double publish,
        double scale,
        int joins,
        double drain) {

    /** All scenarios, three rounds and eight subjects in 15 minutes on 2 cores. */
    public static final Sizes FULL =
            new Sizes(1_000, 1_000, 10, 500, 15_000, 30, 3, 8, 64, 10, 0.5, 4, 2, 1.5, 2.5, 2, 1, 1.2, 8, 1_000, 2);

    /** Shows that everything works, in 2 minutes. */
    public static final Sizes QUICK =
            new Sizes(100, 50, 4, 200, 300, 3, 1, 2, 16, 0, 0.2, 1, 0.5, 0.3, 0.5, 0.5, 0.3, 0.3, 0.5, 20, 5);

    /** Streams at a time. */
    public int most() {
        return Math.max(held, rooms * roomListeners);
    }
}
